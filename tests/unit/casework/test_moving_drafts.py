"""A draft that moves to other versions of its matter loses nothing that was typed."""

from copy import deepcopy
from dataclasses import replace
from datetime import date
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from casework.draft_in_force import MOST_EARLIER_PLANS, move_content
from casework.draft_row import DraftContent, PrefilledValue
from forms.belonging import answers_of, values_of
from forms.draft import Draft, look_at_draft
from matter_definitions.plan import Plan, to_json
from tests.unit.matter_definitions.comparing.changed_plans import newborn
from tests.web.api.conftest import ANSWERS, FORM

Parts = tuple[set[str], set[str], set[str]]


PLAN = to_json(newborn())


# What another part of the plan speaks of stays: without it that could not be read.
FIELDS = tuple(each.key for each in newborn().form.fields if PLAN.count(each.key) == 1)
QUESTIONS = tuple(each.code for each in newborn().form.questions if f"answers.{each.code}" not in PLAN)
LOOKUPS = tuple(each.code for each in newborn().form.lookups)


def without(fields: set[str], questions: set[str], lookups: set[str]) -> Plan:
    form = newborn().form
    return replace(
        newborn(),
        form=replace(
            form,
            fields=tuple(each for each in form.fields if each.key not in fields),
            questions=tuple(each for each in form.questions if each.code not in questions),
            lookups=tuple(
                replace(each, connector="other") if each.code in lookups else each for each in form.lookups
            ),
        ),
    )


PARTS = st.tuples(
    st.sets(st.sampled_from(FIELDS), max_size=5),
    st.sets(st.sampled_from(QUESTIONS), max_size=2),
    st.sets(st.sampled_from(LOOKUPS), max_size=2),
)


def content() -> DraftContent:
    return DraftContent(answers=dict(ANSWERS), form=dict(FORM), delivery={"mode": "mail"})


def look(plan: Plan, typed: DraftContent) -> Draft:
    return look_at_draft(
        plan.form,
        answers=answers_of(plan.form, typed.answers),
        today=date(2026, 3, 5),
        values=values_of(plan.form, typed.form),
        delivery=typed.mode,
    )


@given(gone=st.lists(PARTS, min_size=1, max_size=4))
@settings(max_examples=40, deadline=None)
def test_through_any_versions_and_back_it_is_as_it_was(gone: list[Parts]) -> None:
    draft = content()
    versions = [(f"v{number}", without(*each)) for number, each in enumerate(gone)]
    way = [("first", newborn()), *versions, ("first", newborn())]

    for (before, old), (after, new) in pairwise(way):
        move_content(draft, old, new, names=(before, after))

    assert (draft.answers, draft.form, draft.delivery) == (dict(ANSWERS), dict(FORM), {"mode": "mail"})
    assert draft.told_plan == "", "she saw this version before"
    assert look(newborn(), draft) == look(newborn(), content())


@given(gone=PARTS)
@settings(max_examples=40, deadline=None)
def test_what_a_version_has_no_place_for_is_no_problem_of_it(gone: Parts) -> None:
    draft = look(without(*gone), content())

    assert not [each for each in draft.problems if each.code.startswith("unknown")]


def test_what_a_department_said_to_another_question_is_asked_anew() -> None:
    first, *_ = newborn().form.lookups
    draft = content()
    draft.prefilled = {"household.household_no": PrefilledValue("1", first.code, "2026-03-05T10:00:00+08:00")}
    draft.found, draft.asked = {first.code: True}, {first.code: "print"}
    same = deepcopy(draft)

    move_content(draft, newborn(), without(set(), set(), {first.code}), names=("a", "b"))
    move_content(same, newborn(), without(set(), {QUESTIONS[0]}, set()), names=("a", "b"))

    assert (draft.prefilled, draft.found, draft.asked) == ({}, {}, {})
    assert (same.found, same.asked) == ({first.code: True}, {first.code: "print"})


def test_of_many_versions_the_latest_are_remembered_each_once() -> None:
    draft = content()
    names = [str(number) for number in range(40)] + ["39", "38"]

    for before, after in pairwise(names):
        move_content(draft, newborn(), newborn(), names=(before, after))

    assert len(set(draft.earlier_plans)) == len(draft.earlier_plans) <= MOST_EARLIER_PLANS
    assert draft.earlier_plans[-1] == "39"
    assert "38" not in draft.earlier_plans
    assert draft.told_plan == "0"
