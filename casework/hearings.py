"""A hearing: asked for by whom it concerns, set and recorded by the department."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from access.act import Act
from casework.acting import changing
from casework.acting_on_task import acting_on_task, find_task_of_kind
from casework.case_reading import ReadCase, read_case
from casework.finding import find_case
from casework.words import Language, deadline_words
from matter_definitions.acts.hearing_others import AskHearing, HoldHearing, RecordHearing
from matter_definitions.being_heard import may_be_asked_until
from matter_definitions.state import IN_HANDLING


@dataclass(frozen=True, slots=True)
class HearingOffered:
    """Somebody may ask for this hearing until then; `text` says so."""

    item: str
    step: str
    text: str
    until: datetime


def hearings_offered(case: ReadCase, *, language: Language) -> list[HearingOffered]:
    """Those that the applicant may ask for now."""
    found: list[HearingOffered] = []
    for item in case.state.items.values():
        for plan in case.plan.item(item.code).steps:
            until = may_be_asked_until(plan, item, case.calendar)
            if until is not None and item.standing in IN_HANDLING and case.now < until:
                text = _offer(case.item_title(item.key, language=language), until, language)
                found.append(HearingOffered(item.key, plan.code, text, until))
    return found


def _offer(title: str, until: datetime, language: Language) -> str:
    day = deadline_words(until, language=language)
    zh = f"“{title}”在决定前，您有权在{day}前要求听证；不需要的，不必办理"
    en = f"Before “{title}” is decided, you may ask for a hearing until {day}; you need not"
    return en if language == "en" else zh


@dataclass(frozen=True, slots=True)
class HearingDesk:
    """What the department has to know of a hearing that was asked for. `at`: when it is, once that is set;
    `notice_days`: how long before it is announced at the least (行政许可法 48)."""

    task: UUID
    case_no: str
    item_title: str
    title: str
    hold_until: datetime | None
    notice_days: int
    at: datetime | None
    now: datetime
    open: bool


async def hearing_of(act: Act, task_id: UUID, *, language: Language = "zh") -> HearingDesk:
    """Raises Unknown (404) and AnotherKindOfTask (409)."""
    task = await find_task_of_kind(act, task_id, kind="hearing")
    case = await read_case(act, task.case_id)
    item = case.state.items[task.item_key]
    plan, at = case.plan.step(item.code, task.step), item.steps[task.step].data.get("at")
    assert plan.hearing is not None, "the task is that of a hearing"
    return HearingDesk(
        task=task.id,
        case_no=task.case_no,
        item_title=case.item_title(item.key, language=language),
        title=plan.title.in_language(language),
        hold_until=task.limit_at,
        notice_days=plan.hearing.notice_days,
        at=datetime.fromisoformat(str(at)) if at else None,
        now=case.now,
        open=task.state == "open",
    )


async def ask_hearing(act: Act, case_no: str, *, item: str, step: str) -> None:
    """The applicant asks to be heard. Raises Unknown (404), NotYours (403) and NotNow (409)."""
    found = await find_case(act, case_no, action="case.confirm")
    async with changing(act, found.id) as case:
        case.apply(AskHearing(item, step))


async def hold_hearing(act: Act, task_id: UUID, at: datetime, *, if_version: int | None = None) -> None:
    """Raises as `acting_on_task`, and NotNow (409): too soon after the announcement, or too late."""
    async with acting_on_task(act, task_id, kind="hearing", if_version=if_version) as (case, task):
        case.apply(HoldHearing(task.item_key, task.step, at))


async def record_hearing(act: Act, task_id: UUID, words: str, *, if_version: int | None = None) -> None:
    """Raises as `acting_on_task`, and NotNow (409)."""
    async with acting_on_task(act, task_id, kind="hearing", if_version=if_version) as (case, task):
        text_id = case.add_text("hearing", words)
        case.apply(RecordHearing(task.item_key, task.step, str(text_id)))
