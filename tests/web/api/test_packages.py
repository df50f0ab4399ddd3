"""A matter leaves as a package and comes as one: looked at first, and drafts only when somebody says so."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from typing import Any

from matter_definitions.packaging.manifest import MANIFEST, digest_of
from tests.web.api.conftest import ROOT, Person, Town

YUHANG = "330110000000"
OVERRIDE = f"""override: newborn
region: "{YUHANG}"
items: [{{item: birth-registration, limits: {{promised: 1 working day}}}}]
"""
Files = dict[str, str]


async def exported(administrator: Person, **query: object) -> bytes:
    answer = await administrator.call("GET", "/definitions/export", params={"matter": "newborn", **query})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/zip"
    return answer.content


async def imported(administrator: Person, content: bytes, *, status: int = 200, **query: object) -> Any:
    files = {"file": ("newborn.zip", content, "application/zip")}
    answer = await administrator.call("POST", "/definitions/import", files=files, params=query)
    assert answer.status_code == status, answer.text
    return answer.json()


def changed(content: bytes, change: Callable[[Files, dict[str, Any]], None]) -> bytes:
    """The package with other texts, and a manifest that says so."""
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        files = {name: opened.read(name).decode() for name in opened.namelist()}
    manifest = json.loads(files.pop(MANIFEST))
    change(files, manifest)
    for part in manifest["parts"]:
        part["sha256"] = digest_of(files[part["path"]])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(MANIFEST, json.dumps(manifest))
        for part in manifest["parts"]:
            made.writestr(part["path"], files[part["path"]])
    return out.getvalue()


def from_elsewhere(files: Files, manifest: dict[str, Any]) -> None:
    """Another promise for the registration, one more element, and an office that nobody has here."""
    path = "definitions/item/birth-registration.yaml"
    files[path] = re.sub(r"promised: [^,}]+", "promised: 1 working day", files[path], count=1)
    new = "definitions/element/nickname.yaml"
    files[new] = "elements:\n  - {code: nickname, title: {zh: 小名, en: Nickname}, type: text}\n"
    manifest["parts"].append({"path": new, "kind": "element", "code": "nickname", "sha256": ""})
    manifest["needs"]["departments"].append("zoo")


def kept(town: Town) -> list[tuple[Any, ...]]:
    return town.sql("SELECT kind, code, version, state FROM definition WHERE state IN ('draft', 'checked')")


async def test_what_is_exported_is_the_same_here_and_lacks_nothing(town: Town) -> None:
    administrator = await town.person("administrator")
    matter = await town.stranger.get("/matters/newborn")

    looked = await imported(administrator, await exported(administrator))

    assert looked["plan"] == matter["plan"]
    assert {each["standing"] for each in looked["parts"]} == {"same"}
    assert looked["missing"] == {"departments": [], "connectors": [], "templates": [], "matters": []}
    assert (looked["ok"], looked["created"]) == (True, [])


async def test_looking_changes_nothing_and_taking_makes_drafts_of_what_was_chosen(town: Town) -> None:
    administrator = await town.person("administrator")
    package = changed(await exported(administrator), from_elsewhere)

    looked = await imported(administrator, package)

    assert kept(town) == []
    standing = {f"{each['kind']}:{each['code']}": each for each in looked["parts"]}
    assert standing["element:nickname"]["standing"] == "new"
    other = standing["item:birth-registration"]
    assert other["standing"] == "different"
    assert any(line.startswith("+") and "1 working day" in line for line in other["difference"])
    assert looked["missing"]["departments"] == ["zoo"]

    done = await imported(administrator, package, create=True)
    assert [each["code"] for each in done["created"]] == ["nickname"]
    again = await imported(administrator, package, create=True, take="item:birth-registration")
    assert [each["code"] for each in again["created"]] == ["birth-registration"]
    assert sorted(each[:2] for each in kept(town)) == [
        ("element", "nickname"),
        ("item", "birth-registration"),
    ]
    await imported(administrator, package, take="item:no-such-item", status=422)


async def test_a_draft_that_somebody_writes_on_is_not_overwritten(town: Town) -> None:
    administrator = await town.person("administrator")
    package = changed(await exported(administrator), from_elsewhere)
    path = "/definitions/item/birth-registration"
    await administrator.post(f"{path}/versions", {}, status=201)

    looked = await imported(administrator, package)
    await imported(administrator, package, create=True, take="item:birth-registration", status=409)

    standing = {each["code"]: each["standing"] for each in looked["parts"]}
    assert standing["birth-registration"] == "draft_open"
    assert len(kept(town)) == 1, "and the new element was not kept either"


async def test_a_hostile_package_is_refused_and_nothing_is_kept(town: Town) -> None:
    administrator = await town.person("administrator")
    content = await exported(administrator)

    def climb(files: Files, manifest: dict[str, Any]) -> None:
        files["../evil.yaml"] = "item: evil\n"
        manifest["parts"].append({"path": "../evil.yaml", "kind": "item", "code": "evil", "sha256": ""})

    refused = await imported(administrator, changed(content, climb), create=True, status=422)
    cut = await imported(administrator, content[:1000], create=True, status=422)

    assert refused["type"].endswith("package-unusable")
    assert "evil" in refused["errors"][0]["pointer"]
    assert cut["errors"][0]["message"]
    assert kept(town) == []


async def test_only_administrators_export_and_import(town: Town) -> None:
    content = await exported(await town.person("administrator"))
    for persona, status in (("mother", 403), ("officer-police", 403)):
        person = await town.person(persona)
        assert (await person.call("GET", "/definitions/export?matter=newborn")).status_code == status
        await imported(person, content, status=status)
    answer = await town.api.get(f"{ROOT}/definitions/export?matter=newborn")
    assert answer.status_code == 401


async def test_a_region_has_its_own_plan_and_the_difference_is_told_in_words(town: Town) -> None:
    administrator = await town.person("administrator")
    code = f"newborn@{YUHANG}"
    await administrator.post("/definitions", {"source": OVERRIDE}, status=201)
    await administrator.post(f"/definitions/override/{code}/versions/1/publish", {})

    here, elsewhere = [
        await town.stranger.get("/matters/newborn", **({"region": YUHANG} if there else {}))
        for there in (True, False)
    ]
    [line] = (await administrator.get("/definitions/matter/newborn/regions"))["items"]

    assert here["plan"] != elsewhere["plan"]
    assert (line["region"], line["above"], line["problems"]) == (YUHANG, "", [])
    assert "余杭" in line["region_name"]
    assert any("承诺时限" in each for each in line["differences"])
    package = await imported(administrator, await exported(administrator, overrides=True))
    assert code in {each["code"] for each in package["parts"]}

    await administrator.post(f"/definitions/override/{code}/versions/1/retire", {"reason": "与省一致"})
    again = await town.stranger.get("/matters/newborn", region=YUHANG)
    assert again["plan"] == elsewhere["plan"]
