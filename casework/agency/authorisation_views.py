"""An authorisation as principal, agent or office sees it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from access.act import Act
from access.agencies import AGENT_ACTIONS
from access.policy import demand
from casework.access_records import record_access
from casework.agency.authorisation_rows import Role, StoredAuthorisation, find_stored, stored_of
from casework.outside import Outside
from casework.words import Language, state_words
from database.session import become_engine
from documents.agency_paper import AGENCY_KIND_WORDS, AGENCY_ORIGIN_WORDS, AGENT_ACTION_WORDS
from files.names import download_headers
from files.store import SealedFile
from forms.form_plan import Text
from forms.values.masking import mask_id
from refusals import Unknown

_TITLES = text("""
    SELECT DISTINCT ON (matter) matter, title_zh, title_en FROM matter_in_force
    WHERE matter = ANY(:matters) ORDER BY matter, effective_from DESC
""")
_EVIDENCE = text("""
    SELECT id, sha256, size, media_type, name, storage_key, scan, wrapped_key, kid FROM stored_file
    WHERE id = :id AND scan = 'clean'
""")


@dataclass(frozen=True, slots=True)
class ScopeLine:
    code: str
    title: str


@dataclass(frozen=True, slots=True)
class AuthorisationView:
    """`role`: how the reader stands to it. `principal` is what `on_behalf_of` names; empty `matters`: all.

    `state`: asked (of the agent), not_yet, in_force, over (its time) or ended (by somebody). Numbers are
    masked; names are gone after a lawful deletion."""

    id: UUID
    role: Role
    kind: str
    kind_words: str
    principal: UUID
    principal_name: str | None
    principal_number: str | None
    agent_name: str | None
    agent_number: str | None
    matters: list[ScopeLine]
    actions: list[ScopeLine]
    begins_at: datetime
    ends_at: datetime
    origin: str
    origin_words: str
    has_evidence: bool
    state: str
    state_words: str
    granted_at: datetime
    accepted_at: datetime | None
    ended_at: datetime | None
    allowed: list[str]


@dataclass(frozen=True, slots=True)
class OpenedEvidence:
    content: bytes
    headers: dict[str, str]


async def my_authorisations(act: Act, *, language: Language = "zh") -> list[AuthorisationView]:
    """What the person granted and was granted, the latest first; also while he acts for somebody."""
    demand(act.actor.himself, "authorisation.read")
    person = act.actor.himself.person_id
    assert person is not None, "an applicant has a row of person"
    stored = await stored_of(act, person)
    return await _views(act, stored, language=language)


async def authorisation_view(
    act: Act, authorisation: UUID, *, language: Language = "zh"
) -> AuthorisationView:
    """Raises Unknown (404), also for one that the reader has no part in."""
    demand(act.actor.himself, "authorisation.read")
    stored = await find_stored(act, authorisation)
    [view] = await _views(act, [stored], language=language)
    return view


async def open_evidence(act: Act, outside: Outside, authorisation: UUID) -> OpenedEvidence:
    """The signed paper, or what proves the guardian, as it was taken in at the window; with a trace.

    Raises Unknown (404, also when there is none)."""
    demand(act.actor.himself, "authorisation.read")
    stored = await find_stored(act, authorisation)
    await record_access(
        act, "authorisation_opened", person_id=stored.agency.principal, fields=[str(authorisation)]
    )
    become_engine(act.connection)
    row = (await act.connection.execute(_EVIDENCE, {"id": stored.evidence})).one_or_none()
    if row is None:
        raise Unknown
    sealed = SealedFile(*row)
    headers = download_headers(outside.files.name_of(sealed), media_type=sealed.media_type)
    return OpenedEvidence(await outside.files.open(sealed), headers)


async def _views(
    act: Act, stored: list[StoredAuthorisation], *, language: Language
) -> list[AuthorisationView]:
    codes = sorted({code for each in stored for code in each.agency.matters})
    rows = await act.connection.execute(_TITLES, {"matters": codes})
    titles = {row.matter: Text(row.title_zh, row.title_en).in_language(language) for row in rows}
    return [_view(act, each, titles, language=language) for each in stored]


def _view(
    act: Act, stored: StoredAuthorisation, titles: dict[str, str], *, language: Language
) -> AuthorisationView:
    agency, names, role = stored.agency, stored.names, role_of(act, stored)
    return AuthorisationView(
        id=agency.id,
        role=role,
        kind=agency.kind,
        kind_words=AGENCY_KIND_WORDS[agency.kind].in_language(language),
        principal=agency.principal,
        principal_name=names.principal if names else None,
        principal_number=mask_id(names.principal_number) if names else None,
        agent_name=names.agent if names else None,
        agent_number=mask_id(names.agent_number) if names else None,
        matters=[ScopeLine(each, titles.get(each, each)) for each in sorted(agency.matters)],
        actions=[
            ScopeLine(each, AGENT_ACTION_WORDS[each].in_language(language))
            for each in AGENT_ACTIONS
            if each in agency.actions
        ],
        begins_at=agency.begins_at,
        ends_at=agency.ends_at,
        origin=stored.origin,
        origin_words=AGENCY_ORIGIN_WORDS[stored.origin].in_language(language),
        has_evidence=stored.evidence is not None,
        state=stored.standing,
        state_words=state_words("authorisation", stored.standing, language=language),
        granted_at=stored.granted_at,
        accepted_at=agency.accepted_at,
        ended_at=agency.ended_at,
        allowed=allowed_for(act, stored),
    )


def role_of(act: Act, stored: StoredAuthorisation) -> Role:
    person = act.actor.himself.person_id
    if person is None:
        return "office"
    return "principal" if person == stored.agency.principal else "agent"


def allowed_for(act: Act, stored: StoredAuthorisation) -> list[str]:
    """What this person may do with it now: accept or decline it, or end it."""
    if stored.standing in ("over", "ended"):
        return []
    role = role_of(act, stored)
    if role == "office":
        return ["end"] if act.actor.officer_id == stored.recorded_by else []
    return ["accept", "end"] if role == "agent" and stored.standing == "asked" else ["end"]
