"""The household register is silent, so a photograph is needed; nobody can read it; she corrects it once."""

from demo.client import Json
from demo.handling import DemoFailed, Submitted, decide_open_tasks, wait_until
from demo.newborn import ask_father, begin, father_answers, finish, submit
from demo.newborn_cast import POLICE, NewbornCast

PAGES = "household_pages"
TOLD = "NOTICE_TOLD"


def play(cast: NewbornCast) -> str:
    cast.mother.agree_to_electronic_service()
    cast.script.say(
        "母亲同意电子送达：通知进入她的消息箱，就算送达。",
        "The mother agrees to electronic service: a notice has reached her when it lies in her message box.",
    )
    cast.town.behave("household", fail=True)
    try:
        submitted = _submit_with_photograph(cast)
    finally:
        cast.town.behave("household")
    _ask_for_correction(cast, submitted)
    _correct(cast, submitted)
    finish(cast, submitted)
    return submitted.case_no


def _submit_with_photograph(cast: NewbornCast) -> Submitted:
    draft = begin(cast)
    cast.script.say(
        "户籍系统没有回答，草稿请她自己填写户口信息，并上传户口簿照片。",
        "The household register does not answer: the draft asks her for the entries and a photograph.",
    )
    home = cast.wife.home
    household = {
        "household.household_no": home.household_no,
        "household.head_name": home.head_name,
        "household.household_address": home.address,
        "household.household_region": home.region,
        "household.household_type": home.type,
    }
    cast.mother.save(draft, form=household)
    cast.mother.hand_in(draft, PAGES)
    ask_father(cast, draft)
    father_answers(cast, "give")
    return submit(cast, draft)


def _ask_for_correction(cast: NewbornCast, submitted: Submitted) -> None:
    """The others answer too, and then one notice with everything goes to the mother."""
    officer = cast.officers[POLICE]
    (task,) = officer.tasks(submitted.case_no)
    message = cast.script.text(
        "照片模糊，看不清户主页，请重新拍照。", "The head's page cannot be read. Take it again."
    )
    officer.decide(task["id"], outcome="correct", marks=[{"material": PAGES, "message": message}])
    cast.script.say(
        f"{officer.zh}标出看不清的照片。", f"{officer.en} marks the photograph that cannot be read."
    )
    decide_open_tasks(cast, submitted.case_no)


def _correct(cast: NewbornCast, submitted: Submitted) -> None:
    (notice,) = _notices(cast, submitted)
    cast.script.say("母亲收到一份补正通知：", "The mother gets one notice:")
    words = [f"{mark['title']}: {mark['message']}" for mark in notice["marks"]]
    cast.script.quote(str(notice["text"]), *words)
    wait_until(cast, submitted.case_no, _has_reached_her)
    cast.script.say("送达有了证明：通知已经到她手里。", "It is proved that the notice has reached her.")
    cast.mother.supply(submitted.case_no, PAGES)
    if _notices(cast, submitted):
        raise DemoFailed("the notice stays open after everything was corrected")
    cast.script.say("她重新拍照上传，一次补齐。", "She takes it again: everything is there at once.")


def _has_reached_her(case: Json) -> bool:
    return any(event["event"] == TOLD for event in case["timeline"])


def _notices(cast: NewbornCast, submitted: Submitted) -> list[Json]:
    case = cast.mother.case(submitted.case_no)
    return [each for each in case["to_do"] if each["kind"] == "correction"]
