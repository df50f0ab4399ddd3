"""Money that came with another sum, on the supervisor's overview."""

from pathlib import Path

import httpx

from tests.conftest import Database
from tests.web.api.conftest import US, Town
from tests.web.portal.conftest import Site


async def test_a_supervisor_reads_both_sums_and_may_send_the_money_back(
    site: Site, seeded_database: Database, tmp_path: Path
) -> None:
    http = httpx.AsyncClient(transport=httpx.ASGITransport(site.app), base_url=US)
    Town(site.app, http, http, seeded_database, tmp_path).sql(
        "INSERT INTO incident (id, region, kind, reason, detail, opened_at) VALUES"
        " (gen_random_uuid(), '330110000000', 'reconciliation', %s, %s, now()),"
        " (gen_random_uuid(), '330110000000', 'reconciliation', %s, 'x/y/z/1', now())",
        "amount_differs",
        "1234500/1234400",
        "unknown_here",
    )
    supervisor = await site.browser().sign_in("supervisor")

    page = (await supervisor.get("/overview")).text

    assert "应到 ¥12,345.00，实到 ¥12,344.00" in page
    assert page.count('value="sent_back"') == 1
    assert "对方清单中有本平台没有的款项" in page
