"""The guide of a matter names its items by the codes of the national catalogue."""

from forms.values.item_code import check_implementation_code
from tests.unit.forms.values.checks import normal
from tests.web.api.conftest import Town


async def test_the_guide_gives_the_code_under_which_the_department_of_a_place_does_an_item(
    town: Town,
) -> None:
    everywhere = (await town.stranger.get("/matters/newborn"))["items"]
    there = (await town.stranger.get("/matters/newborn", region="330110000000"))["items"]

    assert all(each["basic_code"] and each["implementation_code"] is None for each in everywhere)
    for item in there:
        code = normal(check_implementation_code(item["implementation_code"]))
        assert code[18] in "34"  # of the city, or of the county
        assert code[19:] == item["basic_code"]
    [registration] = [each for each in there if each["code"] == "birth-registration"]
    [(uscc,)] = town.sql("SELECT uscc FROM department WHERE code = 'police@330110000000'")
    assert registration["implementation_code"].startswith(f"{uscc}4")
