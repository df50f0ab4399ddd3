"""Texts of papers: kept only when they can be drawn, seen before, published, and named by what they print."""

import hashlib
from typing import Any

from documents.template_texts import FOLDER
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
    text = (FOLDER / "denial_notice.html").read_bytes()
    assert found["denial_notice"].pop("since")[:2] == "20"
    assert found["denial_notice"] == {
        "template": "denial_notice",
        "title": "不予许可决定书",
        "archive_code": "B14",
        "version": 1,
        "draft": None,
        "built_in": True,
        "sha256": hashlib.sha256(text).hexdigest(),
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


async def test_the_version_that_came_with_the_product_is_named_with_its_digest(town: Town) -> None:
    [built_in] = (await (await administrator(town)).get(NOTICE))["versions"]
    assert (built_in["version"], built_in["state"], built_in["title_zh"]) == (1, "file", "不予许可决定书")
    source = (await (await administrator(town)).get(NOTICE))["source"]
    assert built_in["sha256"] == hashlib.sha256(source.encode()).hexdigest()


async def test_a_title_is_edited_with_the_text_and_kept_when_it_is_left_out(town: Town) -> None:
    person = await administrator(town)
    titled = {"source": GOOD, "title": {"zh": "不予行政许可决定书", "en": "Decision to refuse a licence"}}
    version = (await person.call("PUT", f"{NOTICE}/draft", json=titled)).json()["version"]
    seen = await person.call("GET", f"{NOTICE}/versions/{version}/preview")
    assert "不予行政许可决定书" in seen.text
    assert found_title(await person.get("/templates")) == "不予许可决定书", "a draft holds nothing yet"
    await person.post(f"{NOTICE}/versions/{version}/publish")
    assert found_title(await person.get("/templates")) == "不予行政许可决定书"
    await keep(person, GOOD.replace("新版", "再版"))
    assert (await person.get(NOTICE))["title_zh"] == "不予行政许可决定书"
    empty = {"source": GOOD, "title": {"zh": "", "en": "x"}}
    assert (await person.call("PUT", f"{NOTICE}/draft", json=empty)).status_code == 422


def found_title(lines: Any) -> str:
    return next(each["title"] for each in lines["items"] if each["template"] == "denial_notice")


async def test_nobody_else_reads_or_writes_texts(town: Town) -> None:
    for persona in ("mother", "officer-police", "supervisor"):
        person = await town.person(persona, level="L2")
        assert (await person.call("GET", "/templates")).status_code == 403
        assert (await person.call("PUT", f"{NOTICE}/draft", json={"source": GOOD})).status_code == 403


async def test_no_paper_has_no_text(town: Town) -> None:
    assert (await (await administrator(town)).call("GET", "/templates/nothing")).status_code == 404
