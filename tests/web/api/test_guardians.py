"""A guardian acts for a child, as the window has recorded it from a paper."""

from datetime import date
from typing import Any

import pytest

from departments.simulated.people import HE_ZHIQIANG, XU_SHUHAN
from forms.values.resident_id import make_resident_id
from tests.web.api.agents import (
    EVERYTHING,
    MATTER,
    status_of,
)
from tests.web.api.conftest import Town, picture
from tests.web.api.shop import KEEPER, PERMIT, open_shop, publish_shop

CHILD = {
    "principal_name": "徐小满",
    "principal_number": make_resident_id(region="330110", birth=date(2015, 5, 5), sequence=21),
}


async def recorded(town: Town, *, status: int = 201, **more: Any) -> dict[str, Any]:
    """A guardian of a child, by the clerk at the window of Yuhang."""
    await publish_shop(town)
    window = await town.person("window")
    form = {
        "kind": "guardian",
        **CHILD,
        "agent_name": XU_SHUHAN.name,
        "agent_number": XU_SHUHAN.id_number,
        "actions": EVERYTHING,
        "all_matters": "true",
        "until": "2033-05-04",
        "evidence_kind": "birth_certificate",
        "identity_checked": "true",
    }
    await town.person(KEEPER)
    files = {"file": ("paper.jpg", picture(), "image/jpeg")}
    answer = await window.call("POST", "/authorisations/recorded", data={**form, **more}, files=files)
    assert answer.status_code == status, answer.text
    return answer.json()


async def test_a_guardian_recorded_at_the_window_acts_for_the_child_at_once(town: Town) -> None:
    authorisation = await recorded(town)
    guardian = await town.person(KEEPER)
    assert authorisation["state"] == "in_force"

    shop = await open_shop(town, agent=guardian, on_behalf_of=authorisation["principal"])

    task = await shop.task()
    assert task["agent"]["kind"] == "guardian"
    paper = next(each for each in task["materials"] if each["key"] == "agency.authorisation")
    assert paper["title"] in ("代办服务委托书", "Authorisation of an agent")
    officer = await shop.officer()
    opened = await officer.call("GET", f"/tasks/{task['id']}/materials/agency.authorisation")
    assert opened.status_code == 200
    assert await status_of(officer, "GET", f"/authorisations/{authorisation['id']}/evidence") == 200
    assert (await shop.item(PERMIT, of=guardian))["key"] == PERMIT


async def test_the_window_ends_what_it_recorded_and_no_other_window_does(town: Town) -> None:
    authorisation = await recorded(town)
    path = f"/authorisations/{authorisation['id']}"
    window, guardian = await town.person("window"), await town.person(KEEPER)
    town.sql("UPDATE authorisation SET recorded_by = (SELECT id FROM officer WHERE subject = 'supervisor')")
    assert await status_of(window, "POST", f"{path}/end") == 404
    town.sql("UPDATE authorisation SET recorded_by = (SELECT id FROM officer WHERE subject = 'window')")

    assert (await window.post(f"{path}/end"))["state"] == "ended"

    body = {"matter": MATTER, "on_behalf_of": authorisation["principal"]}
    assert await status_of(guardian, "POST", "/applications", json=body) == 403


@pytest.mark.parametrize(
    ("more", "status", "said"),
    [
        ({"identity_checked": "false"}, 409, "identity-not-checked"),
        ({"until": "2033-05-05"}, 422, "/until"),
        ({"evidence_kind": "signed_paper"}, 422, "/evidence_kind"),
        ({"principal_number": HE_ZHIQIANG.id_number}, 422, "/principal_number"),
    ],
)
async def test_a_guardian_takes_checked_documents_and_a_child(
    town: Town, more: dict[str, str], status: int, said: str
) -> None:
    refused = await recorded(town, status=status, **more)
    assert said in str(refused)
    assert town.sql("SELECT count(*) FROM authorisation") == [(0,)]


async def test_nobody_but_the_window_records_a_paper(town: Town) -> None:
    for persona in ("officer-health", KEEPER, "supervisor"):
        person = await town.person(persona)
        answer = await person.call("POST", "/authorisations/recorded", data={}, files={})
        assert answer.status_code == 403, persona
