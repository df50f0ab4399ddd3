"""The pension was paid for two months after the death: what is due is paid out, and that much comes back."""

from demo.after_death import play as as_usual
from demo.handling import DemoFailed
from demo.mourning_cast import MourningCast

OVERPAID_FEN = 386_000


def play(cast: MourningCast) -> str:
    cast.town.behave("pension", otherwise={"survivor_assess": {"overpaid_fen": OVERPAID_FEN}})
    try:
        case_no = as_usual(cast)
    finally:
        cast.town.behave("pension")
    case = cast.applicant.case(case_no)
    paid_back = [each["amount_fen"] for each in case["payments"] if not each["can_pay"]]
    if paid_back != [OVERPAID_FEN]:
        raise DemoFailed(f"{paid_back} came back instead of {OVERPAID_FEN}")
    return case_no
