"""People who move are as steady as the other synthetic families."""

import phonenumbers
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from access.personas import get_persona
from departments.simulated.families import find_person
from departments.simulated.movers import MANY_MOVERS, PENSIONER, find_moving_family, members, moving_family

numbers = st.integers(min_value=0, max_value=MANY_MOVERS - 1)


@given(numbers)
def test_a_moving_family_is_found_by_the_number_of_each_of_them(number):
    family = moving_family(number)
    assert {find_moving_family(each.id_number) for each in members(family)} == {family}
    assert [find_person(each.id_number) for each in members(family)] == list(members(family))


@given(numbers)
def test_numbers_and_phones_are_valid_and_nobody_has_anothers(number):
    family = moving_family(number)
    for each in members(family):
        assert ric.is_valid(each.id_number)
        assert phonenumbers.is_valid_number(phonenumbers.parse(each.phone, "CN"))
    assert len({each.id_number for each in members(family)}) == 3


@given(numbers)
def test_husband_and_wife_sign_in_as_who_they_are(number):
    family = moving_family(number)
    assert get_persona(f"moving-{number}-husband").id_number == family.husband.id_number
    assert get_persona(f"moving-{number}-wife").id_number == family.wife.id_number


def test_the_pensioner_is_nobody_else():
    assert ric.is_valid(PENSIONER.id_number)
    assert find_person(PENSIONER.id_number) == PENSIONER
