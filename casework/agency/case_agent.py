"""Who acts for the applicant of a case, as everybody sees who has to do with it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from access.act import Act
from casework.agency.authorisation_views import authorisation_view
from casework.words import Language
from refusals import Unknown


@dataclass(frozen=True, slots=True)
class CaseAgent:
    """The agent who acted last. `state` of the authorisation as in its view; `has_evidence`: it was recorded
    at a window from a signed paper, else its paper is among those of the case."""

    authorisation: UUID
    name: str | None
    kind: str
    kind_words: str
    actions: list[str]
    ends_at: datetime
    state: str
    state_words: str
    has_evidence: bool


async def case_agent(act: Act, authorisation: UUID | None, *, language: Language) -> CaseAgent | None:
    """None without one, and for a party whom it does not concern."""
    if authorisation is None:
        return None
    try:
        view = await authorisation_view(act, authorisation, language=language)
    except Unknown:
        return None
    return CaseAgent(
        authorisation=view.id,
        name=view.agent_name,
        kind=view.kind,
        kind_words=view.kind_words,
        actions=[each.title for each in view.actions],
        ends_at=view.ends_at,
        state=view.state,
        state_words=view.state_words,
        has_evidence=view.has_evidence,
    )
