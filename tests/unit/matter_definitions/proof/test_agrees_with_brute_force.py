"""What the solver says of a form is what trying every situation says."""

import z3
from hypothesis import given, settings

from forms.form_plan import FormPlan
from matter_definitions.proof.possible import Possible
from matter_definitions.proof.solver import Solver
from tests.unit.matter_definitions.proof.random_forms import FIELD, Tried, every_situation, forms

# `make bench-large` asks for thousands.
MANY = settings(max_examples=max(150, settings().max_examples), deadline=None)


@MANY
@given(forms())
def test_what_can_be_is_what_somebody_can_answer(form: FormPlan) -> None:
    tried = list(every_situation(form))
    possible = Possible(form)
    solver = Solver(possible)
    assert solver.can_be(possible.no_exit) == any(not each.exits for each in tried)
    for question in form.questions:
        assert solver.can_be(possible.asked(question)) == any(question.code in each.asked for each in tried)
    for switch in form.switches:
        expected = any(switch.item in each.on and not each.exits for each in tried)
        assert solver.can_be(possible.no_exit, possible.on(switch)) == expected
    for need in form.fields[0].needs:
        assert solver.can_be(possible.needed(need)) == any((need.item, FIELD) in t.needed for t in tried)


@MANY
@given(forms())
def test_a_story_says_just_enough(form: FormPlan) -> None:
    """Whoever is in the story's situation meets the problem; and somebody can be in it."""
    tried = list(every_situation(form))
    possible = Possible(form)
    nothing_on = z3.And(possible.no_exit, *(z3.Not(possible.on(each)) for each in form.switches))
    story = Solver(possible).example(nothing_on)
    assert (story is not None) == any(_nothing_on(each) for each in tried)
    if story is None:
        return
    told = {fact.variable: fact.value for fact in story}
    fitting = [each for each in tried if _fits(each, told)]
    assert fitting
    assert all(_nothing_on(each) for each in fitting)
    for left_out in told:
        fewer = {name: value for name, value in told.items() if name != left_out}
        assert not all(_nothing_on(each) for each in tried if _fits(each, fewer)), "a fact too many"


@given(forms())
@settings(deadline=None)
def test_the_same_form_gives_the_same_story(form: FormPlan) -> None:
    def told() -> object:
        possible = Possible(form)
        return Solver(possible).example(possible.on(form.switches[0]))

    assert told() == told()


def _nothing_on(tried: Tried) -> bool:
    return not tried.exits and not tried.on


def _fits(tried: Tried, told: dict[str, object]) -> bool:
    """`0 == False` in Python, so types are compared as well."""
    facts = tried.facts | {"today": told.get("today")}
    return all(facts[name] == value and type(facts[name]) is type(value) for name, value in told.items())
