"""Whatever is switched on, the form, the papers and the fees are the fewest that serve every item."""

from datetime import date

from hypothesis import given, settings

from forms.asking import fields_of, is_asked, materials_of
from forms.reading import Known, Prefilled, Reading
from forms.switching import items_of
from matter_definitions.fees import fees_of
from matter_definitions.plan import Plan
from matter_definitions.saving import fullest_answers, saving_of
from tests.unit.forms.fewest import fees, fewest_fields, fewest_materials, found, running
from tests.unit.forms.random_catalogues import Answers, Catalogue, catalogues

TODAY = date(2026, 3, 2)
NUMBER = "person.number"
MANY = settings(max_examples=50, deadline=None)


@MANY
@given(catalogues())
def test_no_smaller_form_serves_every_item_and_none_of_them_lacks_anything(catalogue: Catalogue) -> None:
    plan = catalogue.plan()
    for answers in catalogue.every_answer():
        reading = Reading(plan.form, Known(answers=answers, today=TODAY))
        views = fields_of(reading, items_of(reading))
        on = running(catalogue, answers)
        fewest = fewest_fields(on, answers)
        always = {NUMBER} if on else set[str]()
        assert sorted(view.key for view in views) == sorted(fewest.asked | always)
        assert {view.key for view in views if view.required} == fewest.required | always


@MANY
@given(catalogues())
def test_no_smaller_set_of_papers_serves_every_item(catalogue: Catalogue) -> None:
    plan = catalogue.plan()
    for answers in catalogue.every_answer():
        reading = Reading(plan.form, Known(answers=answers, today=TODAY))
        views = materials_of(reading, items_of(reading), present=frozenset())
        fewest = fewest_materials(running(catalogue, answers), answers)
        assert sorted(view.key for view in views) == sorted(fewest.asked)
        assert {view.key for view in views if view.required} == fewest.required


@MANY
@given(catalogues())
def test_what_a_register_has_nobody_types_and_nobody_brings(catalogue: Catalogue) -> None:
    plan = catalogue.plan()
    for answers in catalogue.every_answer():
        reading = _with_what_is_found(catalogue, plan, answers)
        on, register = running(catalogue, answers), found(catalogue, answers)
        gives, replaces = (register.gives, register.replaces) if register else ((), ())
        items = items_of(reading)
        typed = {view.key for view in fields_of(reading, items) if is_asked(view)}
        brought = {
            view.key for view in materials_of(reading, items, present=frozenset()) if not view.replaced
        }
        assert typed - {NUMBER} == fewest_fields(on, answers, known=gives).asked
        assert brought == fewest_materials(on, answers, known=replaces).asked


@MANY
@given(catalogues())
def test_only_what_can_come_is_among_the_fees_and_each_once(catalogue: Catalogue) -> None:
    plan = catalogue.plan()
    for answers in catalogue.every_answer():
        on = running(catalogue, answers)
        told = fees_of(plan, [each.item.code for each in on], answers=answers, today=TODAY)
        assert sorted(fee.description.en for fee in told) == sorted(fees(on, answers))


@MANY
@given(catalogues())
def test_the_dictionary_alone_says_how_a_field_looks(catalogue: Catalogue) -> None:
    """No item can ask for a field in a form of its own; so there is no looser format to win."""
    for field in catalogue.plan().form.fields:
        if field.element in catalogue.longest:
            assert field.max_length == catalogue.longest[field.element]
            assert field.value_type == "text"


@MANY
@given(catalogues())
def test_together_is_never_more_than_one_by_one(catalogue: Catalogue) -> None:
    plan = catalogue.plan()
    for answers in [*catalogue.every_answer(), fullest_answers(plan.form, today=TODAY)]:
        saving = saving_of(plan, answers=answers, today=TODAY)
        on = running(catalogue, answers)  # pyright: ignore[reportArgumentType]
        assert saving.items == len(on)
        for counted, fewest in ((saving.fields, fewest_fields), (saving.materials, fewest_materials)):
            number = int(bool(on)) if fewest is fewest_fields else 0
            assert counted.together == len(fewest(on, answers).asked) + number
            alone = [len(fewest([each], answers).asked) + number for each in on]
            assert counted.one_by_one == sum(alone)
            assert counted.found <= counted.together <= counted.one_by_one


def _with_what_is_found(catalogue: Catalogue, plan: Plan, answers: Answers) -> Reading:
    """The register's answer is there whether it fits these answers or not: from before they were changed."""
    register = catalogue.register
    prefilled = {
        key: Prefilled("x", "register") for key in register.gives if register.finds and key != NUMBER
    }
    known = Known(answers=answers, today=TODAY, prefilled=prefilled, found={"register": register.finds})
    return Reading(plan.form, known)
