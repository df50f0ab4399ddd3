"""One paper of several results is written once for each state of its parts, also when a process dies."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest

import activities.papers.making as press_room
import activities.seal as seal_room
from clocks.validity import Validity
from database.queries.effect_rows import EffectRow
from documents.press import PressedPaper
from engine.change import change_case
from engine.who import Who
from matter_definitions.acts.committing import RecordHeard
from matter_definitions.acts.forewarning import GivePriorNotice
from matter_definitions.acts.suspending import SuspendResult
from matter_definitions.acts.undoing import Rectify
from matter_definitions.merged import MergedPlan, ResultPart, merged_code
from matter_definitions.plan import ItemPlan, Plan, ResultPlan
from tests.database.engine.test_crashes import crash, dies_after, dies_before
from tests.engine_room import Room, both, item, plan_of, step
from tests.unit.files.upload_examples import pdf

CHIEF = Who("officer", "00000000-0000-0000-0000-000000000002", rank=2)
MERGED = "SELECT id, state, sealed FROM document WHERE template = 'merged_result' ORDER BY effect_key"
Record = Callable[..., Awaitable[object]]


def issuing(code: str, years: int) -> ItemPlan:
    result = ResultPlan(
        "paper",
        both(code),
        "generic_result",
        valid_for=Validity(years, "year"),
        may_be_suspended=True,
    )
    return replace(item(code, step("issue", "issue_result", result="paper")), results=(result,))


PARTS = (ResultPart("card", "paper"), ResultPart("book", "paper"))
PLAN: Plan = replace(
    plan_of(issuing("card", 1), issuing("book", 5)),
    format=2,
    merged=(MergedPlan("both", both("both"), "merged_result", PARTS),),
)


@pytest.fixture(autouse=True)
def anything_is_drawn(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the paper looks like is tested with the papers; the seals are real."""

    async def draw(template: str, *_: object, **__: object) -> PressedPaper:
        drawn = pdf(lambda document: document.docinfo.update({"/Title": f"{template} {uuid4()}"}))
        return PressedPaper(drawn, sha256(drawn).hexdigest(), 1)

    monkeypatch.setattr(room.outside.press, "press", draw)


def at_the_merged_one(how: Callable[[Record], Record]) -> Callable[[Record], Record]:
    def wrap(record: Record) -> Record:
        dying = how(record)

        async def choose(context: object, effect: EffectRow, *more: object) -> object:
            return await (dying if merged_code(effect.step) else record)(context, effect, *more)

        return choose

    return wrap


async def merged(room: Room) -> Sequence[Any]:
    return await room.rows(MERGED)


@pytest.mark.parametrize(("place", "name"), [(press_room, "record_paper"), (seal_room, "record_seal")])
@pytest.mark.parametrize("how", [dies_before, dies_after])
async def test_a_process_that_dies_at_it_leaves_one_paper(
    room: Room, monkeypatch: pytest.MonkeyPatch, place: Any, name: str, how: Any
) -> None:
    case = await room.submit(PLAN)
    await crash(room, monkeypatch, case, place=place, name=name, how=at_the_merged_one(how))
    await room.look_until_done(case)
    [paper] = await merged(room)
    assert (paper["state"], paper["sealed"]) == ("valid", True)
    parts = await room.rows("SELECT part_id FROM document_part ORDER BY position")
    assert len(parts) == 2
    assert await room.standing(case) == "completed"


async def test_what_was_drawn_before_a_part_changed_is_never_issued(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = await room.submit(PLAN)
    wrap = at_the_merged_one(dies_before)
    await crash(room, monkeypatch, case, place=seal_room, name="record_seal", how=wrap)
    assert [each["state"] for each in await merged(room)] == ["drawn"]
    async with change_case(room.context, case.id, by=CHIEF) as change:
        change.apply(GivePriorNotice("card", "reason"))
        change.apply(RecordHeard("card", None, "text"))
        change.apply(SuspendResult("card", "reason"))
    await room.look_until_done(case)
    assert [each["state"] for each in await merged(room)] == ["drawn", "valid"]
    parts = await room.rows(
        "SELECT d.state FROM document_part p JOIN document d ON d.id = p.part_id "
        " ORDER BY document_id, position"
    )
    assert [each["state"] for each in parts] == 2 * ["suspended", "valid"]
    said = await room.rows("SELECT data FROM case_event WHERE kind = 'DOCUMENT_ISSUED'")
    assert sum(each["data"]["template"] == "merged_result" for each in said) == 1


async def test_a_part_that_is_put_right_brings_a_new_paper_which_the_old_one_names(room: Room) -> None:
    case = await room.submit(PLAN)
    await room.look_until_done(case)
    async with change_case(room.context, case.id, by=CHIEF) as change:
        change.apply(Rectify("book", "issue", "reason"))
    assert [each["state"] for each in await merged(room)] == ["valid"], "until the new part is there"
    await room.look_until_done(case)
    old, new = await merged(room)
    assert (old["state"], new["state"]) == ("replaced", "valid")
    [named] = await room.rows(
        "SELECT replaced_by FROM document WHERE state = 'replaced' AND item_key IS NULL"
    )
    assert named["replaced_by"] == new["id"]
