"""The bank finds that the seal is not the one on record: no account, and everything else stands."""

from demo.business import begin, partner_signs, submit
from demo.business_cast import BusinessCast
from demo.handling import DemoFailed, finish, states

ENDS = {"account-opening": "denied", "fund-withholding": "not_pursued"}
REFUSES = {
    "account_open": {
        "outcome": "seal_differs",
        "reason": {"zh": "印模与公安备案不一致", "en": "The seal is not the one on record."},
    }
}


def play(cast: BusinessCast) -> str:
    draft = begin(cast)
    partner_signs(cast, draft)
    cast.town.behave("bank", reject=REFUSES)
    try:
        submitted = submit(cast, draft)
        finish(cast, submitted, expected="partly_completed")
    finally:
        cast.town.behave("bank")
    case = cast.founder.case(submitted.case_no)
    ends = states(case)
    if {code: state for code, state in ends.items() if state != "granted"} != ENDS:
        raise DemoFailed(f"something else came of it: {ends}")
    account = next(item for item in case["items"] if item["code"] == "account-opening")
    cast.script.say("银行核对印模后不予开户：", "The bank has compared the seals and refuses:")
    cast.script.quote(f"{account['title']}: {account['state_words']} ({account['reason']})")
    return submitted.case_no
