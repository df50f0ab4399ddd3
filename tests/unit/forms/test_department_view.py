"""What each department sees of the newborn's form, and what makes a registration unique."""

import pytest

from forms.department_view import view_for
from forms.form_plan import FormPlan
from forms.uniqueness import digest_input, unique_values
from tests.unit.forms.newborn import newborn_plan


@pytest.fixture(scope="module")
def form() -> FormPlan:
    return newborn_plan().form


def test_the_tax_office_sees_only_what_the_premium_needs(form: FormPlan) -> None:
    view = view_for(form, ["insurance-premium"])
    assert view.fields == {
        "child.id_number",
        "child.insurance_no",
        "child.premium_amount",
        "insurance.insurance_region",
    }
    assert view.materials == frozenset()


def test_the_hospital_does_not_see_the_bank_account_nor_the_household(form: FormPlan) -> None:
    view = view_for(form, ["birth-certificate", "vaccination-record"])
    assert not [key for key in view.fields if key.startswith(("account.", "household."))]
    assert view.shows("child.2.name")
    assert view.shows_material("child.2.birth_record_paper")
    assert not view.shows_material("household_pages")


def test_a_department_sees_what_an_earlier_department_filled_in_when_it_needs_it(form: FormPlan) -> None:
    assert view_for(form, ["social-card"]).shows("child.1.id_number")
    assert not view_for(form, ["vaccination-record"]).shows("child.1.id_number")


def test_two_items_of_one_department_are_seen_together(form: FormPlan) -> None:
    both = view_for(form, ["insurance-registration", "maternity-benefit"])
    one, other = (view_for(form, [code]) for code in ("insurance-registration", "maternity-benefit"))
    assert both.fields == one.fields | other.fields


def test_a_birth_is_unique_by_its_record(form: FormPlan) -> None:
    values = {"child.1.birth_record_no": "FM1", "child.2.birth_record_no": "FM2"}
    second = unique_values(form, "birth-registration", values=values, instance=("child", 2))
    assert second == ("FM2",)
    assert unique_values(form, "birth-registration", values={}, instance=("child", 1)) is None
    assert unique_values(form, "fertility-registration", values=values) is None


def test_the_digest_input_tells_items_and_values_apart() -> None:
    inputs = {digest_input("a", ("b", "c")), digest_input("a", ("bc",)), digest_input("ab", ("c",))}
    assert len(inputs) == 3
    assert digest_input("a", ("b",)) == digest_input("a", ("b",))
