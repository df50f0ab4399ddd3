"""The name holds a character that a newborn's name may not have: the draft says which, and she mends it."""

from demo.client import Refused
from demo.handling import DemoFailed
from demo.newborn import GIVEN_NAME, ask_father, begin, father_answers, finish, submit
from demo.newborn_cast import NewbornCast

NAME = "child.1.name"
NOT_PERMITTED = "囍"


def play(cast: NewbornCast) -> str:
    surname = cast.husband.name[0]
    draft = begin(cast, child_name=surname + NOT_PERMITTED)
    _read_problem(cast, draft)
    _try_to_submit(cast, draft)
    cast.mother.save(draft, form={NAME: surname + GIVEN_NAME})
    cast.script.say(f"她把名字改为{surname}{GIVEN_NAME}。", f"She changes the name to {surname}{GIVEN_NAME}.")
    ask_father(cast, draft)
    father_answers(cast, "give")
    submitted = submit(cast, draft)
    finish(cast, submitted)
    return submitted.case_no


def _read_problem(cast: NewbornCast, draft: str) -> None:
    problems = cast.mother.draft(draft)["problems"]
    found = [each["message"] for each in problems if each["pointer"] == f"/form/{NAME}"]
    if not found or NOT_PERMITTED not in found[0]:
        raise DemoFailed("the draft does not name the character")
    cast.script.say("草稿在姓名一栏写着：", "Beside the name the draft says:")
    cast.script.quote(*found)


def _try_to_submit(cast: NewbornCast, draft: str) -> None:
    try:
        cast.mother.submit(draft)
    except Refused as refusal:
        errors = refusal.problem["errors"]
        if refusal.status != 422 or f"/form/{NAME}" not in {each["pointer"] for each in errors}:
            raise
        cast.script.say(
            f"她仍然提交：退回，{len(errors)} 处问题一次列明：",
            f"She submits all the same: it comes back with all {len(errors)} problems at once:",
        )
        cast.script.quote(*[each["message"] for each in errors])
    else:
        raise DemoFailed("a name that is not permitted was taken")
