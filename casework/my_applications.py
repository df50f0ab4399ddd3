"""The drafts of a person and of those for whom she acts, and what became of them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from access.act import Act
from access.policy import demand
from casework.agency.principals import principal_names
from casework.cursors import After, moment_and_id
from casework.words import Language, state_words

_MINE = text("""
    SELECT a.id, a.owner, a.matter, a.plan, a.state, a.version, a.created_at, a.updated_at, c.case_no
    FROM application a LEFT JOIN matter_case c ON c.id = a.case_id
    WHERE a.owner = ANY(ARRAY(SELECT CAST(:himself AS uuid)
            UNION SELECT principal FROM authorisation WHERE agent = :himself))
        AND (a.owner = :himself OR acts_for(a.owner, a.matter))
        AND (CAST(:principal AS uuid) IS NULL OR a.owner = :principal) AND a.state <> 'deleted'
        AND (CAST(:before AS timestamptz) IS NULL OR (a.updated_at, a.id) < (:before, CAST(:id AS uuid)))
    ORDER BY a.updated_at DESC, a.id DESC LIMIT :limit
""")


@dataclass(frozen=True, slots=True)
class ApplicationLine:
    """A draft in a list. `on_behalf_of`: the name of the person for whom the reader acts in it."""

    id: UUID
    matter: str
    title: str
    state: str
    state_words: str
    version: int
    case_no: str | None
    created_at: datetime
    updated_at: datetime
    on_behalf_of: str | None = None


async def my_applications(
    act: Act, *, limit: int, after: After = (), language: Language = "zh"
) -> list[ApplicationLine]:
    """The latest first, with those of the people for whom she acts, or of the one only for whom she acts just
    now; `after`: updated_at and id of the last one seen."""
    demand(act.actor, "case.list")  # whoever acts for her sees what is hers, also when he may not begin
    before, last = moment_and_id(after) or (None, None)
    principal = act.actor.agency.principal if act.actor.agency else None
    himself = act.actor.himself.person_id
    values = {"himself": himself, "principal": principal, "before": before, "id": last, "limit": limit}
    rows = (await act.connection.execute(_MINE, values)).all()
    names = await principal_names(act, [row.owner for row in rows])
    lines: list[ApplicationLine] = []
    for row in rows:
        plan = await act.engine.plans.get(act.connection, row.plan)
        lines.append(
            ApplicationLine(
                id=row.id,
                matter=row.matter,
                title=plan.title.in_language(language),
                state=row.state,
                state_words=state_words("application", row.state, language=language),
                version=row.version,
                case_no=row.case_no,
                created_at=row.created_at,
                updated_at=row.updated_at,
                on_behalf_of=names.get(row.owner),
            )
        )
    return lines
