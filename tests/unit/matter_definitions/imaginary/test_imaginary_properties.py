"""Promises of an imaginary case whatever its people decide."""

from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from clocks.published import load_published
from forms.form_plan import QuestionPlan
from matter_definitions.imaginary.drawing import as_data, as_lines
from matter_definitions.imaginary.examples import START
from matter_definitions.imaginary.people import Decisions
from matter_definitions.imaginary.simulate import Imagined, Unimaginable, simulate
from matter_definitions.imaginary.turns import NOTICE
from matter_definitions.imaginary.words import EVENTS
from matter_definitions.imaginary.wrong_decisions import words_for
from matter_definitions.plan import ItemPlan, Plan
from matter_definitions.state import PRECHECK, RECEIPT, commitment_step
from tests.unit.matter_definitions.imaginary.stages import FOLDERS, plan_of

MATTERS = ("newborn", *FOLDERS)
Answers = dict[str, object]


def _answers_to(question: QuestionPlan) -> st.SearchStrategy[object]:
    if question.kind == "boolean":
        return st.booleans()
    if question.kind == "number":
        return st.integers(question.minimum or 0, min(question.maximum or 3, 3))
    return st.sampled_from([each.code for each in question.options if each.exit is None])


def answers(plan: Plan) -> st.SearchStrategy[Answers]:
    return st.fixed_dictionaries({each.code: _answers_to(each) for each in plan.form.questions})


def _places(item: ItemPlan) -> list[str]:
    promised = [commitment_step(each.code) for each in item.commitments]
    return [RECEIPT, PRECHECK, NOTICE, *promised, *(each.code for each in item.steps)]


@st.composite
def decisions(draw: st.DrawFn, plan: Plan) -> Decisions:
    """For some steps of some items one to three words that are possible there."""
    made: dict[str, tuple[str, ...]] = {}
    for item in plan.items:
        for step in draw(st.lists(st.sampled_from(_places(item)), unique=True, max_size=3)):
            words = st.sampled_from(words_for(item, step))
            made[f"{item.code}.{step}"] = tuple(draw(st.lists(words, min_size=1, max_size=3)))
    for consent in plan.form.consents:
        made[f"consent.{consent.code}"] = (draw(st.sampled_from(("given", "refused", "expired"))),)
    for lookup in plan.form.lookups:
        made[f"lookup.{lookup.code}"] = (draw(st.sampled_from(("found", "not_found"))),)
    return made


def imagine(plan: Plan, said: Answers, decided: Decisions) -> Imagined | None:
    """None: by these answers there is nothing to do, or a consent is missing."""
    try:
        return simulate(plan, calendar=load_published(), start=START, answers=said, decisions=decided)
    except Unimaginable:
        return None


@pytest.mark.parametrize("matter", MATTERS)
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_whatever_is_decided_it_ends_and_equal_input_gives_an_equal_timeline(
    matter: str, data: st.DataObject
) -> None:
    plan = plan_of(matter)
    said, decided = data.draw(answers(plan)), data.draw(decisions(plan))
    imagined = imagine(plan, said, decided)
    assert imagined == imagine(plan, dict(reversed(said.items())), decided)
    assume(imagined)
    assert imagined
    assert all(one.at <= other.at for one, other in pairwise(imagined.moments))
    assert {each.event for each in imagined.moments} <= set(EVENTS)
    assert "\n".join(as_lines(imagined, plan, language="zh"))
    assert "\n".join(as_lines(imagined, plan, language="en"))
    assert as_data(imagined)["end"] == imagined.end


@pytest.mark.parametrize("matter", MATTERS)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_what_never_ends_says_for_whom_it_waits(matter: str, data: st.DataObject) -> None:
    plan = plan_of(matter)
    imagined = imagine(plan, data.draw(answers(plan)), data.draw(decisions(plan)))
    assume(imagined)
    assert imagined
    assert imagined.end == "exit" or (imagined.end == "open") == (imagined.ended_at is None)
    assert imagined.end != "open" or imagined.waits_for


@pytest.mark.parametrize("matter", MATTERS)
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_where_everybody_does_his_part_everything_is_completed_and_nobody_is_waited_for(
    matter: str, data: st.DataObject
) -> None:
    plan = plan_of(matter)
    imagined = imagine(plan, data.draw(answers(plan)), {})
    assume(imagined)
    assert imagined
    assert imagined.end in ("completed", "exit")
    assert not imagined.waits_for
