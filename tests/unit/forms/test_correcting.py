"""A correction keeps every rule that the draft had to keep."""

import pytest

from forms.correcting import Corrected, correct
from forms.form_plan import FormPlan
from tests.unit.forms.newborn import ANSWERS, FATHER_ID, MOTHER_ID, TODAY, newborn_plan

VALUES: dict[str, object] = {
    "mother.name": "林静",
    "mother.id_number": MOTHER_ID,
    "father.id_number": FATHER_ID,
    "account.account_name": "林静",
    "child.1.hospital_region": "330106000000",
}


@pytest.fixture(scope="module")
def form() -> FormPlan:
    return newborn_plan().form


def mend(form: FormPlan, *, locked: tuple[str, ...] = (), **given: object) -> Corrected:
    return correct(
        form,
        {key.replace("__", "."): value for key, value in given.items()},
        answers=ANSWERS,
        values=VALUES,
        locked=locked,
        items={each.item for each in form.switches},
        today=TODAY,
    )


def codes(corrected: Corrected) -> set[tuple[str, str]]:
    return {(each.pointer, each.code) for each in corrected.problems}


def test_what_the_login_or_a_department_said_is_not_typed_over(form: FormPlan) -> None:
    found = mend(form, locked=("mother.name",), mother__name="别人")
    assert codes(found) == {("/fields/mother.name", "not_typed")}


def test_what_is_computed_follows_and_is_never_typed(form: FormPlan) -> None:
    typed = mend(form, father__birth_date="1990-01-01")
    assert codes(typed) == {("/fields/father.birth_date", "not_typed")}
    assert "father.birth_date" in mend(form, father__id_number=FATHER_ID).values


def test_a_wrong_value_and_a_broken_rule_are_named(form: FormPlan) -> None:
    assert {pointer for pointer, _ in codes(mend(form, father__id_number="1"))} == {
        "/fields/father.id_number"
    }
    same = mend(form, father__id_number=MOTHER_ID)
    assert ("/fields/father.id_number", "rule.two_persons") in codes(same)


def test_a_rule_of_another_field_that_the_correction_breaks_is_named_there(form: FormPlan) -> None:
    found = mend(form, mother__name="林婧")
    assert ("/fields/account.account_name", "rule.own_account") in codes(found)


def test_an_unknown_field_is_refused(form: FormPlan) -> None:
    assert codes(mend(form, nobody__name="x")) == {("/fields/nobody.name", "not_typed")}


def test_a_value_that_would_move_an_item_to_another_place_is_refused(form: FormPlan) -> None:
    found = mend(form, child__1__hospital_region="330110000000")
    assert ("/fields/child.1.hospital_region", "handled_elsewhere") in codes(found)
