"""The data-sharing responsibility list (数据共享责任清单): read, taken over from the definitions, changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, text

from access.act import Act
from access.policy import demand
from casework.acting import who_of
from casework.plan_words import department_kind_words
from casework.words import Language
from clocks.calendar import local_date
from database.session import become_engine, legal_now
from engine.data_promises import take_over_promises
from forms.form_plan import Text
from matter_definitions.library_index import Library
from refusals import FieldError, Malformed, Stale, Unknown

LONGEST_ANSWER = 90 * 24 * 60 * 60
LONGEST_BASIS = 500

_LIST = text("""
    SELECT connector, call, element, supplier, receivers, fresh_days, answer_within, found_percent, basis_zh,
        basis_en, in_force, version, changed_at
    FROM data_promise ORDER BY supplier, connector, call, element
""")
_CHANGE = text("""
    UPDATE data_promise SET fresh_days = :fresh_days, answer_within = :answer_within,
        found_percent = :found_percent, basis_zh = :basis_zh, basis_en = :basis_en, in_force = :in_force,
        version = version + 1, changed_by = CAST(:by AS uuid), changed_at = :now
    WHERE connector = :connector AND call = :call AND element = :element
        AND version = coalesce(CAST(:version AS int), version)
    RETURNING version
""")
_ONE = text("SELECT 1 FROM data_promise WHERE connector = :connector AND call = :call AND element = :element")


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """`answer_within` in seconds; `found_percent` of a day's questions find something; `fresh_days`: how old
    what is given may be, None: nothing is promised. Not `in_force`: nobody is held to it."""

    connector: str
    call: str
    element: str
    element_title: str
    supplier: str
    supplier_words: str
    receivers: list[str]
    receivers_words: list[str]
    fresh_days: int | None
    answer_within: int
    found_percent: int
    basis: str
    basis_zh: str
    basis_en: str
    in_force: bool
    version: int
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Terms:
    fresh_days: int | None
    answer_within: int
    found_percent: int
    basis: Text
    in_force: bool = True


@dataclass(frozen=True, slots=True)
class TakenOver:
    """How many lines the definitions needed that were not on the list."""

    added: int


async def list_promises(act: Act, *, language: Language = "zh") -> list[PromiseLine]:
    demand(act.actor, "data_sharing.read")
    rows = (await act.connection.execute(_LIST)).all()
    become_engine(act.connection)
    library = await library_now(act)
    return [_line(row, library, language=language) for row in rows]


async def take_over(act: Act) -> TakenOver:
    """Adds what the definitions in force need; what is on the list stays as it was agreed."""
    demand(act.actor, "data_sharing.write")
    become_engine(act.connection)
    return TakenOver(await take_over_promises(act.connection, await library_now(act)))


async def change_promise(
    act: Act, *, connector: str, call: str, element: str, terms: Terms, if_version: int | None = None
) -> int:
    """The new version. Raises Unknown (404), Stale (412), Malformed (422)."""
    demand(act.actor, "data_sharing.write")
    _check(terms)
    become_engine(act.connection)
    key = {"connector": connector, "call": call, "element": element}
    changed = await act.connection.execute(
        _CHANGE,
        {
            **key,
            "fresh_days": terms.fresh_days,
            "answer_within": terms.answer_within,
            "found_percent": terms.found_percent,
            "basis_zh": terms.basis.zh.strip(),
            "basis_en": terms.basis.en.strip(),
            "in_force": terms.in_force,
            "by": who_of(act.actor).id,
            "now": await legal_now(act.connection),
            "version": if_version,
        },
    )
    row = changed.one_or_none()
    if row is not None:
        return row.version
    if (await act.connection.execute(_ONE, key)).one_or_none() is None:
        raise Unknown
    raise Stale


async def library_now(act: Act) -> Library:
    """What is published and in force today; with the engine's rights."""
    day = local_date(await legal_now(act.connection))
    return (await act.engine.catalogue.stock(act.connection, day=day)).library()


def _check(terms: Terms) -> None:
    errors: list[FieldError] = []
    if terms.fresh_days is not None and not 1 <= terms.fresh_days <= 3650:
        errors.append(FieldError("/fresh_days", "请填 1 至 3650 的整数", "From 1 to 3650"))
    if not 1 <= terms.answer_within <= LONGEST_ANSWER:
        errors.append(FieldError("/answer_within", "请填 1 秒至 90 天", "From 1 second to 90 days"))
    if not 0 <= terms.found_percent <= 100:
        errors.append(FieldError("/found_percent", "请填 0 至 100", "From 0 to 100"))
    if not (terms.basis.zh.strip() and terms.basis.en.strip()):
        errors.append(FieldError("/basis", "请写明中英文依据", "Say the basis in Chinese and English"))
    if errors:
        raise Malformed(errors=errors)


def _line(row: Row[Any], library: Library, *, language: Language) -> PromiseLine:
    known = library.elements.get(row.element)
    return PromiseLine(
        connector=row.connector,
        call=row.call,
        element=row.element,
        element_title=known.model.title.text.in_language(language) if known else row.element,
        supplier=row.supplier,
        supplier_words=department_kind_words(row.supplier, language=language),
        receivers=row.receivers,
        receivers_words=[department_kind_words(each, language=language) for each in row.receivers],
        fresh_days=row.fresh_days,
        answer_within=row.answer_within,
        found_percent=row.found_percent,
        basis=row.basis_en if language == "en" else row.basis_zh,
        basis_zh=row.basis_zh,
        basis_en=row.basis_en,
        in_force=row.in_force,
        version=row.version,
        changed_at=row.changed_at,
    )
