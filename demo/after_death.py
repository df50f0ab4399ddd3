"""After a death, from the draft to the end; a bad day does one of these scenes otherwise."""

from collections.abc import Mapping

from demo.client import Json
from demo.handling import (
    DemoFailed,
    Submitted,
    expect_state,
    go_on,
    is_over,
    read_papers,
    submitted_in,
    track,
)
from demo.mourning_cast import MourningCast
from departments.simulated.bereaved import Bereavement

MATTER = "after-death"
CONSENT = "heirs.1"
ITEMS = 10
STOPPED_BY_ITSELF = ("old-age-allowance-stop", "relief-stop", "disability-allowance-stop")

ANSWERS: Mapping[str, object] = {
    "death_kind": "hospital",
    "has_certificate": False,
    "cremation": "issue",
    "household_here": True,
    "relation": "child",
    "pension": "retired",
    "medical_account": "unknown",
    "fund": "unknown",
    "other_heirs": 1,
    "has_deed": False,
    "driver": True,
}


def play(cast: MourningCast) -> str:
    """The good day; returns the case's number when everything came as it should."""
    draft = begin(cast)
    widow_answers(cast, draft, "give")
    submitted = submit(cast, draft)
    finish(cast, submitted)
    return submitted.case_no


def begin(cast: MourningCast) -> str:
    """The questions and the form; returns the draft's id."""
    script, son = cast.script, cast.applicant
    draft = son.start(MATTER, answers=ANSWERS)
    draft_id = str(draft["id"])
    known = {key: each["value"] for key, each in draft["prefilled"].items()}
    script.say(
        f"儿子{son.zh}登录并回答了 {len(ANSWERS)} 个问题：{len(known)} 项信息部门已经掌握。",
        f"{son.en}, the son, answers {len(ANSWERS)} questions: {len(known)} entries are known already.",
    )
    for key, zh, en in (
        ("medical.medical_balance", "医保个人账户", "medical account"),
        ("fund.fund_balance", "住房公积金", "housing fund"),
    ):
        if key not in known:
            raise DemoFailed(f"{key} was not found")
        yuan = f"{int(str(known[key])) / 100:.2f}"
        script.say(f"系统查到{zh}余额 {yuan} 元。", f"The balance of the {en} is looked up: {yuan} yuan.")
    son.save(draft_id, form=form_of(cast.family), delivery={"mode": "electronic"})
    script.say(
        "他填写另一位继承人和自己的收款账户，不用上传任何证明。",
        "He names the other heir and his account; there is nothing to upload.",
    )
    return draft_id


def form_of(family: Bereavement) -> dict[str, object]:
    """What only the family knows."""
    child, widow = family.child, family.widow
    return {
        "kin.mobile": child.phone,
        "heir.1.name": widow.name,
        "heir.1.id_number": widow.id_number,
        "heir.1.relation_to_deceased": "spouse",
        "account.account_name": child.name,
        "account.account_no": "6222020000000000018",
        "account.account_bank": "模拟银行余杭支行",
    }


def widow_answers(cast: MourningCast, draft: str, decision: str) -> None:
    """`decision` is give or refuse."""
    cast.applicant.ask_consent(draft, CONSENT)
    if cast.widow.answer_consents(decision) != 1:
        raise DemoFailed("the widow finds nothing to answer")
    gives = decision == "give"
    cast.script.say(
        f"另一位继承人{cast.widow.zh}登录，看到要同意的内容，{'同意了' if gives else '没有同意'}。",
        f"{cast.widow.en}, the other heir, signs in, reads what it is about and "
        f"{'agrees' if gives else 'refuses'}.",
    )


def submit(cast: MourningCast, draft: str) -> Submitted:
    submitted = submitted_in(cast.applicant.submit(draft), items=ITEMS)
    cast.script.say(
        f"提交成功，办件编号 {submitted.case_no}，共 {ITEMS} 个事项，其中 {len(STOPPED_BY_ITSELF)} 个是"
        "部门之间停发补贴，没有人申请。",
        f"Submitted: case {submitted.case_no} with {ITEMS} items; for {len(STOPPED_BY_ITSELF)} of them, the "
        "allowances to be stopped, nobody has applied.",
    )
    return submitted


def finish(cast: MourningCast, submitted: Submitted, *, expected: str = "completed") -> None:
    """To the end of the case and its papers. Nobody asks for a rating."""
    case_no = submitted.case_no
    case = go_on(cast, case_no, until=is_over)
    expect_state(case, expected)
    cast.script.say(f"办件结束：{case['state_words']}。", f"The case is over: {case['state_words']}.")
    if any(each["kind"] == "rating" for each in case["to_do"]):
        raise DemoFailed("who mourns is asked for a rating")
    expect_paid_once(cast, case)
    read_papers(cast, case_no)
    track(cast, submitted)


def expect_paid_once(cast: MourningCast, case: Json) -> None:
    """By the ledgers of those who pay: once where the item was granted, and else not at all."""
    granted = {each["code"] for each in case["items"] if each["state"] == "granted"}
    for item, department, kind in (
        ("survivor-benefit", "pension", "survivor_pay"),
        ("medical-account-closure", "insurance", "medical_account_pay_out"),
        ("fund-withdrawal", "housing_fund", "fund_pay_out"),
    ):
        times = cast.town.effects(department, case_no=str(case["case_no"]), kind=kind)
        if times != (item in granted):
            raise DemoFailed(f"{kind} happened {times} times")
    cast.script.say(
        "各部门的台账显示：每笔款项只支付了一次。",
        "The ledgers of the departments say that each sum was paid exactly once.",
    )
