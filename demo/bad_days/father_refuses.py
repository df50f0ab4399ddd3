"""The father does not agree: the draft tells the mother what may stand in the place of his consent."""

from demo.handling import DemoFailed
from demo.newborn import ask_father, begin, father_answers, finish, submit
from demo.newborn_cast import NewbornCast

INSTEAD = ("father.identity_card", "marriage_certificate")


def play(cast: NewbornCast) -> str:
    draft = begin(cast)
    ask_father(cast, draft)
    father_answers(cast, "refuse")
    _read_alternative(cast, draft)
    for material in INSTEAD:
        cast.mother.hand_in(draft, material)
    cast.script.say(
        "她上传了父亲的身份证和结婚证。", "She uploads his identity card and the marriage certificate."
    )
    submitted = submit(cast, draft)
    finish(cast, submitted)
    return submitted.case_no


def _read_alternative(cast: NewbornCast, draft: str) -> None:
    seen = cast.mother.draft(draft)
    consent = next(each for each in seen["consents"] if each["code"] == "father")
    if consent["state"] != "refused" or seen["can_submit"]:
        raise DemoFailed("the refusal does not show in the draft")
    cast.script.say("草稿告诉母亲：", "The draft tells the mother:")
    cast.script.quote(*[each["message"] for each in seen["problems"]])
