"""The limit of departments that handle a case together: shown, lengthened, approved by another person."""

from dataclasses import dataclass
from datetime import datetime

from access.act import Act
from access.policy import Action, can
from access.resources import CaseResource
from casework.acting import changing
from casework.case_reading import ReadCase
from casework.decision_parts import kept_text
from casework.finding import find_case
from engine.case_change import CaseChange
from matter_definitions.acts.joint import AskJointExtension, DecideJointExtension
from matter_definitions.joint import JointClock, joint_clock, undecided
from refusals import FieldError, Malformed, Stale


@dataclass(frozen=True, slots=True)
class JointLimitView:
    """`due_at` None: it stands still now. `extended`: it was lengthened. `asked_at`: somebody has asked for
    that, and nobody has decided. `allowed`: words of the table of transitions."""

    started_at: datetime
    due_at: datetime | None
    extended: bool
    provisional: bool
    overdue: bool
    asked_at: datetime | None
    allowed: list[str]


@dataclass(frozen=True, slots=True)
class JointActed:
    """`due_at`: when the limit ends now; None while it stands still."""

    case_no: str
    version: int
    due_at: datetime | None


async def ask_joint_extension(
    act: Act, case_no: str, *, reason: str, if_version: int | None = None
) -> JointActed:
    """Raises Unknown (404), NotYours (403), NotNow (409), Stale (412)."""
    found = await find_case(act, case_no, action="case.extend")
    async with changing(act, found.id) as case:
        _demand_version(case, if_version)
        case.apply(AskJointExtension(kept_text(case, "reason", reason) or ""))
    return _acted(case)


async def decide_joint_extension(
    act: Act, case_no: str, *, granted: bool, reason: str | None = None, if_version: int | None = None
) -> JointActed:
    """By a supervisor, for the head of the government at that level, and never by who asked.

    Raises Unknown (404), NotYours (403), NotNow (409), Stale (412), Malformed (422).
    """
    found = await find_case(act, case_no, action="case.approve")
    if not granted and not (reason or "").strip():
        raise Malformed(errors=[FieldError("/reason", "请说明不同意的理由", "say why not")])
    async with changing(act, found.id) as case:
        _demand_version(case, if_version)
        case.apply(DecideJointExtension(granted, kept_text(case, "reason", reason)))
    return _acted(case)


def joint_view(act: Act, case: ReadCase, resource: CaseResource) -> JointLimitView | None:
    """None where the case has no such limit, or it is over. Who applied reads when it ends."""
    clock = joint_clock(case.plan, case.state, case.calendar)
    if clock is None:
        return None
    asked = undecided(case.state)
    return JointLimitView(
        started_at=clock.started,
        due_at=clock.due_at,
        extended=clock.extended,
        provisional=clock.provisional,
        overdue=clock.due_at is not None and clock.due_at < case.now,
        asked_at=asked.asked_at if asked and act.actor.is_staff else None,
        allowed=_allowed(act, case, resource, clock),
    )


def _allowed(act: Act, case: ReadCase, resource: CaseResource, clock: JointClock) -> list[str]:
    def may(action: Action, kind: str) -> bool:
        return act.actor.kind == kind and can(act.actor, action, resource).allowed

    if undecided(case.state) is not None:
        decides = may("case.approve", "supervisor")
        return ["grant_joint_extension", "refuse_joint_extension"] if decides else []
    plan = case.plan.joint
    in_time = clock.due_at is None or case.now <= clock.due_at
    possible = plan is not None and plan.extension is not None and not clock.extended and in_time
    return ["ask_joint_extension"] if possible and may("case.extend", "officer") else []


def _demand_version(case: CaseChange, version: int | None) -> None:
    if version is not None and version != case.row.version:
        raise Stale


def _acted(case: CaseChange) -> JointActed:
    clock = joint_clock(case.plan, case.state, case.calendar)
    return JointActed(case.case_no, case.row.version + 1, clock.due_at if clock else None)
