"""The money is there and the accounts are not joined: it waits for the supervisor, who has it asked anew."""

from demo.client import Json
from demo.handling import DemoFailed, go_on, states
from demo.moving_cast import MovingCast
from demo.pension_transfer import finish, submit

MERGE, CALL, HELD = "pension-account-merge", "pension_account_merge", "refused_and_held"
REFUSAL = {"reason": {"zh": "账户已冻结，暂不能合并", "en": "The account is frozen for now."}}


def play(cast: MovingCast) -> str:
    cast.town.behave("pension", reject={CALL: REFUSAL})
    try:
        submitted = submit(cast)
        case = go_on(cast, submitted.case_no, until=lambda case: bool(_held(cast, str(case["case_no"]))))
    finally:
        cast.town.behave("pension")
    if states(case)[MERGE] != "accepted":
        raise DemoFailed(f"{MERGE} is {states(case)[MERGE]}, though its money is there")
    cast.script.say(
        "钱已到账，养老保险系统却不办理合并：事项不会被否决，而是等监督员处理。",
        "The money is there and the accounts are not joined: nothing is denied, it waits for the supervisor.",
    )
    for incident in _held(cast, submitted.case_no):
        cast.script.quote(str(incident["reason_words"]))
        cast.supervisor.retry(incident["id"])
    cast.script.say(
        f"监督员{cast.supervisor.zh}查明原因，让系统重新提交。",
        f"{cast.supervisor.en}, the supervisor, finds out why and lets it be asked anew.",
    )
    finish(cast, submitted, transfers=1)
    return submitted.case_no


def _held(cast: MovingCast, case_no: str) -> list[Json]:
    return [each for each in cast.supervisor.incidents(case_no) if each["reason"] == HELD]
