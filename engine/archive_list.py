"""What belongs into the archive of a case, by its plan, its state and its log.

The application form; each material that the plan always asks for and each version of every one that was
handed in; each paper that the plan hangs on an event that happened; each result whose step is done.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from database.queries.effect_rows import EffectRow
from engine.effects import key_of
from forms.facts import base_key_of
from forms.form_plan import MaterialPlan
from matter_definitions.merged import merged_code
from matter_definitions.plan import Plan
from matter_definitions.state import CaseState

PAPER, RESULT = "paper", "issue_result"


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """As far as papers hang on it."""

    kind: str
    item: str | None
    step: str | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """`effect`: the key of the effect that makes the paper; None: nothing ever planned it."""

    what: Literal["material", "paper", "result"]
    name: str
    effect: str | None = None


def wanted_papers(
    plan: Plan, state: CaseState, *, case_no: str, events: Iterable[LoggedEvent], effects: Sequence[EffectRow]
) -> list[Wanted]:
    """Papers and results, each once. `effects`: all of the case."""
    planned = [
        each
        for each in effects
        if each.kind in (PAPER, RESULT) and each.state != "unwanted" and not _is_outdated(state, each)
    ]
    found = [_made_by(each, case_no=case_no) for each in planned]
    keys = {each.key for each in planned}
    for what, key in (
        *_papers_of_events(plan, case_no=case_no, events=events),
        *_results_of_steps(plan, state, case_no=case_no),
    ):
        if not any(each.startswith(key) for each in keys):
            found.append(Wanted(what, key.removeprefix(f"{case_no}/").rstrip("/")))
    return found


def _is_outdated(state: CaseState, effect: EffectRow) -> bool:
    """One paper of several results that may never have been issued, because a part changed meanwhile."""
    code = merged_code(effect.step or "")
    return code is not None and state.merged[code].round != effect.round


def lacking_materials(plan: Plan, state: CaseState, *, given: Iterable[str]) -> list[Wanted]:
    """Materials that the plan asks for whatever the answers are, and that nothing was handed in for.

    What is asked on a condition was checked when the application was submitted; the values that decided
    may have changed since. `given`: form keys, with their instances.
    """
    codes = {each.code for each in state.items.values()}
    there = {base_key_of(key)[0] for key in given}
    return [
        Wanted("material", each.key)
        for each in plan.form.materials
        if each.key not in there and _is_always_asked(plan, each, codes)
    ]


def _is_always_asked(plan: Plan, material: MaterialPlan, codes: set[str]) -> bool:
    offered = {key for consent in plan.form.consents for key in consent.alternative_materials}
    repeated = {each.code for each in plan.form.subjects if each.repeats}  # there may be none of them
    if material.key in offered or material.produced_by in codes or material.subject in repeated:
        return False
    return any(need.required and need.when is None and need.item in codes for need in material.needs)


def _made_by(effect: EffectRow, *, case_no: str) -> Wanted:
    what = "paper" if effect.kind == PAPER else "result"
    return Wanted(what, effect.key.removeprefix(f"{case_no}/"), effect.key)


def _papers_of_events(
    plan: Plan, *, case_no: str, events: Iterable[LoggedEvent]
) -> list[tuple[Literal["paper", "result"], str]]:
    """The beginnings of their effects' keys (`motion.Motion.say`), up to the round."""
    found: dict[tuple[Literal["paper", "result"], str], None] = {}
    for event in events:
        subject = ":".join(part for part in (event.kind, event.step) if part)
        for paper in plan.papers:
            code = event.item.partition(".")[0] if event.item else None
            if paper.is_written_on(event.kind, item=code, step=event.step):
                found["paper", _stem(case_no, event.item, f"{subject}:{paper.template}")] = None
    return list(found)


def _results_of_steps(
    plan: Plan, state: CaseState, *, case_no: str
) -> list[tuple[Literal["paper", "result"], str]]:
    return [
        ("result", _stem(case_no, item.key, step.code))
        for item in state.items.values()
        for step in item.steps.values()
        if step.standing == "done" and _issues(plan, item.code, step.code)
    ]


def _issues(plan: Plan, item: str, step: str) -> bool:
    return any(each.code == step and each.kind == RESULT for each in plan.item(item).steps)


def _stem(case_no: str, item: str | None, step: str) -> str:
    return key_of(case_no, item=item, step=step, round=0)[:-1]
