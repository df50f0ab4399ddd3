"""The card service is down for a day: the other items go on, and the card is made and posted once."""

from demo.client import Json
from demo.handling import DemoFailed, go_on, states
from demo.newborn import CARD_SECONDS, ask_father, begin, father_answers, finish, submit
from demo.newborn_cast import NewbornCast

CARD = "social-card"


def play(cast: NewbornCast) -> str:
    draft = begin(cast)
    ask_father(cast, draft)
    father_answers(cast, "give")
    cast.town.behave("social_card", fail=True)
    try:
        submitted = submit(cast, draft)
        cast.script.say("社保制卡系统停机。", "The card service is down.")
        go_on(cast, submitted.case_no, until=_all_but_the_card)
        cast.script.say(
            "其余八个事项照常办结，只有社保卡在等。", "The other eight items are done; only the card waits."
        )
        _read_waiting(cast, cast.mother.case(submitted.case_no))
        cast.stage.move_time(days=1)
    finally:
        cast.town.behave("social_card", answer_later_seconds=CARD_SECONDS)
    cast.script.say("一天以后制卡系统恢复。", "A day later the card service is back.")
    _retry(cast, submitted.case_no)
    finish(cast, submitted)
    _count(cast, submitted.case_no)
    return submitted.case_no


def _all_but_the_card(case: Json) -> bool:
    return all((state == "granted") == (code != CARD) for code, state in states(case).items())


def _read_waiting(cast: NewbornCast, case: Json) -> None:
    card = next(item for item in case["items"] if item["code"] == CARD)
    cast.script.quote(f"{card['title']}: {card['state_words']} ({card['holder']['name']})")


def _retry(cast: NewbornCast, case_no: str) -> None:
    """What has used up its tries waits for a supervisor; what has not is due again within a day."""
    for incident in cast.supervisor.incidents(case_no):
        cast.supervisor.retry(incident["id"])
        cast.script.say(
            f"监督员{cast.supervisor.zh}看到异常，点了重试。",
            f"{cast.supervisor.en}, the supervisor, sees the incident and retries it.",
        )
    cast.stage.move_time(days=1)
    cast.script.say(
        "系统按计划自动重试，不用她做什么。", "It is tried again by itself; she has nothing to do."
    )


def _count(cast: NewbornCast, case_no: str) -> None:
    cards = cast.town.effects("social_card", case_no=case_no, kind="card_make")
    parcels = cast.town.effects("courier", case_no=case_no, kind="parcel_send")
    if (cards, parcels) != (1, 1):
        raise DemoFailed(f"{cards} cards were made and {parcels} posted, instead of one")
    cast.script.say("只制了一张卡，只寄了一次。", "One card was made, and it was posted once.")
