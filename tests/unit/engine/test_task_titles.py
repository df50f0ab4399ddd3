"""What stands on a desk tells its reader which of several it is about."""

from dataclasses import replace

from engine.projections import title_of_task
from forms.form_plan import Text
from matter_definitions.state import RECEIPT, ItemState
from tests.unit.matter_definitions.plans import item, plan, step

PLAN = plan(replace(item("permit", step("review", "approval")), title=Text("准予迁入", "Permit")))
REGION, DEPARTMENT = "330110000000", "police@330110000000"


def movers(*numbers: int) -> dict[str, ItemState]:
    made = [ItemState(f"permit.{n}", "permit", n, REGION, DEPARTMENT, instance=n) for n in numbers]
    return {each.key: each for each in made}


def test_tasks_of_several_people_are_told_apart() -> None:
    titles = [title_of_task(PLAN, movers(1, 2), key, RECEIPT) for key in ("permit.1", "permit.2")]
    assert [each.zh for each in titles] == ["准予迁入（1）：受理审查", "准予迁入（2）：受理审查"]
    assert [each.en for each in titles] == ["Permit 1: Review of the form", "Permit 2: Review of the form"]


def test_the_only_one_of_its_kind_has_no_number() -> None:
    assert title_of_task(PLAN, movers(1), "permit.1", RECEIPT).zh == "准予迁入：受理审查"


def test_a_task_about_several_items_names_each() -> None:
    items = movers(1, 2)
    title = title_of_task(PLAN, items, "permit.1", RECEIPT, about=list(items))
    assert title.zh == "准予迁入（1）、准予迁入（2）：受理审查"
