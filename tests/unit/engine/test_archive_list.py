"""What belongs into an archive is said by the plan and the log, not by what happens to be there."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from database.queries.effect_rows import EffectRow
from engine.archive_list import LoggedEvent, Wanted, lacking_materials, wanted_papers
from forms.form_plan import ConsentPlan, MaterialPlan, Need, SubjectPlan
from matter_definitions.plan import PaperPlan, Plan
from matter_definitions.state import CaseState, ItemState, StepState
from tests.unit.matter_definitions.plans import WORDS, item, plan, step

CASE_NO = "330110-1"
NOW = datetime(2026, 3, 2, tzinfo=UTC)
PLAN = plan(
    item("card", step("review", "approval"), step("print", "issue_result")),
    papers=(PaperPlan("SUBMITTED_BY_APPLICANT", "receipt", WORDS), PaperPlan("ITEM_DENIED", "denial", WORDS)),
)


def effect(step_code: str, *, kind: str = "paper", item_key: str | None = None, **more: Any) -> EffectRow:
    plain: dict[str, Any] = dict.fromkeys(EffectRow.__slots__)
    round_number = more.pop("round", 1)
    key = f"{CASE_NO}/{item_key or 'case'}/{step_code}/{round_number}"
    values: dict[str, Any] = {**plain, "key": key, "kind": kind, "state": "answered", **more}
    return EffectRow(**values)


def state(**standings: str) -> CaseState:
    steps = {code: StepState(code, standing=standing) for code, standing in standings.items()}  # type: ignore[arg-type]
    return CaseState(2, NOW, {"card": ItemState("card", "card", 1, "330110000000", "library@x", steps=steps)})


def wanted(
    *effects: EffectRow, events: tuple[LoggedEvent, ...] = (), now: CaseState | None = None
) -> list[Wanted]:
    return wanted_papers(PLAN, now or state(), case_no=CASE_NO, events=events, effects=effects)


def test_a_paper_of_an_event_is_wanted_by_the_effect_that_makes_it() -> None:
    made = effect("SUBMITTED_BY_APPLICANT:receipt")
    found = wanted(made, events=(LoggedEvent("SUBMITTED_BY_APPLICANT", None, None),))
    assert found == [Wanted("paper", "case/SUBMITTED_BY_APPLICANT:receipt/1", made.key)]


def test_a_paper_that_nothing_ever_planned_is_wanted_all_the_same() -> None:
    found = wanted(events=(LoggedEvent("ITEM_DENIED", "card", "review"),))
    assert found == [Wanted("paper", "card/ITEM_DENIED:review:denial")]


def test_every_round_of_a_paper_is_wanted() -> None:
    step_code = "SUBMITTED_BY_APPLICANT:receipt"
    found = wanted(effect(step_code), effect(step_code, round=2))
    assert [each.name[-1] for each in found] == ["1", "2"]


def test_a_result_is_wanted_when_its_step_is_done_and_only_then() -> None:
    assert wanted(now=state(print="done", review="done")) == [Wanted("result", "card/print")]
    assert wanted(now=state(print="ended", review="done")) == []


def test_what_was_no_longer_wanted_is_not_missed() -> None:
    assert wanted(effect("print", kind="issue_result", item_key="card", state="unwanted")) == []


# --- materials -----------------------------------------------------------------------------------------


def lacking(*materials: MaterialPlan, given: tuple[str, ...] = (), **form: Any) -> list[str]:
    asked: Plan = replace(PLAN, form=replace(PLAN.form, materials=materials, **form))
    return [each.name for each in lacking_materials(asked, state(), given=given)]


def material(key: str, *needs: Need, **more: Any) -> MaterialPlan:
    return MaterialPlan(key, "person", WORDS, needs or (Need("card"),), **more)


def test_a_material_that_is_always_asked_for_is_missed() -> None:
    assert lacking(material("photo"), material("lease"), given=("lease",)) == ["photo"]


def test_any_instance_of_a_material_counts_as_given() -> None:
    assert lacking(material("child.photo"), given=("child.2.photo",)) == []


def test_a_material_that_is_asked_for_on_a_condition_or_by_an_item_that_is_off_is_not_missed() -> None:
    assert lacking(material("photo", Need("card", when="answers.x"))) == []
    assert lacking(material("photo", Need("card", required=False))) == []
    assert lacking(material("photo", Need("another-item"))) == []
    assert lacking(material("photo", produced_by="card")) == []


def test_a_material_of_a_subject_of_which_there_may_be_none_is_not_missed() -> None:
    assert lacking(material("photo"), subjects=(SubjectPlan("person", WORDS, repeats="answers.n"),)) == []


def test_a_material_in_place_of_which_somebody_may_agree_is_not_missed() -> None:
    consent = ConsentPlan("father", "person", WORDS, WORDS, (), 10, WORDS, alternative_materials=("photo",))
    assert lacking(material("photo"), consents=(consent,)) == []
