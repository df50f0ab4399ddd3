import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from access.personas import PERSONAS, PersonaUnknown, get_persona
from departments.simulated.families import MANY, family, find_family, find_person
from departments.simulated.people import FAMILIES, named_people

numbers = st.integers(min_value=0, max_value=MANY - 1)


def test_every_named_person_has_a_valid_number_and_phone():
    for id_number, person in named_people().items():
        assert ric.is_valid(id_number)
        assert phonenumbers.is_valid_number(phonenumbers.parse(person.phone, "CN"))
        assert (int(id_number[16]) % 2 == 0) == (person.sex == "female")


def test_mothers_are_women_and_fathers_are_men():
    for one in FAMILIES:
        assert one.mother.sex == "female"
        assert one.father is None or one.father.sex == "male"


@given(numbers)
def test_a_numbered_family_is_found_by_the_numbers_of_its_parents(number):
    one = family(number)
    assert one.father is not None
    assert ric.is_valid(one.mother.id_number)
    assert phonenumbers.is_valid_number(phonenumbers.parse(one.mother.phone, "CN"))
    assert find_person(one.mother.id_number) == one.mother
    assert find_person(one.father.id_number) == one.father
    assert find_family(one.father.id_number) == one


@given(numbers, numbers)
def test_two_numbered_families_share_nobody(first, second):
    if first != second:
        assert family(first).mother.id_number != family(second).mother.id_number
        assert family(first).mother.phone != family(second).mother.phone


@given(st.text(max_size=20))
def test_any_other_text_is_nobody(text):
    assert find_person(text) is None


def test_personas_have_different_ids_and_the_roles_that_the_stack_promises():
    ids = [one.id for one in PERSONAS]
    assert len(ids) == len(set(ids))
    roles = [one.role for one in PERSONAS]
    assert roles.count("applicant") >= 2
    assert {"officer", "window", "supervisor", "administrator"} <= set(roles)


def test_every_department_of_the_matter_has_an_officer():
    kinds = {one.department.split("@")[0] for one in PERSONAS if one.role == "officer" and one.department}
    assert kinds >= {"health", "police", "medical-insurance", "tax", "human-resources", "library"}


def test_an_applicant_is_known_to_the_departments():
    for one in PERSONAS:
        if one.role == "applicant" and one.uscc is None:
            assert one.id_number is not None
            assert find_person(one.id_number) is not None


def test_a_member_of_a_numbered_family_is_a_persona():
    assert get_persona("family-17-mother").id_number == family(17).mother.id_number


@pytest.mark.parametrize("id", ["nobody", "family-100000-mother", "family-017-mother", "family-1-child"])
def test_nobody_else_is_a_persona(id):
    with pytest.raises(PersonaUnknown):
        get_persona(id)
