"""The widow does not agree, and the housing fund sees that the heirs are in dispute: it pays nothing."""

from dataclasses import replace

from demo.after_death import begin, finish, submit, widow_answers
from demo.handling import DemoFailed, go_on, states
from demo.mourning_cast import MourningCast

FUND, ITEM = "officer-housing-fund", "fund-withdrawal"
INSTEAD = "heir.1.heir_statement"
LAW = "《住房公积金管理条例》第二十四条"


def play(cast: MourningCast) -> str:
    draft = begin(cast)
    widow_answers(cast, draft, "refuse")
    _read_alternative(cast, draft)
    cast.applicant.hand_in(draft, INSTEAD)
    cast.script.say(
        "他上传了一份有她签名的同意书。", "He uploads an agreement that is said to be signed by her."
    )
    submitted = submit(cast, draft)
    deny(cast, submitted.case_no)
    finish(cast, submitted, expected="partly_completed")
    return submitted.case_no


def _read_alternative(cast: MourningCast, draft: str) -> None:
    seen = cast.applicant.draft(draft)
    if seen["can_submit"]:
        raise DemoFailed("the refusal does not show in the draft")
    cast.script.say("草稿告诉申请人：", "The draft tells the applicant:")
    cast.script.quote(*[each["message"] for each in seen["problems"]])


def deny(cast: MourningCast, case_no: str) -> None:
    """Everybody does his work until the fund has to decide; it denies with its reason."""
    others = dict(cast.officers)
    officer = others.pop(FUND)
    (receipt,) = officer.tasks(case_no)
    officer.decide(receipt["id"], outcome="accept")

    def at_the_fund(case: object) -> bool:
        del case
        return bool(officer.tasks(case_no))

    go_on(replace(cast, officers=others), case_no, until=at_the_fund)
    (review,) = officer.tasks(case_no)
    officer.decide(review["id"], outcome="deny", reasons=["heirs_dispute"], legal_basis=LAW)
    cast.script.say(
        f"公积金中心的{officer.zh}：继承人之间有争议，不予提取。",
        f"{officer.en}, housing fund: the heirs are in dispute, so nothing is paid.",
    )
    if states(cast.applicant.case(case_no))[ITEM] != "denied":
        raise DemoFailed("the denial does not show in the case")
