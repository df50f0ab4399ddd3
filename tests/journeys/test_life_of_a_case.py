"""An officer and the keeper of a shop in front of real browsers: a case rests, goes on, and is granted."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from demo.stage import Stage
from tests.journeys.browsing import PHONE, Person, Town
from tests.journeys.shop_on_stage import accepted_shop
from tests.web.api.shop import KEEPER, OFFICER, PERMIT

pytestmark = [pytest.mark.needs_browser, pytest.mark.timeout(300), pytest.mark.xdist_group("stack")]

DESK = (1366, 768)
NUMBER = "JY13301100009001"


def test_a_case_is_suspended_explained_resumed_granted_and_confirmed(
    stage: Stage, owner_url: str, browser: Browser, pictures: Path | None
) -> None:
    """The keeper reads on a phone why nothing counts meanwhile, and sees the address before the last step."""
    case_no = accepted_shop(stage, owner_url)
    officer = Town(browser, stage, pictures, *DESK).person(OFFICER)
    keeper = Town(browser, stage, pictures, *PHONE).person(KEEPER)
    _suspends(officer, case_no)
    _reads_the_account(keeper, case_no)
    _resumes(officer, case_no)
    _grants_what_was_looked_at(officer, case_no)
    _confirms(keeper, case_no)
    assert (officer.errors, keeper.errors) == ([], [])


def _suspends(officer: Person, case_no: str) -> None:
    _opens_the_task(officer, case_no)
    officer.page.get_by_text("暂停办理", exact=True).first.click()
    form = officer.page.locator("#outcome-suspend")
    form.locator('[value="force_majeure"]').check()
    form.locator('[name="ask.yes_no.stop_clock"][value="true"]').check()
    form.locator('[name="comment"]').fill("台风停工")
    officer.looks("suspend")
    officer.presses("暂停办理")
    officer.reads("上一个任务已办结")


def _reads_the_account(keeper: Person, case_no: str) -> None:
    keeper.goes_to(f"/cases/{case_no}")
    keeper.reads("起暂停办理：不可抗力（台风停工）")
    keeper.reads("期间不计入办理时间")
    keeper.looks("suspended")
    keeper.follows("办理时间如何计算")
    keeper.reads("恢复后另定到期日")
    keeper.looks("account")
    keeper.follows("返回办件")
    keeper.reads(case_no)


def _resumes(officer: Person, case_no: str) -> None:
    officer.goes_to(f"/office/cases/{case_no}")
    officer.reads("不可抗力 · 台风停工")
    officer.page.locator(f"#act-{PERMIT}-resume summary").click()
    officer.looks("resume")
    officer.presses("恢复办理")
    officer.reads("已受理，办理中")


def _grants_what_was_looked_at(officer: Person, case_no: str) -> None:
    _opens_the_task(officer, case_no)
    officer.page.locator('[name="data.number_text.shop.permit_no"]').fill(NUMBER)
    with officer.page.expect_popup() as opened:
        officer.presses("先预览结果")
    opened.value.get_by_text(NUMBER).first.wait_for()
    opened.value.close()
    officer.looks("grant")
    officer.presses("批准")
    officer.reads("上一个任务已办结")


def _confirms(keeper: Person, case_no: str) -> None:
    keeper.goes_to(f"/cases/{case_no}")
    keeper.waits_for("查看并确认")
    keeper.looks("to-confirm")
    keeper.follows("查看并确认")
    keeper.reads("余杭区南苑街道迎宾路 1 号")
    keeper.looks("confirm")
    keeper.presses("我确认")
    keeper.reads("将继续办理")


def _opens_the_task(officer: Person, case_no: str) -> None:
    officer.goes_to(f"/desk?q={case_no}")
    officer.waits_for(case_no)
    officer.page.locator("[data-task]").first.click()
