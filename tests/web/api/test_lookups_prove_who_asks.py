"""Nobody's data are had by typing a number: departments are asked with what a login has proven."""

from departments.simulated.people import LI_XIAOYU, WANG_DAMING
from tests.web.api.conftest import ANSWERS, FORM, Town

ASKED = {"mother.name": LI_XIAOYU.name, "mother.id_number": LI_XIAOYU.id_number}


async def payloads_of(town: Town) -> int:
    departments = ("household", "hospital", "identity", "certificates", "insurance")
    ledgers = [(await town.departments.get(f"/{each}/ledger")).json()["items"] for each in departments]
    return sum(map(len, ledgers))


async def test_a_weak_login_that_types_a_strangers_number_learns_nothing(town: Town) -> None:
    somebody = await town.person("family-7-father", level="L1")
    started = await somebody.post(
        "/applications", {"matter": "newborn", "answers": dict(ANSWERS)}, status=201
    )

    saved = await somebody.patch(f"/applications/{started['id']}", {"form": ASKED})

    assert {each["source"] for each in saved["prefilled"].values()} <= {"sign_in"}
    assert {each["state"] for each in saved["lookups"]} == {"sign_in"}
    assert "实名认证" in saved["lookups"][0]["state_words"]
    assert await payloads_of(town) == 0


async def test_a_strong_login_cannot_type_over_its_own_number(town: Town) -> None:
    father = await town.person("father")
    started = await father.post("/applications", {"matter": "newborn", "answers": dict(ANSWERS)}, status=201)

    saved = await father.patch(f"/applications/{started['id']}", {"form": ASKED})

    fields = {each["key"]: each for each in saved["fields"]}
    assert fields["mother.id_number"]["locked"]
    assert fields["mother.id_number"]["value"] == WANG_DAMING.id_number
    births = [each["state"] for each in saved["lookups"] if each["key"].startswith("birth_record")]
    assert births == ["not_found"]


async def test_her_own_weak_login_asks_nobody_until_she_comes_with_a_strong_one(town: Town) -> None:
    weak, strong = await town.person("mother", level="L1"), await town.person("mother", level="L2")
    draft = await weak.post("/applications", {"matter": "newborn", "answers": dict(ANSWERS)}, status=201)
    path = f"/applications/{draft['id']}"
    assert "mother.id_number" not in draft["prefilled"]
    await weak.patch(path, {"form": ASKED})
    assert await payloads_of(town) == 0

    saved = await strong.patch(path, {})

    assert saved["prefilled"]["household.household_no"]["source"] == "household_of_mother"


async def test_what_a_weak_login_typed_of_herself_gives_way_when_she_submits(town: Town) -> None:
    weak, strong = await town.person("mother", level="L1"), await town.person("mother", level="L2")
    draft = await weak.post("/applications", {"matter": "newborn", "answers": dict(ANSWERS)}, status=201)
    path = f"/applications/{draft['id']}"
    await weak.patch(path, {"form": {**FORM, **ASKED, "mother.name": "别人"}})

    answer = await strong.call("POST", f"{path}/submit")

    # Her name is hers again, so the account is, too; what is missing otherwise is still named.
    pointers = [each["pointer"] for each in answer.json()["errors"]]
    assert answer.status_code == 422
    assert "/form/account.account_name" not in pointers


async def test_the_household_of_the_father_is_asked_for_only_with_his_consent(town: Town) -> None:
    draft = await town.draft(answers={**ANSWERS, "household_follows": "father"})
    ledger = (await town.departments.get("/household/ledger")).json()["items"]
    assert ledger == []
    mother, father = await town.person("mother"), await town.person("father")
    asked = await mother.post(f"/applications/{draft['id']}/consents/father", status=201)

    await father.post(f"/consents/{asked['id']}", {"decision": "give"})

    assert (await mother.get(f"/applications/{draft['id']}"))["prefilled"]["household.household_no"]
