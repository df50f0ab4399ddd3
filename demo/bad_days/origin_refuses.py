"""The old place does not let him go: his permit is cancelled, and so is the child's."""

from demo.client import Json
from demo.handling import DemoFailed, Submitted, expect_state, go_on, is_over, track
from demo.household_move import submit
from demo.moving_cast import ORIGIN_POLICE, MovingCast

PERMIT, OUT = "household-move-permit", "household-move-out"
LAW = "《中华人民共和国户口登记条例》第十条"


def play(cast: MovingCast) -> str:
    submitted = submit(cast)
    refuse(cast, submitted)
    case = go_on(cast, submitted.case_no, until=is_over)
    expect_state(case, "refused")
    permits = [each for each in case["items"] if each["code"] == PERMIT]
    if {each["state"] for each in permits} != {"revoked"}:
        raise DemoFailed("a permit outlives the refusal of the old place")
    cancelled = cast.town.effects("household", case_no=submitted.case_no, kind="migration_permit_cancel")
    if cancelled != len(permits):
        raise DemoFailed(f"{cancelled} permits were cancelled instead of {len(permits)}")
    cast.script.say(
        f"{cancelled} 份准迁证已随之注销，申请人收到通知。",
        f"{cancelled} permits were cancelled with it, and the applicant is told.",
    )
    track(cast, submitted)
    return submitted.case_no


def refuse(cast: MovingCast, submitted: Submitted) -> None:
    """Both permits are issued first; then the officer of the old place finds a dispute in the household."""
    officer = cast.officers.pop(ORIGIN_POLICE)
    try:
        go_on(
            cast,
            submitted.case_no,
            until=lambda case: len(officer.tasks(str(case["case_no"]))) == _leaving(case),
        )
        for task in officer.tasks(submitted.case_no):
            officer.decide(task["id"], outcome="deny", reasons=["household_dispute"], legal_basis=LAW)
    finally:
        cast.officers[ORIGIN_POLICE] = officer
    cast.script.say(
        f"南京的{officer.zh}核验后不予迁出：户内存在未决纠纷。",
        f"{officer.en} of Nanjing does not let them go: a dispute in the household is open.",
    )


def _leaving(case: Json) -> int:
    return sum(each["code"] == OUT for each in case["items"])
