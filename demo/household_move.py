"""A household moves from one province to another; a bad day does one of these scenes otherwise."""

from collections.abc import Mapping

from demo.handling import DemoFailed, Submitted, finish, submitted_in
from demo.moving_cast import MovingCast
from departments.simulated.movers import MovingFamily
from departments.simulated.people import YUHANG

MATTER = "household-move"
ITEMS = 8

ANSWERS: Mapping[str, object] = {
    "reason": "spouse",
    "movers": 2,
    "minors": True,
    "custody": "both",
    "grown_ups": False,
    "settle_in": "relative",
    "connected": "here",
    "new_identity_card": True,
    "card_lost": False,
    "residence_permit": True,
}


def play(cast: MovingCast) -> str:
    """The good day; returns the case's number when everything came as it should."""
    submitted = submit(cast)
    finish(cast, submitted)
    return submitted.case_no


def submit(cast: MovingCast) -> Submitted:
    """The questions, the form, and the wife's two agreements."""
    script, husband = cast.script, cast.applicant
    draft = husband.start(MATTER, answers=ANSWERS)
    draft_id = str(draft["id"])
    script.say(
        f"{husband.zh}在南京登录，要带孩子把户口迁到杭州的妻子处：{len(draft['prefilled'])} 项信息已经掌握。",
        f"{husband.en} signs in at Nanjing: he and the child move to his wife in Hangzhou; "
        f"{len(draft['prefilled'])} entries are known already.",
    )
    husband.save(draft_id, form=form_of(cast.family), delivery={"mode": "electronic"})
    for consent in ("head", "guardian"):
        husband.ask_consent(draft_id, consent)
    if cast.wife.answer_consents("give") != 2:
        raise DemoFailed("the wife does not find two things to answer")
    script.say(
        f"{cast.wife.zh}在线同意两件事：作为户主同意落户，作为另一方监护人同意孩子迁移。",
        f"{cast.wife.en} agrees to two things: as head of the household, and as the child's other guardian.",
    )
    submitted = submitted_in(husband.submit(draft_id), items=ITEMS)
    script.say(
        f"提交成功，办件编号 {submitted.case_no}，两地共 {ITEMS} 个事项。",
        f"Submitted: case {submitted.case_no} with {ITEMS} items in two places.",
    )
    return submitted


def form_of(family: MovingFamily) -> dict[str, object]:
    """What only the family knows."""
    husband, wife, child = family.husband, family.wife, family.child
    return {
        "applicant.mobile": husband.phone,
        "mover.1.name": husband.name,
        "mover.1.id_number": husband.id_number,
        "mover.1.move_relation": "spouse",
        "mover.2.name": child.name,
        "mover.2.id_number": child.id_number,
        "mover.2.move_relation": "child",
        "target.household_region": YUHANG,
        "target.household_address": wife.home.address,
        "head.name": wife.name,
        "head.id_number": wife.id_number,
        "head.mobile": wife.phone,
        "guardian.name": wife.name,
        "guardian.id_number": wife.id_number,
        "guardian.mobile": wife.phone,
    }
