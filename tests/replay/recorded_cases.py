"""Recorded cases: a plan, what happened when, and what followed.

`python -m tests.replay.recorded_cases` and `python -m tests.replay.recorded_lives` write those that are not
there yet; one that is there is never written again, because a difference is what the replay is for. To
record a changed meaning, delete the file and name the decision record in the commit.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from pydantic import TypeAdapter

from clocks.published import load_published
from matter_definitions.acts.act import Act
from matter_definitions.acts.deciding import DecideStep, RecordOutcome
from matter_definitions.acts.receiving import DecideReceipt
from matter_definitions.acts.undoing import Withdraw
from matter_definitions.advance import ItemOpening, Situation, move, open_case, run_due
from matter_definitions.compile import compile_matter
from matter_definitions.consequences import Consequences
from matter_definitions.library_index import built_in_library
from matter_definitions.plan import Plan, from_json, name_of, to_json
from matter_definitions.state import Mark, to_document

FOLDER = Path(__file__).parent
CASES, PLANS = FOLDER / "cases", FOLDER / "plans"
CALENDAR = load_published()
NO_ANSWERS: Mapping[str, object] = MappingProxyType({})

_ACTS = {kind.__name__: TypeAdapter(kind) for kind in Act.__args__}  # type: ignore[attr-defined]
_CONSEQUENCES = TypeAdapter(Consequences)

Script = Sequence[tuple[str, Act | None]]  # (legal time, act; None: only the deadlines run)


def play(
    plan: Plan,
    openings: Sequence[ItemOpening],
    started: str,
    script: Script,
    *,
    answers: Mapping[str, object] = NO_ANSWERS,
) -> dict[str, object]:
    """Everything that follows, in order, and the state at the end."""
    state, out = open_case(plan, openings, _situation(started, answers))
    followed = [_plain(out)]
    for moment, act in script:
        state, out = run_due(plan, state, _situation(moment, answers))
        followed.append(_plain(out))
        if act is not None:
            state, out = move(plan, state, act, _situation(moment, answers))
            followed.append(_plain(out))
    return {"followed": followed, "state": to_document(state)}


def _situation(moment: str, answers: Mapping[str, object] = NO_ANSWERS) -> Situation:
    return Situation(now=datetime.fromisoformat(moment), calendar=CALENDAR, answers=answers)


def _plain(out: Consequences) -> object:
    return _CONSEQUENCES.dump_python(out, mode="json", exclude_defaults=True)


def replay(recorded: dict[str, object]) -> dict[str, object]:
    """Plays a recorded case again, with the plan that it names."""
    plan = from_json((PLANS / f"{recorded['plan']}.json").read_text(encoding="utf-8"))
    openings = [ItemOpening(**each) for each in recorded["openings"]]  # type: ignore[attr-defined]
    script = [
        (each["at"], _ACTS[each["kind"]].validate_python(each["act"]) if each.get("kind") else None)
        for each in recorded["script"]  # type: ignore[attr-defined]
    ]
    answers: Mapping[str, object] = recorded.get("answers", NO_ANSWERS)  # type: ignore[assignment]
    return play(plan, openings, str(recorded["started"]), script, answers=answers)


def record(
    name: str,
    plan: Plan,
    openings: Sequence[ItemOpening],
    started: str,
    script: Script,
    *,
    answers: Mapping[str, object] = NO_ANSWERS,
) -> None:
    target = CASES / f"{name}.json"
    if target.exists():
        return
    text = to_json(plan)
    PLANS.mkdir(exist_ok=True)
    (PLANS / f"{name_of(text)}.json").write_text(text + "\n", encoding="utf-8")
    document = {
        "plan": name_of(text),
        "openings": [asdict(each) for each in openings],
        "started": started,
        "script": [
            {"at": at}
            if act is None
            else {
                "at": at,
                "kind": type(act).__name__,
                "act": _ACTS[type(act).__name__].dump_python(act, mode="json"),
            }
            for at, act in script
        ],
        **({"answers": dict(answers)} if answers else {}),
        **play(plan, openings, started, script, answers=answers),
    }
    CASES.mkdir(exist_ok=True)
    target.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _newborn_openings(*, twins: bool = False) -> list[ItemOpening]:
    """The nine items as the demo's mother has them; per child where they repeat."""
    plan = compile_matter(built_in_library(), "newborn").plan
    assert plan is not None
    keys = [
        (f"{item.code}.{n}" if item.for_each else item.code, item, n if item.for_each else None)
        for item in plan.items
        for n in ((1, 2) if twins and item.for_each else (1,))
    ]
    return [
        ItemOpening(key, item.code, number, "330110000000", f"{item.department_kind}@330110000000", instance)
        for number, (key, item, instance) in enumerate(keys, start=1)
    ]


def _record_all() -> None:
    plan = compile_matter(built_in_library(), "newborn").plan
    assert plan is not None
    day = "2026-03-{:02}T10:00:00+08:00"
    for twins in (False, True):
        openings = _newborn_openings(twins=twins)
        name = "newborn-twins" if twins else "newborn"
        record(f"{name}-good", plan, openings, day.format(2), _good_script(plan, openings, day))
        record(f"{name}-nobody-acts", plan, openings, day.format(2), [("2026-09-01T10:00:00+08:00", None)])
        record(f"{name}-withdrawn", plan, openings, day.format(2), [(day.format(4), Withdraw())])
    openings = _newborn_openings()
    first = next(each.key for each in openings if plan.item(each.code).acceptance == "officer")
    marks = (Mark("material:household_pages", "text-1"),)
    record(
        "newborn-corrected",
        plan,
        openings,
        day.format(2),
        [
            (day.format(3), DecideReceipt(first, "correct", marks)),
            ("2026-03-06T13:00:00+08:00", None),
            ("2026-03-20T13:00:00+08:00", None),
        ],
    )


def _good_script(plan: Plan, openings: Sequence[ItemOpening], day: str) -> Script:
    """Everybody says yes, a day apart, as soon as something is open."""
    script: list[tuple[str, Act | None]] = []
    state, out = open_case(plan, openings, _situation(day.format(2)))
    moment, open_things = 3, _asked(out)
    while open_things and moment < 31:
        script.extend((day.format(moment), _yes(plan, *each)) for each in open_things)
        open_things = []
        for at, act in script[-64:]:
            if at == day.format(moment) and act is not None:
                state, due = run_due(plan, state, _situation(at))
                state, out = move(plan, state, act, _situation(at))
                open_things += _asked(due) + _asked(out)
        moment += 1
    return script


def _asked(out: Consequences) -> list[tuple[str, str, int]]:
    tasks = [(each.item, each.step, each.round) for each in out.tasks_opened]
    effects = [
        (each.item, each.step, each.round)
        for each in out.effects_wanted
        if each.item and each.kind not in ("notify", "paper")
    ]
    return tasks + effects


def _yes(plan: Plan, item: str, step: str, number: int) -> Act:
    if step == "receipt":
        return DecideReceipt(item, "accept")
    definition = plan.step(item.split(".", maxsplit=1)[0], step)
    if definition.kind == "approval":
        return DecideStep(item, step, "grant" if definition.decides else "pass")
    return RecordOutcome(item, step, number, "done")


if __name__ == "__main__":
    _record_all()
