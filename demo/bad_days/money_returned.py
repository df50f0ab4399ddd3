"""The account was written down wrongly: the money comes back, and is sent again to the right one."""

from demo.moving_cast import MovingCast
from demo.pension_transfer import finish, submit

WRONG_ACCOUNT = "3301100000099"


def play(cast: MovingCast) -> str:
    cast.writing.accounts.insert(0, WRONG_ACCOUNT)
    submitted = submit(cast)
    cast.script.say(
        "余杭的经办人把收款账号写错了一位，款项会被银行退回。",
        "At Yuhang a digit of the account is wrong, so that the bank will send the money back.",
    )
    finish(cast, submitted, transfers=2)
    return submitted.case_no
