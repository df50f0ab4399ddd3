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
