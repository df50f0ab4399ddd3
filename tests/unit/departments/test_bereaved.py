from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from access.personas import get_persona
from departments.simulated.bereaved import bereavement, find_bereavement
from departments.simulated.families import MANY, elders, family, find_person
from departments.simulated.people import JIANG_XIULAN, XU_SHOUREN, XU_SHUHAN

numbers = st.integers(min_value=0, max_value=MANY - 1)


@given(numbers)
def test_a_death_is_found_by_the_numbers_of_the_heirs_and_of_nobody_else(number: int) -> None:
    found = bereavement(number)

    assert find_bereavement(found.child.id_number) == found
    assert find_bereavement(found.widow.id_number) == found
    assert find_bereavement(family(number).mother.id_number) is None


@given(numbers)
def test_the_elders_of_a_family_have_numbers_of_their_own_and_are_known(number: int) -> None:
    late, widow = elders(number)

    assert (late.sex, widow.sex) == ("male", "female")
    assert ric.is_valid(late.id_number)
    assert [find_person(each.id_number) for each in (late, widow)] == [late, widow]
    assert get_persona(f"family-{number}-widow").id_number == widow.id_number


def test_one_bereaved_family_has_names() -> None:
    found = find_bereavement(JIANG_XIULAN.id_number)

    assert found is not None
    assert (found.late, found.child) == (XU_SHOUREN, XU_SHUHAN)
