"""Texts of papers: kept only when they can be drawn, seen before, published, and named by what they print."""

from typing import Any

from tests.web.api.conftest import Person, Town

NOTICE = "/templates/denial_notice"
GOOD = '{% extends "formal.html" %}{% block said %}<p>新版：{{ reason }}</p>{% endblock %}'
BAD = '{% extends "formal.html" %}\n{% block said %}{{ colour }}{% endblock %}'


async def administrator(town: Town) -> Person:
    return await town.person("administrator", level="L2")


async def keep(person: Person, source: str, *, status: int = 200) -> Any:
    answer = await person.call("PUT", f"{NOTICE}/draft", json={"source": source})
    assert answer.status_code == status, answer.text
    return answer.json()


async def test_every_paper_is_listed_with_its_archive_code_and_version(town: Town) -> None:
    lines = (await (await administrator(town)).get("/templates"))["items"]
    found = {line["template"]: line for line in lines}
    assert found["denial_notice"] == {
        "template": "denial_notice",
        "title": "不予许可决定书",
        "archive_code": "B14",
        "version": 1,
        "draft": None,
    }


async def test_a_text_with_an_unknown_variable_is_not_kept_and_the_line_is_told(town: Town) -> None:
    person = await administrator(town)
    refused = await keep(person, BAD, status=422)
    [error] = refused["errors"]
    assert error["pointer"] == "/source"
    assert "第 2 行" in str(error)
    assert (await person.get(NOTICE))["draft"] is None


async def test_a_draft_is_seen_first_and_holds_from_its_publication(town: Town) -> None:
    person = await administrator(town)
    version = (await keep(person, GOOD))["version"]
    seen = await person.call("GET", f"{NOTICE}/versions/{version}/preview")
    assert "新版：" in seen.text
    assert seen.headers["content-security-policy"].startswith("sandbox")
    assert (await person.get(NOTICE))["version"] == 1
    await person.post(f"{NOTICE}/versions/{version}/publish")
    view = await person.get(NOTICE)
    assert (view["version"], view["draft"], view["source"]) == (version, None, GOOD)


async def test_a_draft_is_replaced_by_the_next_and_a_published_text_is_not_published_again(
    town: Town,
) -> None:
    person = await administrator(town)
    first = await keep(person, GOOD)
    assert await keep(person, GOOD.replace("新版", "再版")) == first
    publish = f"{NOTICE}/versions/{first['version']}/publish"
    await person.post(publish)
    refused = await person.call("POST", publish)
    assert (refused.status_code, refused.json()["type"].rpartition(":")[2]) == (409, "text-not-draft")
    second = await keep(person, GOOD)
    assert second["version"] == first["version"] + 1
    await person.post(f"{NOTICE}/versions/{second['version']}/publish")
    states = {each["version"]: each["state"] for each in (await person.get(NOTICE))["versions"]}
    assert states == {1: "file", first["version"]: "retired", second["version"]: "published"}


async def test_nobody_else_reads_or_writes_texts(town: Town) -> None:
    for persona in ("mother", "officer-police", "supervisor"):
        person = await town.person(persona, level="L2")
        assert (await person.call("GET", "/templates")).status_code == 403
        assert (await person.call("PUT", f"{NOTICE}/draft", json={"source": GOOD})).status_code == 403


async def test_no_paper_has_no_text(town: Town) -> None:
    assert (await (await administrator(town)).call("GET", "/templates/nothing")).status_code == 404
