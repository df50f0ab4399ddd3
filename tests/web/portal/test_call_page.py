"""The counter's page for telling the applicant what nobody could prove."""

from dataclasses import replace

from engine.change import change_case
from matter_definitions.acts.receiving import DecideReceipt
from matter_definitions.acts.telling import AskCall
from matter_definitions.events import NOTICE_SENT
from matter_definitions.plan import NoticePlan, Plan
from matter_definitions.state import Mark
from tests.engine_room import OFFICER, item, plan_of, step
from tests.web.api.others_have_a_say import open_case
from tests.web.portal.conftest import Site
from tests.web.portal.test_others_have_a_say import ok, only_task


def asks_to_correct() -> Plan:
    notice = NoticePlan(NOTICE_SENT, "correction_notice", ("box",), legal=True)
    card = item("card", step("review", "approval"), acceptance="officer")
    return replace(plan_of(card, notices=(notice,)), format=2, legal_service=True)


async def test_the_counter_reads_what_to_tell_and_writes_down_what_it_posted(site: Site) -> None:
    case = await open_case(site, asks_to_correct())
    async with change_case(site.app.state.parts.engine, case.id, by=OFFICER) as change:
        change.apply(DecideReceipt("card", "correct", (Mark("field:card.number", "text"),)))
        change.apply(AskCall(notice=1))
    window = await site.browser().sign_in("window")
    task = await only_task(window, case.case_no)
    page = ok(await window.get(task))
    assert "尚未证实当事人已被告知的事项" in page
    assert "邮件号" in page
    name = "ask.postal_item.parcel_no"
    assert f'name="{name}"' in page
    wrong = await window.send(f"{task}/decide", outcome="posted", version="1", **{name: "123"})
    assert wrong.status_code == 422
    assert "不能这样填写" in wrong.text
    ok(await window.send(f"{task}/decide", outcome="posted", version="1", **{name: "RA123456785CN"}))
    assert "邮寄回执已收到" in ok(await window.get(task)), "the task stays, and waits for the receipt"
