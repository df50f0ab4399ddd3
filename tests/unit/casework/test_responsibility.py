"""Which department does an item somewhere: the smallest region that contains the place wins."""

from casework.organisation import Responsibility

CITY, DISTRICT, OTHER_CITY = "330100000000", "330110000000", "330200000000"


def test_the_smallest_region_that_contains_the_place_wins() -> None:
    found = Responsibility([("card", CITY, "city"), ("card", DISTRICT, "district")])

    assert found.find_department("card", "330110003000") == "district"
    assert found.find_department("card", "330106000000") == "city"


def test_where_nobody_is_responsible_there_is_no_department() -> None:
    found = Responsibility([("card", CITY, "city")])

    assert found.find_department("card", OTHER_CITY) is None
    assert found.find_department("other", CITY) is None


def test_a_city_is_not_confused_with_one_whose_code_begins_alike() -> None:
    found = Responsibility([("card", "331000000000", "taizhou")])

    assert found.find_department("card", "331100000000") is None
