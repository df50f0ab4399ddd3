"""Electronic service: asked once, given, taken back, one's own only."""

from tests.web.api.conftest import Town

PATH = "/me/service-consent"


async def test_who_was_never_asked_has_given_nothing_and_sees_the_words(town: Town) -> None:
    consent = await (await town.person("mother")).get(PATH)
    assert consent["given"] is None
    assert "视为送达" in consent["words"]


async def test_a_consent_is_given_and_taken_back(town: Town) -> None:
    mother = await town.person("mother")
    given = await mother.post(PATH, {"given": True})
    assert given["given"] is True
    assert (await mother.post(PATH, {"given": True}))["at"] == given["at"], "said again, it changes nothing"
    assert (await mother.post(PATH, {"given": False}))["given"] is False
    assert (await mother.get(PATH))["given"] is False


async def test_it_is_each_persons_own(town: Town) -> None:
    await (await town.person("mother")).post(PATH, {"given": True})
    assert (await (await town.person("father")).get(PATH))["given"] is None


async def test_an_officer_has_no_such_consent(town: Town) -> None:
    officer = await town.person("officer-police")
    assert (await officer.call("GET", PATH)).status_code == 403


async def test_it_is_asked_at_submission_and_holds_for_the_case(town: Town) -> None:
    draft = await town.complete_draft()
    mother = await town.person("mother")
    body = {"electronic_service": True, "service_address": "杭州市余杭区南苑街道 9 号"}
    await mother.post(f"/applications/{draft}/submit", body, status=201)
    consent = await mother.get(PATH)
    assert consent["given"] is True
    assert consent["address"].startswith("杭州市余杭区")
    assert "9" not in consent["address"], "what is shown is masked"


async def test_no_is_an_answer_and_costs_nothing(town: Town) -> None:
    draft = await town.complete_draft()
    mother = await town.person("mother")
    submitted = await mother.post(f"/applications/{draft}/submit", {"electronic_service": False}, status=201)
    assert submitted["case_no"]
    assert (await mother.get(PATH))["given"] is False


async def test_who_says_nothing_at_submission_was_not_asked(town: Town) -> None:
    await town.submit()
    assert (await (await town.person("mother")).get(PATH))["given"] is None


async def test_a_draft_that_is_not_complete_takes_no_consent_either(town: Town) -> None:
    draft = await town.draft()
    mother = await town.person("mother")
    await mother.post(f"/applications/{draft['id']}/submit", {"electronic_service": True}, status=422)
    assert (await mother.get(PATH))["given"] is None


async def test_only_an_address_may_be_said_and_it_has_to_be_one(town: Town) -> None:
    mother = await town.person("mother")
    stated = await mother.post(PATH, {"address": "杭州市西湖区文三路 100 号"})
    assert (stated["given"], stated["address"][:5]) == (None, "杭州市西湖")
    refused = await mother.post(PATH, {"address": "杭州\u0007"}, status=422)
    assert refused["errors"][0]["pointer"] == "/address"
    assert "文三路" not in str(town.sql("SELECT ciphertext FROM person"))
