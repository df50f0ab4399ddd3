"""The administrator finds a definition, and is led from each problem to the input where it is put right."""

import re
from html import unescape

from tests.web.portal.conftest import Browser, Site

DRAFT = "/definitions/matter/mistakes/versions/1"


async def test_the_catalogue_begins_with_the_matters_and_its_form_finds_in_all_kinds(site: Site) -> None:
    administrator = await site.browser().sign_in("administrator")
    first = await administrator.get("/definitions")
    assert "/definitions/matter/newborn" in first.text
    assert "/definitions/item/" not in first.text
    found = await administrator.get("/definitions?q=接种&kind=&state=")  # as the form sends “all”
    assert found.status_code == 200
    assert "/definitions/item/vaccination-record" in found.text
    everything = await administrator.get("/definitions?q=&kind=&state=")
    more = unescape(re.findall(r'href="(/definitions\?[^"]*after=[^"]*)"', everything.text)[0])
    assert (await administrator.get(more)).status_code == 200


async def test_a_code_that_is_missing_is_asked_for(site: Site) -> None:
    administrator = await site.browser().sign_in("administrator")
    page = await administrator.send("/definitions/new", kind="matter", code=" ")
    assert page.status_code == 422
    assert "请填写代码" in page.text
    assert "YAML" not in page.text


async def test_each_problem_speaks_the_words_of_the_form_and_leads_to_its_input(site: Site) -> None:
    administrator = await _with_mistakes(site)
    page = unescape((await administrator.get(DRAFT)).text)
    assert "“牵头部门”的写法不对：只能用小写英文字母、数字和连字符，以字母开头" in page
    assert "“事项”不能为空" in page
    assert "最多 2000 个字符" in page
    for problem in ("^[a-z]", "“lead”", "“items”", "String should"):
        assert problem not in page
    href = re.findall(r'href="([^"]*)">基本信息 › 牵头部门</a>', page)[0]
    address, _, anchor = href.partition("#")
    form = await administrator.get(address)
    assert f'id="{anchor}"' in form.text
    assert "“牵头部门”的写法不对" in form.text


async def test_a_published_version_leads_to_a_new_one_and_to_the_draft_that_is_open(site: Site) -> None:
    administrator = await site.browser().sign_in("administrator")
    page = await administrator.get("/definitions/matter/newborn/versions/1")
    assert "以此新建版本" in page.text
    draft = await administrator.send("/definitions/matter/newborn/versions", version="1")
    assert draft.url.path == "/definitions/matter/newborn/versions/2/edit"
    again = await administrator.send("/definitions/matter/newborn/versions", version="1")
    assert again.status_code == 409
    assert "这个定义已有未发布的草稿" in again.text
    assert 'href="/definitions/matter/newborn/versions/2"' in again.text


async def _with_mistakes(site: Site) -> Browser:
    administrator = await site.browser().sign_in("administrator")
    await administrator.get("/definitions/new")
    await administrator.send("/definitions/new", kind="matter", code="mistakes")
    page = await administrator.get(f"{DRAFT}/text")
    source = unescape(re.findall(r'name="source"[^>]*>\n(.*?)</textarea>', page.text, re.DOTALL)[0])
    revision = re.findall(r'name="revision" value="(\d+)"', page.text)[0]
    wrong = source.replace("lead: health", "lead: 卫健局").replace("New matter", "n" * 5000)
    await administrator.send(f"{DRAFT}/text", source=wrong, base=source, revision=revision)
    return administrator
