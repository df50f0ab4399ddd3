"""The form of an office: what it enters for all its items of a case, each thing once."""

from typing import Any

from tests.web.api.boats import REGISTRAR, launch
from tests.web.api.conftest import Town


async def test_it_is_one_form_for_all_items_of_the_office_and_knows_what_was_entered(town: Town) -> None:
    """The police are responsible for the registration and, here, for the licence too."""
    town.sql(
        "INSERT INTO responsibility (item, region, department) SELECT 'boat-licence', region, department"
        " FROM responsibility WHERE item = 'birth-registration' RETURNING 1"
    )
    boat = await launch(town)
    await boat.is_surveyed()

    before = await boat.task(REGISTRAR, item="boat-registration")
    assert by_key(before) == {
        "boat.registration_no": (None, ["船舶登记"]),
        "boat.licence_no": (None, ["水域准入"]),
        "boat.licence_until": (None, ["水域准入"]),
    }
    assert "boat.survey_no" not in by_key(before), "that is another office's"

    await boat.is_registered()
    task = await boat.task(REGISTRAR, item="boat-licence")
    assert by_key(task)["boat.registration_no"] == ("R-1", ["船舶登记"])
    await boat.decide(REGISTRAR, item="boat-licence", outcome="accept")
    task = await boat.task(REGISTRAR, item="boat-licence")
    asked = {each["key"] for each in task["office_form"] if each["asked_here"]}
    assert (
        asked == {each["key"] for each in task["officer_fields"]} == {"boat.licence_no", "boat.licence_until"}
    )


def by_key(task: dict[str, Any]) -> dict[str, tuple[object, list[str]]]:
    return {each["key"]: (each["value"], each["items"]) for each in task["office_form"]}
