"""Whatever an act does to its copy of a state, the state that it was given stays as it was."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, timedelta

from clocks.clock import Limit
from clocks.pauses import Pause
from matter_definitions.copying import copy_state
from matter_definitions.state import (
    CaseState,
    CommitmentState,
    Extension,
    Forwarding,
    ItemState,
    Mark,
    MergedState,
    Notice,
    PromiseMove,
    Special,
    StepState,
    Suspension,
    VoidRequest,
)

AT = datetime(2026, 3, 2, 10, tzinfo=UTC)
LATER = AT + timedelta(days=1)
NEVER_CHANGED = (Pause, MergedState)  # put in the place of another, never changed themselves


def one_of_everything() -> CaseState:
    extension = Extension(1, AT, None, "reason", Limit(5, "working_day"))
    item = ItemState(
        "a",
        "a",
        1,
        "330110000000",
        "police@330110000000",
        waiting_for=["b"],
        receipt_pauses=[Pause(AT, LATER, kind="correction")],
        handling_pauses=[Pause(AT, None, kind="correction")],
        steps={"s": StepState("s", data={"amount": 5})},
        places={"s": ("tax@330110000000", "330110000000")},
        suspensions=[Suspension("dispute", AT, stands=True)],
        specials=[Special("hearing", AT, LATER)],
        forwardings=[Forwarding("police@330100000000", AT)],
        extensions=[extension],
        void_requests=[VoidRequest(AT, None, "invalid", "reason")],
        commitments=[CommitmentState("lease", "late_supply", ("material:a",), AT, LATER)],
    )
    return CaseState(
        format=2,
        submitted_at=AT,
        items={"a": item},
        notices=[Notice(1, AT, marks={"a": [Mark("field:a", "text-1")]}, asked={"f": 1}, seen={"f": 1})],
        versions={"field:a": 1},
        promise_moves=[PromiseMove(AT, AT, LATER, "pause")],
        joint_extensions=[extension],
        merged={"paper": MergedState(1, ("granted",))},
        emergency=["2026-1"],
    )


def changeable(thing: object) -> Iterator[object]:
    """Every list, mapping and record in it that somebody could change."""
    if isinstance(thing, NEVER_CHANGED):
        return
    if isinstance(thing, dict):
        yield thing
        parts = list(thing.values())
    elif isinstance(thing, list):
        yield thing
        parts = list(thing)
    elif is_dataclass(thing) and not type(thing).__dataclass_params__.frozen:  # pyright: ignore
        yield thing
        parts = [getattr(thing, each.name) for each in fields(thing)]
    else:
        return
    for part in parts:
        yield from changeable(part)


def test_the_example_leaves_no_list_and_no_mapping_empty() -> None:
    assert all(each for each in changeable(one_of_everything()))


def test_a_copy_says_the_same_and_shares_nothing_that_changes() -> None:
    state = one_of_everything()
    copied = copy_state(state)
    assert copied == state
    shared = {id(each) for each in changeable(state)} & {id(each) for each in changeable(copied)}
    assert not shared
