"""The catalogue: every definition with its newest version, what is in force, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypedDict

from sqlalchemy import Row, text

from access.act import Act
from access.policy import demand
from casework.cursors import After
from casework.defining.standing import CODE_DIGITS, problems_of
from casework.defining.titles import override_titles
from casework.words import Language
from clocks.calendar import local_date
from database.queries.plans_in_force import ForceRow, in_force_by_region, read_force_rows
from database.session import become_engine, legal_now
from engine.definition_rows import State
from forms.form_plan import Text
from matter_definitions.sources import Kind
from refusals import FieldError, Malformed

_LIST = text("""
    SELECT d.kind, d.code, d.version, d.state, d.title_zh, d.title_en, held.version AS held,
        held.effective_from AS since,
        (SELECT count(DISTINCT (u.kind, u.code)) FROM definition u
         WHERE u.uses @> ARRAY[d.kind || ':' || d.code] AND u.state <> 'retired') AS used_by
    FROM definition d
    LEFT JOIN LATERAL (
        SELECT p.version, p.effective_from, p.state FROM definition p
        WHERE p.kind = d.kind AND p.code = d.code AND p.effective_from <= :today
            AND p.state IN ('published', 'retired')
            AND (p.retired_from IS NULL OR p.retired_from >= p.effective_from)
        ORDER BY p.effective_from DESC, p.version DESC LIMIT 1
    ) held ON held.state = 'published'
    WHERE d.version = (SELECT max(n.version) FROM definition n WHERE n.kind = d.kind AND n.code = d.code)
        AND (CAST(:kind AS text) IS NULL OR d.kind = :kind)
        AND (CAST(:state AS text) IS NULL OR d.state = :state)
        AND (CAST(:q AS text) IS NULL OR d.code ILIKE :q OR d.title_zh ILIKE :q OR d.title_en ILIKE :q)
        AND (d.kind, d.code) > (:after_kind, :after_code)
    ORDER BY d.kind, d.code LIMIT :limit
""")


@dataclass(frozen=True, slots=True)
class DefinitionLine:
    """`version` and `state` of the newest version. `in_force`: the version that holds everywhere it holds
    (of several, the widest), None when none does; `regions`: where, 12 digits, '' everywhere. `used_by`: how
    many definitions. `problems`: it is in force and no longer valid."""

    kind: Kind
    code: str
    title: str
    version: int
    state: State
    in_force: int | None
    since: date | None
    regions: list[str]
    used_by: int
    problems: list[str]


async def list_definitions(
    act: Act,
    *,
    kind: Kind | None = None,
    q: str = "",
    state: State | None = None,
    limit: int = 50,
    after: After = (),
    language: Language = "zh",
) -> list[DefinitionLine]:
    """By kind and code; `after`: kind and code of the last one seen. `q` looks through codes and titles."""
    demand(act.actor, "definition.read")
    become_engine(act.connection)
    today = local_date(await legal_now(act.connection))
    after_kind, after_code = _place(after)
    like = "%" + q.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    values = {
        "kind": kind, "state": state, "q": like if q.strip() else None, "today": today, "limit": limit,
        "after_kind": after_kind, "after_code": after_code,
    }  # fmt: skip
    rows = (await act.connection.execute(_LIST, values)).all()
    force = await read_force_rows(act.connection, [row.code for row in rows if row.kind == "matter"])
    stock = await act.engine.catalogue.stock(act.connection, day=today)
    titles = await override_titles(act, [row.code for row in rows], language=language)
    return [
        DefinitionLine(
            kind=row.kind,
            code=row.code,
            title=titles.get(row.code, Text(row.title_zh, row.title_en).in_language(language)),
            version=row.version,
            state=row.state,
            used_by=row.used_by,
            problems=[each.in_language(language) for each in problems_of(stock, row.kind, row.code)],
            **_in_force(row, force, today=today),
        )
        for row in rows
    ]


class _InForce(TypedDict):
    in_force: int | None
    since: date | None
    regions: list[str]


def _in_force(row: Row[Any], force: Mapping[str, list[ForceRow]], *, today: date) -> _InForce:
    if row.kind != "matter":
        return _InForce(in_force=row.held, since=row.since, regions=[] if row.held is None else [""])
    found = in_force_by_region(force[row.code], day=today)
    # A region in which the same as around it holds is not named.
    own = {region: each for region, each in found.items() if each.region == region}
    widest = next(iter(own.values()), None)
    return _InForce(
        in_force=widest.version if widest else None,
        since=widest.effective_from if widest else None,
        regions=[region.ljust(CODE_DIGITS, "0") if region else "" for region in own],
    )


def _place(after: After) -> tuple[str, str]:
    if not after:
        return "", ""
    if len(after) != 2 or not all(isinstance(each, str) and "\x00" not in each for each in after):
        words = Text(zh="翻页标记无效", en="The cursor is not valid")
        raise Malformed(words, errors=[FieldError("/query/cursor", words.zh, words.en)])
    return str(after[0]), str(after[1])
