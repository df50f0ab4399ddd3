"""The birth of a baby until it is a case; a bad day does one of these scenes otherwise."""

from collections.abc import Mapping
from functools import partial

from demo.client import Json
from demo.handling import DemoFailed, Submitted, go_on, submitted_in, wait_until
from demo.handling import finish as finish_case
from demo.newborn_cast import NewbornCast
from departments.simulated.people import YUHANG, Person

MATTER = "newborn"
CONSENT = "father"
ITEMS = 9
CARD_SECONDS = 2.0
PROOF_OF_SERVICE = ("送达回执", "Proof of service")

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


def play(cast: NewbornCast) -> str:
    """The good day; returns the case's number when everything came as it should."""
    draft = begin(cast)
    ask_father(cast, draft)
    father_answers(cast, "give")
    submitted = submit(cast, draft)
    finish(cast, submitted)
    return submitted.case_no


def begin(cast: NewbornCast, *, child_name: str | None = None) -> str:
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
    mother.save(draft_id, form=form_of(cast.wife, cast.husband, child_name=name), delivery={"mode": "mail"})
    mother.hand_in(draft_id, "maternity_invoice")
    script.say(
        "她填好其余内容，上传了医疗费用票据，选择邮寄社保卡。",
        "She fills in the rest, uploads the medical bills and wants the card by post.",
    )
    return draft_id


def form_of(wife: Person, husband: Person, *, child_name: str) -> dict[str, object]:
    """What only the family knows."""
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


def ask_father(cast: NewbornCast, draft: str) -> None:
    cast.mother.ask_consent(draft, CONSENT)
    cast.script.say("她请孩子的父亲在线同意。", "She asks the child's father for his consent.")


def father_answers(cast: NewbornCast, decision: str) -> None:
    """`decision` is give or refuse; he sees exactly what he agrees to before."""
    if cast.father.answer_consents(decision) == 0:
        raise DemoFailed("the father finds nothing to answer")
    gives = decision == "give"
    cast.script.say(
        f"父亲{cast.father.zh}登录，看到要同意的内容，{'同意了' if gives else '没有同意'}。",
        f"{cast.father.en}, the father, signs in, reads what it is about and "
        f"{'agrees' if gives else 'refuses'}.",
    )


def submit(cast: NewbornCast, draft: str) -> Submitted:
    submitted = submitted_in(cast.mother.submit(draft), items=ITEMS)
    cast.script.say(
        f"提交成功，办件编号 {submitted.case_no}，{ITEMS} 个事项同时开始办理。",
        f"Submitted: case {submitted.case_no}, {ITEMS} items begin at the same time.",
    )
    return submitted


def finish(cast: NewbornCast, submitted: Submitted, *, expected: str = "completed") -> None:
    """To the end of the case; then the card is followed to her door, and she gives a rating."""
    finish_case(cast, submitted, expected=expected, follow=partial(follow_card, cast))


def follow_card(cast: NewbornCast, case_no: str) -> None:
    case = go_on(cast, case_no, until=card_delivered, pays=False)
    (parcel,) = case["parcels"]
    ways = " → ".join(stage["words"] for stage in parcel["progress"])
    cast.script.say(
        f"社保卡寄出，快递单号 {parcel['parcel_no']}：{ways}。",
        f"The card is posted, parcel {parcel['parcel_no']}: {ways}.",
    )
    wait_until(cast, case_no, has_proof_of_service)


def card_delivered(case: Json) -> bool:
    return any(parcel["state"] == "delivered" for parcel in case["parcels"])


def has_proof_of_service(case: Json) -> bool:
    """The last paper: it is written when the card was handed over."""
    return any(paper["title"] in PROOF_OF_SERVICE for paper in case["documents"])
