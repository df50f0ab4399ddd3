"""The cases that an actor may see, the latest first."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, text, tuple_

from access.act import Act
from access.policy import demand
from access.scope import cases_for
from casework.agency.principals import principal_names
from casework.cursors import After, moment_and_text
from casework.waiting import waits_for_applicant
from casework.words import Language, state_words
from database.tables.matter_case import MatterCase
from matter_definitions.state import from_document

_OPEN_PAYMENTS = text("""
    SELECT DISTINCT case_id FROM payment
    WHERE case_id = ANY(:cases) AND state = 'open' AND pay_url IS NOT NULL
""")


@dataclass(frozen=True, slots=True)
class CaseLine:
    """`waits_for_me`: the applicant has something to do. `on_behalf_of`: the name of the person for whom the
    reader acts in it."""

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
    on_behalf_of: str | None = None


async def my_cases(act: Act, *, limit: int, after: After = (), language: Language = "zh") -> list[CaseLine]:
    """Also those of the people for whom an applicant acts; of one alone while he acts just for her. `after`:
    submitted_at and case number of the last one seen."""
    demand(act.actor, "case.list")
    columns = (MatterCase.id, MatterCase.case_no, MatterCase.plan, MatterCase.matter, MatterCase.standing,
        MatterCase.submitted_at, MatterCase.promised_at, MatterCase.expected_at, MatterCase.ended_at,
        MatterCase.applicant, MatterCase.parties, MatterCase.doc)  # fmt: skip
    statement = select(*columns).where(cases_for(act.actor))
    if act.actor.agency is not None:
        statement = statement.where(MatterCase.applicant == act.actor.agency.principal)
    if last := moment_and_text(after):
        statement = statement.where(tuple_(MatterCase.submitted_at, MatterCase.case_no) < last)
    statement = statement.order_by(MatterCase.submitted_at.desc(), MatterCase.case_no.desc()).limit(limit)
    rows = (await act.connection.execute(statement)).all()
    to_pay = await act.connection.execute(_OPEN_PAYMENTS, {"cases": [row.id for row in rows]})
    paying = set(to_pay.scalars())
    himself = act.actor.himself.person_id
    represented = [row.applicant for row in rows if himself is not None and himself not in row.parties]
    names = await principal_names(act, represented)
    lines: list[CaseLine] = []
    for row in rows:
        plan = await act.engine.plans.get(act.connection, row.plan)
        items = list(row.doc.get("items", {}).values())
        name = names.get(row.applicant)
        own = row.applicant == act.actor.person_id or name is not None
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
                waits_for_me=own and (row.id in paying or waits_for_applicant(from_document(row.doc))),
                own=own,
                on_behalf_of=name,
            )
        )
    return lines
