"""The birth of a baby until it is a case; a bad day does one of these scenes otherwise."""

from collections.abc import Mapping

from demo.cast import Cast
from demo.handling import DemoFailed, Submitted, finish
from departments.simulated.people import YUHANG

MATTER = "newborn"
CONSENT = "father"
ITEMS = 9
CARD_SECONDS = 2.0

ANSWERS: Mapping[str, object] = {
    "born_where": "hospital_here",
    "age": "under_one",
    "children": 1,
    "first_certificate": True,
    "married": True,
    "household_follows": "mother",
    "household_here": True,
    "military_parent": False,
    "surname": "father",
    "different_ethnic_groups": False,
    "insure_here": True,
    "social_card": "both",
    "maternity_insured": True,
}
GIVEN_NAME = "子涵"


def play(cast: Cast) -> str:
    """The good day; returns the case's number when everything came as it should."""
    draft = begin(cast)
    ask_father(cast, draft)
    father_answers(cast, "give")
    submitted = submit(cast, draft)
    finish(cast, submitted)
    return submitted.case_no


def begin(cast: Cast, *, child_name: str | None = None) -> str:
    """A birth, a draft, the questions and the form; returns the draft's id."""
    script, mother = cast.script, cast.mother
    cast.town.behave("social_card", answer_later_seconds=CARD_SECONDS)
    cast.town.report_birth(
        mother_id_number=cast.wife.id_number, sex="female", hospital_region=cast.hospital_region
    )
    script.say("医院登记了一条新的分娩记录。", "The hospital has written down a birth.")
    draft = mother.start(MATTER, answers=ANSWERS)
    draft_id = str(draft["id"])
    asked, known = len(ANSWERS), len(draft["prefilled"])
    script.say(
        f"母亲{mother.zh}登录并回答了 {asked} 个问题：{known} 项信息部门已经掌握，不用再填。",
        f"{mother.en}, the mother, answers {asked} questions: {known} entries are known already.",
    )
    name = child_name or cast.husband.name[0] + GIVEN_NAME
    mother.save(draft_id, form=form_of(cast, child_name=name), delivery={"mode": "mail"})
    mother.hand_in(draft_id, "maternity_invoice")
    script.say(
        "她填好其余内容，上传了医疗费用票据，选择邮寄社保卡。",
        "She fills in the rest, uploads the medical bills and wants the card by post.",
    )
    return draft_id


def form_of(cast: Cast, *, child_name: str) -> dict[str, object]:
    """What only the family knows."""
    wife, husband = cast.wife, cast.husband
    return {
        "mother.ethnic_group": "01",
        "father.name": husband.name,
        "father.id_number": husband.id_number,
        "father.mobile": husband.phone,
        "father.ethnic_group": "01",
        "child.1.name": child_name,
        "child.1.ethnic_group": "01",
        "insurance.insurance_region": YUHANG,
        "card.card_bank": "icbc",
        "account.account_name": wife.name,
        "account.account_no": "6222020000000000018",
        "account.account_bank": "模拟银行余杭支行",
        "delivery.recipient": wife.name,
        "delivery.mobile": wife.phone,
        "delivery.address": wife.home.address,
    }


def ask_father(cast: Cast, draft: str) -> None:
    cast.mother.ask_consent(draft, CONSENT)
    cast.script.say("她请孩子的父亲在线同意。", "She asks the child's father for his consent.")


def father_answers(cast: Cast, decision: str) -> None:
    """`decision` is give or refuse; he sees exactly what he agrees to before."""
    if cast.father.answer_consents(decision) == 0:
        raise DemoFailed("the father finds nothing to answer")
    gives = decision == "give"
    cast.script.say(
        f"父亲{cast.father.zh}登录，看到要同意的内容，{'同意了' if gives else '没有同意'}。",
        f"{cast.father.en}, the father, signs in, reads what it is about and "
        f"{'agrees' if gives else 'refuses'}.",
    )


def submit(cast: Cast, draft: str) -> Submitted:
    answer = cast.mother.submit(draft)
    submitted = Submitted(str(answer["case_no"]), str(answer["password"]))
    count = len(answer["items"])
    cast.script.say(
        f"提交成功，办件编号 {submitted.case_no}，{count} 个事项同时开始办理。",
        f"Submitted: case {submitted.case_no}, {count} items begin at the same time.",
    )
    if count != ITEMS:
        raise DemoFailed(f"{count} items were opened instead of {ITEMS}")
    return submitted
