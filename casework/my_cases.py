"""The cases that an actor may see, the latest first."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, text, tuple_

from access.act import Act
from access.policy import demand
from access.scope import cases_for
from casework.cursors import After, moment_and_text
from casework.words import Language, state_words
from database.tables.matter_case import MatterCase

_OPEN_PAYMENTS = text("""
    SELECT DISTINCT case_id FROM payment
    WHERE case_id = ANY(:cases) AND state = 'open' AND pay_url IS NOT NULL
""")


@dataclass(frozen=True, slots=True)
class CaseLine:
    """`waits_for_me`: the applicant has something to do."""

    case_no: str
    matter: str
    title: str
    state: str
    state_words: str
    submitted_at: datetime
    promised_at: datetime | None
    expected_at: datetime | None
    ended_at: datetime | None
    items_done: int
    items: int
    waits_for_me: bool
    own: bool


async def my_cases(act: Act, *, limit: int, after: After = (), language: Language = "zh") -> list[CaseLine]:
    """`after`: submitted_at and case number of the last one seen."""
    demand(act.actor, "case.list")
    columns = (MatterCase.id, MatterCase.case_no, MatterCase.plan, MatterCase.matter, MatterCase.standing,
        MatterCase.submitted_at, MatterCase.promised_at, MatterCase.expected_at, MatterCase.ended_at,
        MatterCase.applicant, MatterCase.doc)  # fmt: skip
    statement = select(*columns).where(cases_for(act.actor))
    if last := moment_and_text(after):
        statement = statement.where(tuple_(MatterCase.submitted_at, MatterCase.case_no) < last)
    statement = statement.order_by(MatterCase.submitted_at.desc(), MatterCase.case_no.desc()).limit(limit)
    rows = (await act.connection.execute(statement)).all()
    to_pay = await act.connection.execute(_OPEN_PAYMENTS, {"cases": [row.id for row in rows]})
    paying = set(to_pay.scalars())
    lines: list[CaseLine] = []
    for row in rows:
        plan = await act.engine.plans.get(act.connection, row.plan)
        items = list(row.doc.get("items", {}).values())
        own = row.applicant == act.actor.person_id
        correcting = any(each.get("standing") == "correcting" for each in items)
        lines.append(
            CaseLine(
                case_no=row.case_no,
                matter=row.matter,
                title=plan.title.in_language(language),
                state=row.standing,
                state_words=state_words("case", row.standing, language=language),
                submitted_at=row.submitted_at,
                promised_at=row.promised_at,
                expected_at=row.expected_at,
                ended_at=row.ended_at,
                items_done=sum(each.get("standing") == "granted" for each in items),
                items=len(items),
                waits_for_me=own and (correcting or row.id in paying),
                own=own,
            )
        )
    return lines
