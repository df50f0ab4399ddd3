"""Pages about papers: the administrator's texts, the applicant's consent, and anybody's check of a paper."""

from tests.web.portal.conftest import Site

TEMPLATE = "/templates/denial_notice"
GOOD = '{% extends "formal.html" %}\n{% block said %}<p>新版：{{ reason }}</p>{% endblock %}'


async def test_an_administrator_mends_a_text_sees_it_and_publishes_it(site: Site) -> None:
    admin = await site.browser().sign_in("administrator")
    assert "不予许可决定书" in (await admin.get("/templates")).text
    await admin.get(TEMPLATE)
    kept = await admin.send(TEMPLATE, source=GOOD.replace("\n", "\r\n"))
    assert "2 · 草稿" in kept.text
    preview = await admin.get(f"{TEMPLATE}/versions/2/preview")
    assert "新版：〔reason〕" in preview.text
    assert preview.headers["content-security-policy"].startswith("sandbox")
    published = await admin.send(f"{TEMPLATE}/versions/2/publish")
    assert "2 · 现行" in published.text


async def test_a_text_that_cannot_be_drawn_comes_back_as_it_was_typed(site: Site) -> None:
    admin = await site.browser().sign_in("administrator")
    await admin.get(TEMPLATE)
    page = await admin.send(TEMPLATE, source=GOOD.replace("reason", "colour"))
    assert page.status_code == 422
    assert "{{ colour }}" in page.text
    assert "第 2 行" in page.text


async def test_a_person_agrees_to_electronic_service_and_takes_it_back(site: Site) -> None:
    mother = await site.browser().sign_in("mother")
    assert 'value="yes"' in (await mother.get("/service-consent")).text
    given = await mother.send("/service-consent", answer="yes")
    assert 'value="yes"' not in given.text
    taken_back = await mother.send("/service-consent", answer="no")
    assert 'value="yes"' in taken_back.text


async def test_the_authority_behind_the_seals_shows_its_certificate_or_nothing(site: Site) -> None:
    answer = await site.browser().get("/.well-known/seal-ca.pem")
    assert answer.status_code in (200, 404)
    if answer.status_code == 200:
        assert answer.text.startswith("-----BEGIN CERTIFICATE-----")
