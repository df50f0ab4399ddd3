"""Each of several people sees exactly what he signs, and signs for himself."""

import random
from typing import Any

import pytest

from departments.simulated.people import HE_ZHIQIANG, LIN_RUOXI, WANG_DAMING, XU_SHUHAN
from tests.web.api.conftest import DEPARTMENTS, Town, picture
from tests.web.api.flat import sign_at
from tests.web.api.garden import OWNERS, Garden, open_garden, rows_of


async def test_each_sees_his_own_row_and_what_is_shown_of_all(town: Town) -> None:
    garden = await open_garden(town)

    second = await garden.shown_to("second-father", await garden.ask(2))

    assert second["owner.share"] == 20
    assert [second[f"owner.{n}.name"] for n in (1, 2, 3)] == [
        WANG_DAMING.name, HE_ZHIQIANG.name, LIN_RUOXI.name
    ]  # fmt: skip
    assert not [key for key in second if key.endswith(".share") and key != "owner.share"]
    assert not [key for key in second if "id_number" in key]


async def test_the_applicant_sees_who_has_signed_and_submitting_says_who_is_missing(town: Town) -> None:
    garden = await open_garden(town)
    await garden.agree(1, "father")
    await garden.agree(3, "second-mother")

    view = await garden.view()
    assert [(each["given"], each["asked_for"]) for each in view["signers"]] == [(2, 3)]
    assert view["signers"][0]["words"] == "3 人中已有 2 人同意"

    refused = await (await garden.gardener()).post(f"{garden.path}/submit", status=422)
    [missing] = [each for each in refused["errors"] if each["pointer"].startswith("/consents/")]
    assert missing["pointer"] == "/consents/owners.2"
    assert HE_ZHIQIANG.name in missing["message"]

    await garden.agree(2, "second-father")
    await (await garden.gardener()).post(f"{garden.path}/submit", status=201)
    [(parties,)] = town.sql("SELECT cardinality(parties) FROM matter_case")
    assert parties == 4


async def test_a_change_of_one_row_voids_the_signature_of_whom_it_shows_and_tells_him(town: Town) -> None:
    garden = await open_garden(town)
    kept, voided = await garden.agree(1, "father"), await garden.agree(2, "second-father")

    await garden.write({"owner.2.share": 45})

    assert await garden.states() == {"owners.1": "given", "owners.2": "not_asked", "owners.3": "not_asked"}
    told = town.sql("SELECT key FROM effect WHERE key LIKE %s", "%consent_void%")
    assert told == [
        (f"{garden.path.strip('/').replace('applications', 'application')}/consent_void:{voided}/1",)
    ]
    assert (await (await town.person("second-father")).get(f"/consents/{voided}"))["state"] == "void"
    assert (await (await town.person("father")).get(f"/consents/{kept}"))["state"] == "given"


async def test_a_change_of_what_all_see_voids_all_signatures(town: Town) -> None:
    garden = await open_garden(town)
    await garden.agree(1, "father")
    await garden.agree(2, "second-father")

    await garden.write({"garden.address": "余杭区良渚街道模拟路 7 号"})

    assert set((await garden.states()).values()) == {"not_asked"}


async def test_an_answer_to_a_question_that_fell_meanwhile_is_refused(town: Town) -> None:
    garden = await open_garden(town)
    consent = await garden.ask(2)
    await garden.write({"owner.2.share": 45})
    father = await town.person("second-father")
    await father.post(f"/consents/{consent}", {"decision": "give"}, status=409)


async def test_whoever_applies_and_is_one_of_them_is_not_asked(town: Town) -> None:
    garden = await open_garden(town, owners=("father", "reader"))
    assert set(await garden.states()) == {"owners.1"}
    await (await garden.gardener()).post(f"{garden.path}/consents/owners.2", status=409)

    await garden.agree(1, "father")

    view = await garden.view()
    assert view["problems"] == []
    assert {each["key"] for each in view["materials"]} == {"owner.1.identity_card"}


async def test_the_applicants_number_in_another_spelling_is_still_hers_and_nobody_elses_is(
    town: Town,
) -> None:
    garden = await open_garden(town, owners=("father", "second-father"))
    await garden.write({"owner.2.id_number": XU_SHUHAN.id_number.lower() + " "})
    assert set(await garden.states()) == {"owners.1"}
    await garden.write({"owner.2.id_number": HE_ZHIQIANG.id_number})
    assert set(await garden.states()) == {"owners.1", "owners.2"}


