"""A supervisor mends what a step sent, from the overview."""

from pathlib import Path

import httpx

from tests.conftest import Database
from tests.web.api.conftest import US, Town
from tests.web.api.test_supervising import broken_effect, sending_an_account
from tests.web.portal.conftest import Site, submit

GOOD = "6222020000000000026"


async def test_a_supervisor_enters_what_was_wrong_and_the_step_is_done_anew(
    site: Site, seeded_database: Database, tmp_path: Path
) -> None:
    http = httpx.AsyncClient(transport=httpx.ASGITransport(site.app), base_url=US)
    town = Town(site.app, http, http, seeded_database, tmp_path)
    await sending_an_account(town)
    _, submitted = await submit(site)
    incident = broken_effect(town, submitted.case_no)
    path, field = f"/overview/incidents/{incident}/correct", "form.account.account_no"
    supervisor = await site.browser().sign_in("supervisor")

    overview = await supervisor.get("/overview")
    page = await supervisor.get(path)
    wrong = await supervisor.send(path, **{field: "12", "reason": "与存折不符"})
    hasty = await supervisor.send(path, **{field: GOOD, "reason": ""})
    empty = await supervisor.send(path, **{field: "", "reason": "与存折不符"})
    mended = await supervisor.send(path, **{field: GOOD, "reason": "与存折不符"})

    assert f'href="{path}"' in overview.text
    assert f'name="{field}"' in page.text
    assert "6222020000000000018" not in page.text, "what stands in the case is not shown here"
    assert (wrong.status_code, hasty.status_code, empty.status_code) == (422, 422, 422)
    assert 'value="12"' in wrong.text
    assert 'href="#form-account.account_no"' in wrong.text
    assert f'value="{GOOD}"' in hasty.text
    assert mended.url.path == "/overview"
    assert "正在重试" in mended.text
    assert incident not in mended.text
