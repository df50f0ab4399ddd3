"""How official papers reach a person: asked once, on the last page before she submits."""

from tests.web.portal.conftest import Site, agree, fill_in

QUESTION = "正式文书怎样送达给您？"


async def test_the_question_stands_on_the_last_page_unanswered_and_is_asked_once(site: Site) -> None:
    mother = await site.browser().sign_in("mother")
    base = await fill_in(mother)
    await agree(mother, await site.browser().sign_in("father"), base)
    page = await mother.get(f"{base}/check")
    assert QUESTION in page.text
    asked = page.text.partition(QUESTION)[2].partition("</fieldset>")[0]
    assert "checked" not in asked, "nobody agrees by leaving it as it is"
    assert "视为送达" in asked
    await mother.send(f"{base}/submitted", electronic_service="yes", service_address="杭州市余杭区 1 号")
    consent = await mother.get("/service-consent")
    assert "您选择以电子方式接收正式文书" in consent.text
    again = await fill_in(mother)
    assert QUESTION not in (await mother.get(f"{again}/check")).text


async def test_the_address_is_kept_without_an_answer_to_the_question(site: Site) -> None:
    mother = await site.browser().sign_in("mother")
    await mother.get("/service-consent")
    page = await mother.send("/service-consent", address="杭州市西湖区文三路 100 号")
    assert "目前：杭州市西湖区" in page.text
    assert "您选择" not in page.text
    wrong = await mother.send("/service-consent", address="杭州\x07")
    assert wrong.status_code == 422
    assert "无法显示的字符" in wrong.text
