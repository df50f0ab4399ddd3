"""The old place does nothing for forty days: the permits run out, the family is told, and applies again."""

from demo.client import Json
from demo.handling import DemoFailed, Submitted, expect_state, finish, go_on, is_over
from demo.household_move import submit
from demo.moving_cast import ORIGIN_POLICE, MovingCast

PERMIT, OUT = "household-move-permit", "household-move-out"
DAYS = 41  # a permit is good for forty


def play(cast: MovingCast) -> str:
    first = submit(cast)
    wait_too_long(cast, first)
    case = go_on(cast, first.case_no, until=is_over)
    _read_end(cast, case)
    cast.script.say(
        "他们重新申请一次，这次两地都按时办理。", "They apply again, and this time both places act."
    )
    again = submit(cast)
    finish(cast, again)
    return again.case_no


def wait_too_long(cast: MovingCast, submitted: Submitted) -> None:
    """Both permits are issued, and nobody of the old place looks at them."""
    officer = cast.officers.pop(ORIGIN_POLICE)
    try:
        go_on(
            cast,
            submitted.case_no,
            until=lambda case: len(officer.tasks(submitted.case_no)) == len(_of(case, OUT)),
        )
        cast.script.say(
            f"两份准迁证都已签发，南京的{officer.zh}却一直没有办理。",
            f"Both permits are issued, and {officer.en} of Nanjing does nothing.",
        )
        cast.stage.move_time(days=DAYS)
        cast.script.say(
            f"{DAYS} 天过去了，准迁证已过有效期。", f"{DAYS} days later the permits are out of date."
        )
    finally:
        cast.officers[ORIGIN_POLICE] = officer


def _read_end(cast: MovingCast, case: Json) -> None:
    expect_state(case, "refused")
    ends = {each["state"] for each in _of(case, OUT)}, {each["state"] for each in _of(case, PERMIT)}
    if ends != ({"lapsed"}, {"revoked"}):
        raise DemoFailed(f"moving out and the permits have ended as {ends}")
    cancelled = cast.town.effects("household", case_no=str(case["case_no"]), kind="migration_permit_cancel")
    if cancelled != len(_of(case, PERMIT)):
        raise DemoFailed(f"{cancelled} permits were cancelled instead of {len(_of(case, PERMIT))}")
    cast.script.say("申请人看到：", "The applicant reads:")
    cast.script.quote(
        *[f"{each['title']}: {each['state_words']} ({each['reason']})" for each in _of(case, OUT)]
    )


def _of(case: Json, code: str) -> list[Json]:
    return [each for each in case["items"] if each["code"] == code]
