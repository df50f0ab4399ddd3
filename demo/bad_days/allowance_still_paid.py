"""An allowance is said to have stopped, and the list of payments says otherwise: somebody looks into it."""

from demo.after_death import play as as_usual
from demo.handling import DemoFailed
from demo.mourning_cast import MourningCast


def play(cast: MourningCast) -> str:
    cast.town.behave("allowances", otherwise={"allowance_check": {"paying": True}})
    cast.script.say(
        "补贴系统答复“已停发”，但发放名册上仍有逝者。",
        "The allowances are said to have stopped, but are still on the list.",
    )
    try:
        case_no = as_usual(cast)
    finally:
        cast.town.behave("allowances")
    told = [each["text"] for each in cast.applicant.case(case_no)["timeline"]]
    if not any("查清并停发" in each or "find out why" in each for each in told):
        raise DemoFailed("nobody has looked why it is still being paid")
    return case_no
