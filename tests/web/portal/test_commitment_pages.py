"""The pages on which an applicant promises instead of handing in, and brings the paper later."""

import re
from pathlib import Path

import httpx
import pytest

from tests.conftest import Database
from tests.web.api.conftest import US, Town, picture
from tests.web.api.test_commitments import INVOICE, KEY, OFFER, publish
from tests.web.portal.conftest import Browser, Site, agree, fill_in


@pytest.fixture
async def town(site: Site, seeded_database: Database, tmp_path: Path) -> Town:
    """The same application through its API, with a matter that offers a commitment."""
    http = httpx.AsyncClient(transport=httpx.ASGITransport(site.app), base_url=US)
    town = Town(site.app, http, http, seeded_database, tmp_path)
    await publish(town)
    return town


async def without_the_invoice(site: Site) -> tuple[Browser, str]:
    mother = await site.browser().sign_in("mother")
    base = await fill_in(mother)
    await mother.send(f"{base}/materials/{INVOICE}/remove")
    return mother, base


async def sign(mother: Browser, base: str) -> httpx.Response:
    page = await mother.get(f"{base}/commitments")
    [digest] = re.findall(r'name="statement_sha256" value="([^"]+)"', page.text)
    return await mother.send(f"{base}/commitments", key=KEY, statement_sha256=digest, agreed="yes")


async def test_the_words_are_shown_before_they_are_signed_and_may_be_taken_back(
    site: Site, town: Town
) -> None:
    mother, base = await without_the_invoice(site)

    papers = await mother.get(f"{base}/materials")
    offer = await mother.get(f"{base}/commitments")
    signed = await sign(mother, base)
    promised, whole = await mother.get(f"{base}/materials"), await mother.get(f"{base}/check")
    [digest] = re.findall(r'name="statement_sha256" value="([^"]+)"', signed.text)
    taken_back = await mother.send(f"{base}/commitments", key=KEY, statement_sha256=digest)

    assert f'href="{base}/commitments"' in papers.text
    assert OFFER.statement.zh in offer.text
    assert OFFER.consequences.zh in offer.text
    assert 'name="agreed"' in offer.text
    assert 'name="agreed"' not in signed.text
    for page in (promised, whole):
        assert "已书面承诺" in page.text
    assert "已书面承诺" not in papers.text
    assert 'name="agreed"' in taken_back.text


async def test_words_that_have_changed_meanwhile_are_not_signed(site: Site, town: Town) -> None:
    mother, base = await without_the_invoice(site)

    refused = await mother.send(f"{base}/commitments", key=KEY, statement_sha256="ab" * 32, agreed="yes")

    assert refused.status_code == 422
    assert 'name="agreed"' in (await mother.get(f"{base}/commitments")).text


async def test_a_promised_paper_is_brought_on_the_page_of_the_case(site: Site, town: Town) -> None:
    mother, base = await without_the_invoice(site)
    await sign(mother, base)
    await agree(mother, await site.browser().sign_in("father"), base)
    submitted = await mother.send(f"{base}/submitted")
    [case_no] = re.findall(r'id="case-no">([^<]+)<', submitted.text)
    waiting = await mother.get(f"/cases/{case_no}/commitments")
    task = await town.task("officer-medical-insurance", case_no, item="maternity-benefit")
    officer = await town.person("officer-medical-insurance")
    await officer.post(f"/tasks/{task['id']}/decide", {"outcome": "accept"})
    path = f"/cases/{case_no}/commitments/maternity-benefit/{INVOICE}"

    case = await mother.get(f"/cases/{case_no}")
    asked = await mother.get(f"/cases/{case_no}/commitments")
    damaged = await mother.hand_in(path, b"not a picture")
    brought = await mother.hand_in(path, picture())

    assert f'action="{path}"' not in waiting.text, "nothing is to be brought before the acceptance"
    assert f'href="/cases/{case_no}/commitments"' in case.text
    assert f'action="{path}"' in asked.text
    assert damaged.status_code == 422
    assert f'href="#materials-{INVOICE}"' in damaged.text
    assert brought.url.path == f"/cases/{case_no}/commitments"
    assert "已补交" in brought.text
