"""What one form saves is counted low, and for answers that somebody can give."""

from dataclasses import replace
from datetime import date

import pytest

from forms.answering import read_answers
from forms.form_plan import DeliveryPlan
from forms.guide import guide
from matter_definitions.compile import compile_matter
from matter_definitions.library_index import built_in_library
from matter_definitions.plan import Plan
from matter_definitions.saving import fullest_answers, saving_of

TODAY = date(2026, 3, 2)


@pytest.fixture(scope="module")
def newborn() -> Plan:
    plan = compile_matter(built_in_library(), "newborn").plan
    assert plan is not None
    return plan


@pytest.fixture(scope="module")
def example(newborn: Plan) -> dict[str, object]:
    return fullest_answers(newborn.form, today=TODAY)


def test_the_example_switches_every_item_on_and_leaves_no_question_and_no_exit(
    newborn: Plan, example: dict[str, object]
) -> None:
    told = guide(newborn.form, answers=example, today=TODAY)
    assert told.complete
    assert {each.code for each in told.items} == {item.code for item in newborn.items}
    assert not read_answers(newborn.form, example, today=TODAY).problems


def test_the_same_matter_always_has_the_same_example(newborn: Plan, example: dict[str, object]) -> None:
    assert fullest_answers(newborn.form, today=TODAY) == example


def test_together_is_what_the_guide_asks_for(newborn: Plan, example: dict[str, object]) -> None:
    told = guide(newborn.form, answers=example, today=TODAY)
    saving = saving_of(newborn, answers=example, today=TODAY)
    assert saving.answers == example
    assert saving.items == len(told.items) == 9
    assert saving.fields.together == sum(not each.locked for each in told.fields)
    assert saving.materials.together == len(told.materials)
    assert saving.fields.one_by_one > 2 * saving.fields.together
    assert saving.materials.found > 0


def test_twins_are_two_applications_each_but_one_way_to_a_department(
    newborn: Plan, example: dict[str, object]
) -> None:
    one = saving_of(newborn, answers=example, today=TODAY)
    two = saving_of(newborn, answers={**example, "children": 2}, today=TODAY)
    assert two.items > one.items
    assert two.visits == one.visits


def test_who_can_only_fetch_the_results_comes_once(newborn: Plan, example: dict[str, object]) -> None:
    fetched = replace(newborn, form=replace(newborn.form, delivery=DeliveryPlan(("pickup",))))
    assert saving_of(newborn, answers=example, today=TODAY).visits.together == 0
    assert saving_of(fetched, answers=example, today=TODAY).visits.together == 1


def test_where_every_way_leads_out_there_is_nothing_to_save(newborn: Plan) -> None:
    [where, *others] = newborn.form.questions
    away = replace(where, options=tuple(each for each in where.options if each.exit))
    form = replace(newborn.form, questions=(away, *others))
    answers = fullest_answers(form, today=TODAY)
    assert read_answers(form, answers, today=TODAY).exits