async def test_the_same_person_twice_is_a_mistake_of_the_form(town: Town) -> None:
    garden = await open_garden(town, owners=("father", "second-father"))
    saved = await garden.write({"owner.2.id_number": WANG_DAMING.id_number})
    assert "/form/owner.2.id_number" in {each["pointer"] for each in saved["problems"]}


async def test_who_leaves_takes_his_signature_along_and_the_others_keep_theirs(town: Town) -> None:
    """Where nobody sees who the others are; here everybody does, so his leaving is news to all."""
    garden = await open_garden(town, shows_of_all=())
    first, third = await garden.agree(1, "father"), await garden.agree(3, "second-mother")

    await garden.remove(2)

    view = await garden.view()
    assert {each["code"]: (each["state"], each["id"]) for each in view["consents"]} == {
        "owners.1": ("given", first),
        "owners.2": ("given", third),
    }
    values = {each["key"]: each["value"] for each in view["fields"]}
    assert values["owner.2.name"] == LIN_RUOXI.name
    assert values["owner.2.share"] == 30
    assert view["answers"]["owners"] == 2
    # What was looked up with her consent is still hers.
    assert {each["key"]: each["replaced"] for each in view["materials"]}["owner.2.identity_card"]


async def test_who_is_named_to_the_others_changes_what_they_signed_by_leaving(town: Town) -> None:
    garden = await open_garden(town)
    await garden.agree(1, "father")
    await garden.agree(3, "second-mother")

    await garden.remove(2)

    assert await garden.states() == {"owners.1": "not_asked", "owners.2": "not_asked"}


async def test_another_person_in_a_row_is_asked_anew_and_the_old_one_is_told(town: Town) -> None:
    garden = await open_garden(town, shows_of_all=())
    await garden.agree(1, "father")
    old = await garden.agree(2, "second-father")
    await town.person("twins-father")

    await garden.write(rows_of(["father", "twins-father"]))

    assert (await garden.states())["owners.1"] == "given"
    assert (await garden.states())["owners.2"] == "not_asked"
    assert town.sql("SELECT count(*) FROM effect WHERE key LIKE %s", f"%consent_void:{old}%") == [(1,)]
    new = await garden.agree(2, "twins-father")
    assert (await (await town.person("second-father")).call("GET", f"/consents/{new}")).status_code == 404


async def test_one_who_refuses_is_replaced_by_his_own_letter(town: Town) -> None:
    garden = await open_garden(town, owners=("father", "second-father"))
    await garden.agree(1, "father")
    consent = await garden.ask(2)
    await (await town.person("second-father")).post(f"/consents/{consent}", {"decision": "refuse"})
    refused = next(each for each in (await garden.view())["consents"] if each["state"] == "refused")
    assert refused["alternative_materials"] == ["owner.2.letter"]

    await (await garden.gardener()).put_file(f"{garden.path}/materials/owner.2.letter", picture())

    assert (await garden.view())["can_submit"] is True


async def test_one_is_reminded_once_a_day(town: Town) -> None:
    garden = await open_garden(town)
    consent, gardener = await garden.ask(2), await garden.gardener()
    path = f"{garden.path}/consents/owners.2/reminder"
    await gardener.post(path, status=409)  # asked today
    await town.move_time(1)

    await gardener.post(path)
    await gardener.post(path, status=409)

    sent = town.sql("SELECT count(*) FROM effect WHERE key LIKE %s", f"%consent:{consent}:%")
    assert sent == [(1,)]
    await gardener.post(f"{garden.path}/consents/owners.1/reminder", status=409)  # was never asked


async def test_as_few_as_there_have_to_be_cannot_become_fewer(town: Town) -> None:
    garden = await open_garden(town, owners=("father", "second-father"))
    gardener = await garden.gardener()
    assert (await gardener.call("DELETE", f"{garden.path}/people/owner/1")).status_code == 409
    assert (await gardener.call("DELETE", f"{garden.path}/people/owner/3")).status_code == 404
    assert (await gardener.call("DELETE", f"{garden.path}/people/garden/1")).status_code == 404


