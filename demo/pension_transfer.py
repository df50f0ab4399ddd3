"""A pension relation follows her to where she lives; a bad day does one of these scenes otherwise."""

from collections.abc import Mapping

from demo.handling import DemoFailed, Submitted, submitted_in
from demo.handling import finish as finish_case
from demo.moving_cast import BALANCE_FEN, MovingCast
from departments.simulated.people import YUHANG

MATTER = "pension-transfer"
ITEMS = 3
AWAITED, RETURNED = "MONEY_AWAITED", "MONEY_RETURNED_TO_SENDER"

ANSWERS: Mapping[str, object] = {
    "drawing": "not_yet",
    "schemes": "resident_to_resident",
    "name_changed": False,
}


def play(cast: MovingCast) -> str:
    """The good day; returns the case's number when everything came as it should."""
    submitted = submit(cast)
    finish(cast, submitted, transfers=1)
    return submitted.case_no


def submit(cast: MovingCast) -> Submitted:
    script, wife = cast.script, cast.applicant
    draft = wife.start(MATTER, answers=ANSWERS)
    draft_id = str(draft["id"])
    script.say(
        f"{wife.zh}在杭州登录：户口和南京的参保关系系统都已查到，共 {len(draft['prefilled'])} 项不用填。",
        f"{wife.en} signs in at Hangzhou: her household and her relation in Nanjing are looked up, "
        f"{len(draft['prefilled'])} entries altogether.",
    )
    form = {"person.mobile": cast.family.wife.phone, "transfer.new_pension_region": YUHANG}
    wife.save(draft_id, form=form)
    submitted = submitted_in(wife.submit(draft_id), items=ITEMS)
    script.say(
        f"提交成功，办件编号 {submitted.case_no}，两地经办机构接力办理 {ITEMS} 个事项。",
        f"Submitted: case {submitted.case_no}, {ITEMS} items that the agencies of both places do in turn.",
    )
    return submitted


def finish(cast: MovingCast, submitted: Submitted, *, transfers: int) -> None:
    """To the end of the case. `transfers`: how often the money was sent until it had arrived."""
    finish_case(cast, submitted)
    case_no = submitted.case_no
    told = [each["event"] for each in cast.applicant.case(case_no)["timeline"]]
    if (told.count(AWAITED), told.count(RETURNED)) != (transfers, transfers - 1):
        raise DemoFailed(f"the money was awaited {told.count(AWAITED)} times instead of {transfers}")
    sent = cast.town.effects("treasury", case_no=case_no, kind="fund_transfer")
    arrived = cast.town.effects("treasury", case_no=case_no, kind="arrival_expect")
    if (sent, arrived) != (transfers, 1):
        raise DemoFailed(f"the treasury sent {sent} times, and the money arrived {arrived} times")
    yuan = f"{BALANCE_FEN / 100:.2f}"
    cast.script.say(
        f"国库台账显示：个人账户 {yuan} 元划拨 {sent} 次，到账 {arrived} 次。",
        f"By the treasury's ledger {yuan} yuan were sent {sent} times and arrived once.",
    )
