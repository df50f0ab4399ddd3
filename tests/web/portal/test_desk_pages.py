"""The page of tasks that are taken: an officer who goes on leave gives his own back, by a form."""

import re

from tests.web.portal.conftest import Site, submit


async def test_whoever_goes_on_leave_gives_back_what_he_has_taken(site: Site) -> None:
    await submit(site)
    officer = await site.browser().sign_in("officer-health-xihu")
    desk = await officer.get("/desk")
    assert 'href="/desks"' in desk.text
    task = re.search(r'href="(/tasks/[0-9a-f-]+)"', desk.text)
    assert task
    await officer.send(f"{task[1]}/claim")
    page = await officer.get("/desks")
    give = re.search(r'action="(/desks/[0-9a-f-]+/give)"', page.text)
    assert give

    refused = await officer.send(give[1], to="", reason="年休假")
    assert refused.status_code == 422
    assert "请选择" in refused.text
    assert (await officer.send(give[1], to="group", reason="")).status_code == 422
    done = await officer.send(give[1], to="group", reason="年休假")

    assert done.url.path == "/desks"
    assert "已移交 1 个任务" in done.text
    assert "没有已签收的任务" in done.text
