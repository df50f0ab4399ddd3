"""The administrator's pages of packages: out as a file, looked at, and in as drafts of what was chosen."""

import re
from typing import Any

import httpx

from tests.web.api.test_packages import changed, from_elsewhere
from tests.web.portal.conftest import Browser, Site

ITEM = "item:birth-registration"


async def exported(browser: Browser) -> bytes:
    answer = await browser.get("/definitions/matter/newborn/package")
    assert answer.headers["content-type"] == "application/zip"
    return answer.content


async def looked_at(browser: Browser, content: bytes) -> httpx.Response:
    await browser.get("/packages")
    files = {"file": ("newborn.zip", content, "application/zip")}
    return await browser.client.post("/packages", data={"csrf_token": browser.token}, files=files)


async def taken(
    browser: Browser, looked: httpx.Response, *, do: str = "take", take: str = ""
) -> httpx.Response:
    """As the form of the page sends it."""
    pieces = re.findall(r'name="content" value="([^"]+)"', looked.text)
    return await browser.send("/packages/take", do=do, content=pieces, take=take)


async def test_what_was_exported_is_the_same_here_and_there_is_nothing_to_take(site: Site) -> None:
    administrator = await site.browser().sign_in("administrator")
    assert (
        "/definitions/matter/newborn/package" in (await administrator.get("/definitions/matter/newborn")).text
    )
    page = await looked_at(administrator, await exported(administrator))
    assert "包里的内容与这里完全相同" in page.text
    assert "生成草稿" not in page.text


async def test_what_differs_is_shown_and_becomes_a_draft_only_where_it_was_chosen(site: Site) -> None:
    administrator = await site.browser().sign_in("administrator")
    package = changed(await exported(administrator), from_elsewhere)
    looked = await looked_at(administrator, package)
    assert re.search(r"^\+.*1 working day", looked.text, re.MULTILINE)
    assert re.search(r"部门类别：<code>zoo</code>", looked.text)
    assert f'name="take" value="{ITEM}"' in looked.text
    assert "小名" in looked.text

    again = await taken(administrator, looked, do="look", take=ITEM)
    assert f'value="{ITEM}" checked' in again.text
    assert "element" not in (await administrator.get("/definitions?state=draft")).text.partition("<tbody>")[2]

    done = await taken(administrator, again, take=ITEM)
    assert "/definitions/element/nickname/versions/1" in done.text
    assert "/definitions/item/birth-registration/versions/2" in done.text
    assert "接下来要做的" in done.text
    assert (await administrator.get(done.url.path)).status_code == 200


async def test_a_draft_that_somebody_has_begun_since_is_not_written_over(site: Site) -> None:
    administrator = await site.browser().sign_in("administrator")
    looked = await looked_at(administrator, changed(await exported(administrator), from_elsewhere))
    await administrator.send("/definitions/item/birth-registration/versions")
    told = await taken(administrator, looked, take=ITEM)
    assert told.status_code == 409
    assert "已有正在编辑的草稿" in told.text
    assert "nickname" not in (await administrator.get("/definitions?state=draft")).text


async def test_a_hostile_or_damaged_archive_is_refused_in_words_and_nothing_is_kept(site: Site) -> None:
    administrator = await site.browser().sign_in("administrator")
    content = await exported(administrator)

    def climb(files: dict[str, str], manifest: dict[str, Any]) -> None:
        files["../evil.yaml"] = "item: evil\n"
        manifest["parts"].append({"path": "../evil.yaml", "kind": "item", "code": "evil", "sha256": ""})

    for archive, words in (
        (changed(content, climb), "../evil.yaml: 文件路径不在包内"),
        (content[:1000], "不是正确的 ZIP 文件"),
        (b"", "请选择文件"),
    ):
        page = await looked_at(administrator, archive)
        assert page.status_code == 422
        assert words in page.text
    forged = await administrator.send("/packages/take", do="take", content="AAAA%%")
    assert forged.status_code == 422
    assert "evil" not in (await administrator.get("/definitions?state=draft")).text


async def test_packages_are_for_administrators(site: Site) -> None:
    supervisor = await site.browser().sign_in("supervisor")
    for path in ("/packages", "/definitions/matter/newborn/package"):
        assert (await supervisor.get(path)).status_code == 403
