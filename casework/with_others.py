"""What others have a part in, as whoever reads the case is told: letters, publicity, visits, hearings.

That something was asked, of whom and until when; what the offices write to each other stands at their desks.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from access.act import Act
from casework.case_reading import ReadCase
from casework.organisation import department_names, name_in
from casework.words import Language
from forms.form_plan import Text
from matter_definitions import corresponding, publicising, visiting
from matter_definitions.plan import StepPlan
from matter_definitions.state import ItemState, StepState
from matter_definitions.steps_of_others import part_of

_PUBLICITY = text("""
    SELECT id, item_key, step, begins_at, ends_at, state FROM publicity
    WHERE case_id = :case AND state <> 'withdrawn' ORDER BY begins_at, id
""")


@dataclass(frozen=True, slots=True)
class StepOfOthers:
    """Which step of which item it is about."""

    item: str
    item_title: str
    step: str
    title: str


@dataclass(frozen=True, slots=True)
class LetterNote:
    """A department asks another. `sent_at`: None while it is being written. `answer_until`: while the answer
    is still due."""

    about: StepOfOthers
    addressee: str
    sent_at: datetime | None
    answer_until: datetime | None
    answered: bool


@dataclass(frozen=True, slots=True)
class PublicityNote:
    """`id` leads to what everybody reads. `objections`: how many were made."""

    about: StepOfOthers
    id: UUID
    begins_at: datetime
    ends_at: datetime
    open: bool
    objections: int


@dataclass(frozen=True, slots=True)
class VisitNote:
    """`at`: the time that all departments have agreed to. `over`: each of them has concluded."""

    about: StepOfOthers
    departments: list[str]
    at: datetime | None
    over: bool


@dataclass(frozen=True, slots=True)
class HearingNote:
    """A hearing that was asked for; `at`: when it is, once that is set."""

    about: StepOfOthers
    asked_at: datetime
    at: datetime | None
    over: bool


@dataclass(frozen=True, slots=True)
class WithOthers:
    letters: list[LetterNote]
    publicity: list[PublicityNote]
    visits: list[VisitNote]
    hearings: list[HearingNote]


_Part = tuple[StepOfOthers, ItemState, StepState, StepPlan]


async def with_others(act: Act, case: ReadCase, *, language: Language) -> WithOthers:
    """In the order of the items and of their steps; only steps that have begun."""
    parts = list(_begun(case, language=language))
    names = await _names(act, parts)
    return WithOthers(
        letters=_letters(case, _of_kind(parts, "letter"), names=names, language=language),
        publicity=await _publicity(act, case, list(_of_kind(parts, "publicity"))),
        visits=[
            VisitNote(
                about,
                [name_in(names, each, language) for each in visiting.parties_of(item, plan)],
                visiting.agreed_time(step),
                step.standing != "open",
            )
            for about, item, step, plan in _of_kind(parts, "joint_visit")
        ],
        hearings=[
            HearingNote(about, asked_at, _moment(step.data.get("at")), step.standing != "open")
            for about, _, step, _ in _of_kind(parts, "hearing")
            if (asked_at := _moment(step.data.get("asked_at"))) is not None
        ],
    )


def _begun(case: ReadCase, *, language: Language) -> Iterator[_Part]:
    for item in sorted(case.state.items.values(), key=lambda each: each.number):
        title = case.item_title(item.key, language=language)
        for plan in case.plan.item(item.code).steps:
            step = item.steps.get(plan.code)
            if step is not None and step.opened_at is not None and step.standing != "ended":
                about = StepOfOthers(item.key, title, plan.code, plan.title.in_language(language))
                yield about, item, step, plan


def _of_kind(parts: Iterable[_Part], kind: str) -> Iterator[_Part]:
    return (each for each in parts if each[3].kind == kind)


async def _names(act: Act, parts: Iterable[_Part]) -> dict[str, Text]:
    concerned = [item for _, item, _, plan in parts if plan.kind in ("letter", "joint_visit")]
    codes = {item.department for item in concerned}
    codes |= {department for item in concerned for department, _ in item.places.values()}
    return await department_names(act.connection, codes) if codes else {}


def _letters(
    case: ReadCase, parts: Iterable[_Part], *, names: dict[str, Text], language: Language
) -> list[LetterNote]:
    deadlines = corresponding.deadlines(case.plan, case.state, case.calendar)
    due = {(each.item, each.step): each.at for each in deadlines}
    return [
        LetterNote(
            about,
            addressee,
            _moment(step.data.get("sent_at")),
            due.get((item.key, step.code)),
            step.standing != "open",
        )
        for about, item, step, plan in parts
        if (addressee := _addressee(item, plan, names, language)) is not None
    ]


def _addressee(item: ItemState, plan: StepPlan, names: dict[str, Text], language: Language) -> str | None:
    """By name; None where the case was opened without one."""
    outside = plan.letter.outside if plan.letter else None
    if outside is not None:
        return outside.in_language(language)
    place = item.places.get(part_of(plan.code, "to"))
    return name_in(names, place[0], language) if place else None


async def _publicity(act: Act, case: ReadCase, parts: list[_Part]) -> list[PublicityNote]:
    if not parts:
        return []
    rows = (await act.connection.execute(_PUBLICITY, {"case": case.row.id})).all()
    found = {(item.key, step.code): (about, step) for about, item, step, _ in parts}
    return [
        PublicityNote(
            about=about,
            id=row.id,
            begins_at=row.begins_at,
            ends_at=row.ends_at,
            open=row.state == "open" and case.now < row.ends_at,
            objections=publicising.objections_made(step),
        )
        for row in rows
        if (row.item_key, row.step) in found
        for about, step in [found[row.item_key, row.step]]
    ]


def _moment(value: object) -> datetime | None:
    return datetime.fromisoformat(value) if isinstance(value, str) else None
