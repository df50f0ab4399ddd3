"""One definition with its versions, where each is in force, who uses it, and the book of what was done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from access.act import Act
from access.policy import demand
from casework.defining.composition import Composition, composition_of
from casework.defining.standing import InForceLine, problems_of, standing_of
from casework.defining.titles import override_titles
from casework.organisation import officer_names
from casework.words import Language
from clocks.calendar import local_date
from database.session import become_engine, legal_now
from engine.definition_rows import Ref, State, Version, find_version, list_versions
from matter_definitions.sources import Kind
from refusals import Unknown

_HISTORY = text("""
    SELECT version, act, at, by, reason, data FROM definition_event
    WHERE kind = :kind AND code = :code ORDER BY id DESC LIMIT 200
""")
_USED_BY = text("""
    SELECT DISTINCT kind, code FROM definition
    WHERE uses @> ARRAY[CAST(:name AS text)] AND state <> 'retired' ORDER BY kind, code
""")
_THE_PROJECT = {"zh": "系统自带", "en": "the project"}


@dataclass(frozen=True, slots=True)
class VersionLine:
    """`plan`: the name of the plan that it became when it was published."""

    version: int
    state: State
    revision: int
    title: str
    from_version: int | None
    plan: str | None
    created_by: str
    created_at: datetime
    edited_by: str
    edited_at: datetime
    published_at: datetime | None
    effective_from: date | None
    retired_from: date | None


@dataclass(frozen=True, slots=True)
class EventLine:
    """`act`: created, edited, checked, discarded, published, republished or retired."""

    version: int
    act: str
    at: datetime
    by: str
    reason: str | None
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class DefinitionView:
    """`used_by`: as `kind:code`. `problems`: what it names and is not there any more."""

    kind: Kind
    code: str
    title: str
    versions: list[VersionLine]
    in_force: list[InForceLine]
    used_by: list[str]
    problems: list[str]
    history: list[EventLine]


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version with its text. `is_open`: it may still be changed. `built_of`: of a published matter."""

    kind: Kind
    code: str
    is_open: bool
    source: str
    uses: list[str]
    line: VersionLine
    in_force: list[InForceLine]
    built_of: Composition | None = None


async def definition_view(act: Act, kind: Kind, code: str, *, language: Language = "zh") -> DefinitionView:
    """The newest version first, the last event first. Raises Unknown (404)."""
    demand(act.actor, "definition.read")
    become_engine(act.connection)
    versions = await list_versions(act.connection, kind, code)
    if not versions:
        raise Unknown
    place = {"kind": kind, "code": code}
    events = (await act.connection.execute(_HISTORY, place)).all()
    used_by = await act.connection.execute(_USED_BY, {"name": f"{kind}:{code}"})
    today = local_date(await legal_now(act.connection))
    people = await _people(act, [*(each.by for each in events), *_hands(versions)])
    stock = await act.engine.catalogue.stock(act.connection, day=today)
    titles = await override_titles(act, [code], language=language)
    return DefinitionView(
        kind=kind,
        code=code,
        title=titles.get(code, versions[0].title.in_language(language)),
        versions=[_line(each, people, titles, language=language) for each in versions],
        in_force=await standing_of(act, versions, today=today, language=language),
        used_by=[f"{row.kind}:{row.code}" for row in used_by],
        problems=[each.in_language(language) for each in problems_of(stock, kind, code)],
        history=[
            EventLine(
                each.version, each.act, each.at, _name(people, each.by, language), each.reason, each.data
            )
            for each in events
        ],
    )


async def version_view(act: Act, ref: Ref, *, language: Language = "zh") -> VersionView:
    """Raises Unknown (404)."""
    demand(act.actor, "definition.read")
    found = await find_version(act.connection, ref)
    if found is None:
        raise Unknown
    today = local_date(await legal_now(act.connection))
    people = await _people(act, _hands([found]))
    titles = await override_titles(act, [ref.code], language=language)
    return VersionView(
        kind=ref.kind,
        code=ref.code,
        is_open=found.is_open,
        source=found.source,
        uses=found.uses,
        line=_line(found, people, titles, language=language),
        in_force=await standing_of(act, [found], today=today, language=language),
        built_of=await composition_of(act.connection, found, language=language)
        if ref.kind == "matter"
        else None,
    )


def _line(
    version: Version, people: dict[str, str], titles: Mapping[str, str], *, language: Language
) -> VersionLine:
    return VersionLine(
        version=version.version,
        state=version.state,
        revision=version.revision,
        title=titles.get(version.code, version.title.in_language(language)),
        from_version=version.from_version,
        plan=version.plan,
        created_by=_name(people, version.created_by, language),
        created_at=version.created_at,
        edited_by=_name(people, version.edited_by, language),
        edited_at=version.edited_at,
        published_at=version.published_at,
        effective_from=version.effective_from,
        retired_from=version.retired_from,
    )


def _hands(versions: Iterable[Version]) -> list[UUID | None]:
    return [by for each in versions for by in (each.created_by, each.edited_by)]


async def _people(act: Act, ids: Iterable[UUID | None]) -> dict[str, str]:
    return await officer_names(act.connection, {str(each) for each in ids if each is not None})


def _name(people: dict[str, str], by: UUID | None, language: Language) -> str:
    return _THE_PROJECT[language] if by is None else people.get(str(by), str(by))
