"""What a person sees of matters that follow each other, of papers made here, and of one paper of several."""

import re
from pathlib import Path

import httpx

from tests.conftest import Database
from tests.web.api.boats import OWNER, REGISTRAR, launch, publish_boats
from tests.web.api.conftest import US, Town
from tests.web.portal.conftest import Site


async def test_from_what_comes_first_to_what_comes_next(
    site: Site, seeded_database: Database, tmp_path: Path
) -> None:
    http = httpx.AsyncClient(transport=httpx.ASGITransport(site.app), base_url=US)
    town = Town(site.app, http, http, seeded_database, tmp_path)
    await publish_boats(town)
    owner, registrar = await site.browser().sign_in(OWNER), await site.browser().sign_in(REGISTRAR)

    started = await owner.send("/matters/boat-trips/start")
    draft = started.url.path.removesuffix("/questions")
    waiting = await owner.send(f"{draft}/questions", **{"answers.old_boat": "false"})
    assert "载客之前先要办好船舶下水。" in waiting.text
    assert 'action="/matters/boat/start"' in waiting.text

    boat = await launch(town)
    path = f"/tasks/{(await boat.task(REGISTRAR, item='boat-registration'))['id']}"
    assert "由本件的“船舶检验”产生，尚未出具" in (await registrar.get(path)).text
    await boat.is_surveyed()
    desk = await registrar.get(path)
    assert f'href="{path}/materials/survey_report"' in desk.text
    assert "可信等级 A" in desk.text
    await boat.is_registered()
    await boat.is_licensed()

    await boat.carry("notify")
    messages = await owner.get("/messages")
    assert messages.text.count("想载客游湖的，可以接着办“载客游湖”。") == 1
    case = await owner.get(f"/cases/{boat.case_no}")
    assert "接下来可以办理" in case.text
    assert "想载客游湖的，可以接着办“载客游湖”。" in case.text
    back = await owner.send(f"/cases/{boat.case_no}/next", matter="boat-trips")
    assert back.url.path.startswith(draft)
    assert f'href="/cases/{boat.case_no}"' in back.text
    assert "载客之前先要办好船舶下水。" not in back.text
    form = await owner.get(f"{draft}/form")
    assert ">小荷号</textarea>" in form.text

    [(code,)] = town.sql("SELECT verify_code FROM document WHERE template = 'merged_result'")
    verified = await site.browser().get(f"/verify/{code}")
    for number in ("S-1", "R-1", "L-1"):
        assert number in verified.text
    assert re.search(r"其中最早到期的一项：\d{4}", verified.text)