async def test_each_signs_with_his_own_certificate_and_the_case_keeps_all_signatures(town: Town) -> None:
    garden = await open_garden(town, owners=("father", "second-father"), signed_by="certificate")
    for number, persona in ((1, "father"), (2, "second-father")):
        consent, signer = await garden.ask(number), await town.person(persona)
        await signer.post(f"/consents/{consent}", {"decision": "give"}, status=422)
        page = (await signer.post(f"/consents/{consent}/signature", status=201))["page"]
        await sign_at(town, page.removeprefix(DEPARTMENTS), pin=OWNERS[persona].id_number[-6:])
        signed = await signer.get(f"/consents/{consent}/signature")
        assert (signed["state"], f"份额（百分比） / Share (per cent): {number}0" in signed["statement"]) == (
            "signed",
            True,
        )
        await signer.post(f"/consents/{consent}", {"decision": "give"})

    await (await garden.gardener()).post(f"{garden.path}/submit", status=201)

    assert town.sql("SELECT count(*) FROM signed_statement WHERE case_id IS NOT NULL") == [(2,)]


@pytest.mark.parametrize("seed", [1, 2])
async def test_whatever_is_done_in_any_order_a_signature_is_over_what_would_be_shown_now(
    town: Town, seed: int
) -> None:
    garden, chance = await open_garden(town), random.Random(seed)
    given: dict[str, str] = {}
    for _ in range(18):
        await _do_something(garden, chance, given)
        view = await garden.view()
        for each in view["consents"]:
            if each["state"] == "given":
                assert await garden.shown_to(given[each["id"]], each["id"]) == _would_be_shown(
                    view, each["instance"]
                )


async def _do_something(garden: Garden, chance: random.Random, given: dict[str, str]) -> None:
    view = await garden.view()
    count = view["answers"]["owners"]
    number = chance.randint(1, count)
    match chance.choice(
        ["sign", "sign", "sign", "sign", "share", "address", "person", "remove", "add", "undo"]
    ):
        case "sign":
            persona = _persona_of(view, number)
            state = next(each["state"] for each in view["consents"] if each["instance"] == number)
            if state != "given":
                given[await garden.agree(number, persona)] = persona
        case "share":
            await garden.write({f"owner.{number}.share": chance.choice([10, 20])})
        case "address":
            await garden.write({"garden.address": f"余杭区模拟路 {chance.randint(1, 2)} 号"})
        case "person":
            here = {_persona_of(view, n) for n in range(1, count + 1)}
            new = OWNERS[chance.choice(sorted(set(OWNERS) - here - {"reader"}))]
            row = {f"owner.{number}.name": new.name, f"owner.{number}.id_number": new.id_number}
            await garden.write(row)
        case "remove" if count > 2:
            await garden.remove(number)
        case "add" if count < 3:
            missing = [
                each for each in ("father", "second-father", "second-mother") if each not in _there(view)
            ]
            rows = {k.replace("owner.1", f"owner.{count + 1}"): v for k, v in rows_of(missing[:1]).items()}
            await (await garden.gardener()).patch(
                garden.path, {"answers": {"owners": count + 1}, "form": rows}
            )
        case "undo":
            for each in view["consents"]:
                if each["state"] == "given" and each["instance"] == number:
                    signer = await garden.town.person(given[each["id"]])
                    await signer.post(f"/consents/{each['id']}", {"decision": "withdraw"})


def _there(view: dict[str, Any]) -> set[str]:
    return {_persona_of(view, number) for number in range(1, view["answers"]["owners"] + 1)}


def _persona_of(view: dict[str, Any], number: int) -> str:
    typed = view["form"][f"owner.{number}.id_number"]
    return next(persona for persona, known in OWNERS.items() if known.id_number == typed)


def _would_be_shown(view: dict[str, Any], number: int) -> dict[str, object]:
    """Worked out from the fields alone."""
    values = {each["key"]: each["value"] for each in view["fields"]}
    names = [f"owner.{n}.name" for n in range(1, view["answers"]["owners"] + 1)]
    shown = {"garden.address": values["garden.address"], "owner.share": values[f"owner.{number}.share"]}
    return shown | {key: values[key] for key in names}
