"""The premium is never paid: reminders, then the rule ends that item alone; everything else stands."""

from demo.client import Json
from demo.handling import DemoFailed, expect_state, go_on, is_over, states
from demo.newborn import ask_father, begin, father_answers, follow_card, submit
from demo.newborn_cast import NewbornCast

PREMIUM = "insurance-premium"
DAYS_TO_REMINDERS = (3, 4)
DAYS_TO_EXPIRY = 9
LAPSED, REMINDED = "lapsed", "PAYMENT_REMINDED"


def play(cast: NewbornCast) -> str:
    draft = begin(cast)
    ask_father(cast, draft)
    father_answers(cast, "give")
    submitted = submit(cast, draft)
    case_no = submitted.case_no
    case = go_on(cast, case_no, until=_all_but_the_premium, pays=False)
    cast.script.say(
        "其余八个事项都已办结，医保费还没有缴。", "The other eight items are done; the premium is not paid."
    )
    cast.script.quote(*[each["text"] for each in case["to_do"]])
    for days in DAYS_TO_REMINDERS:
        cast.stage.move_time(days=days)
        cast.script.say(f"又过了 {days} 天，系统提醒她缴费。", f"{days} days later she is reminded.")
    cast.stage.move_time(days=DAYS_TO_EXPIRY)
    cast.script.say(
        f"又过了 {DAYS_TO_EXPIRY} 天，缴费期限已过。", f"{DAYS_TO_EXPIRY} days later the time is over."
    )
    expect_state(go_on(cast, case_no, until=is_over, pays=False), "partly_completed")
    follow_card(cast, case_no)
    _read_end(cast, cast.mother.case(case_no))
    return case_no


def _read_end(cast: NewbornCast, case: Json) -> None:
    premium = next(item for item in case["items"] if item["code"] == PREMIUM)
    reminders = [event for event in case["timeline"] if event["event"] == REMINDED]
    if premium["state"] != LAPSED or len(reminders) != len(DAYS_TO_REMINDERS):
        raise DemoFailed(f"the premium is {premium['state']} after {len(reminders)} reminders")
    cast.script.say("只有这一项终止，其余照常有效：", "Only that item ends, everything else stands:")
    cast.script.quote(f"{premium['title']}: {premium['state_words']} ({premium['reason']})")


def _all_but_the_premium(case: Json) -> bool:
    is_demanded = any(payment["can_pay"] for payment in case["payments"])
    return is_demanded and all(
        (state == "granted") == (code != PREMIUM) for code, state in states(case).items()
    )
