"""What departments supply, written down for each question, and measured against what they have promised.

A question leaves one row: names of elements and a duration, no value and no person. Once a minute the rows of
yesterday and today are held against the data-sharing responsibility list; what falls short is one row for a
day, a call, a supplier, a city and a reason, and one incident for its supervisor. Whatever comes later on
that day changes the row's numbers and makes no second incident.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from clocks.calendar import local_date
from database.queries.effect_rows import EffectRow
from engine.case_change import CaseChange
from engine.incidents import insert_incident
from engine.outcome import DONE, Outcome
from engine.received import step_of
from engine.values import field_of

SupplyOutcome = Literal["found", "empty", "later", "unanswered"]
KIND = "data_sharing"
UNTRANSLATED = "no_translation"
# Today is not over: a single slow answer is no reason to call a supervisor.
EARLY_FROM = 5
IN_TIME_PERCENT = 95
# Nobody is bound to have what is asked for; of so few questions nothing follows.
FOUND_FROM = 5
KEPT = timedelta(days=400)

_INSERT = text("""
    INSERT INTO data_supply (at, connector, call, region, elements, lacking, outcome, seconds, data_of)
    VALUES (:at, :connector, :call, :region, :elements, :lacking, :outcome, :seconds, :data_of)
""")
# `later` is in time where more than a minute is promised: its answer leaves a row of its own.
_MEASURED = text("""
    WITH supply AS (
        SELECT (s.at AT TIME ZONE 'Asia/Shanghai')::date AS day, s.connector, s.call,
            CASE WHEN s.region = '' THEN '' ELSE rpad(left(s.region, 4), 12, '0') END AS region,
            e.element, s.outcome, s.seconds, s.data_of,
            e.element = ANY(s.lacking) AS lacks
        FROM data_supply s CROSS JOIN LATERAL unnest(s.elements) AS e (element)
        WHERE s.at >= :since
    )
    SELECT s.day, s.connector, s.call, p.supplier, s.region, s.element, count(*) AS asked,
        count(*) FILTER (WHERE s.outcome = 'unanswered' OR s.seconds > p.answer_within
            OR (s.outcome = 'later' AND p.answer_within < 60)) AS late,
        count(*) FILTER (WHERE s.outcome IN ('found', 'empty')) AS answered,
        count(*) FILTER (WHERE s.outcome = 'found' AND NOT s.lacks) AS found,
        count(*) FILTER (WHERE s.data_of < s.day - p.fresh_days) AS old, p.found_percent
    FROM supply s JOIN data_promise p USING (connector, call, element) WHERE p.in_force
    GROUP BY s.day, s.connector, s.call, p.supplier, s.region, s.element, p.found_percent
    ORDER BY s.day, s.connector, s.call, p.supplier, s.region, s.element
""")
_WRITE = text("""
    INSERT INTO data_shortfall (day, connector, call, supplier, region, reason, elements, asked, failed)
    VALUES (:day, :connector, :call, :supplier, :region, :reason, :elements, :asked, :failed)
    ON CONFLICT (day, connector, call, supplier, region, reason) DO UPDATE
    SET elements = excluded.elements, asked = excluded.asked, failed = excluded.failed
    RETURNING incident_id
""")
_SHOWN = text("""
    UPDATE data_shortfall SET incident_id = :incident WHERE day = :day AND connector = :connector
        AND call = :call AND supplier = :supplier AND region = :region AND reason = :reason
""")
_IS_TOLD = text("""
    SELECT 1 FROM incident
    WHERE kind = 'data_sharing' AND reason = :reason AND detail = :detail AND state = 'open' LIMIT 1
""")
_FORGET = text("DELETE FROM data_supply WHERE at < :before")


@dataclass(frozen=True, slots=True)
class Supply:
    """One question. `lacking`: of `elements`, those that the answer did not give. `region`: 12 digits, where
    the case or draft belongs, or empty. `data_of`: of which day the data are, as the other side says."""

    connector: str
    call: str
    region: str
    elements: Sequence[str]
    outcome: SupplyOutcome
    lacking: Sequence[str] = ()
    seconds: float | None = None
    data_of: date | None = None


async def record_supplies(connection: AsyncConnection, supplies: Sequence[Supply], *, at: datetime) -> None:
    """With the engine's rights; nothing for a question that asks for no element."""
    rows = [
        {
            "at": at,
            "connector": each.connector,
            "call": each.call,
            "region": each.region,
            "elements": sorted(each.elements),
            "lacking": sorted(each.lacking),
            "outcome": each.outcome,
            "seconds": each.seconds,
            "data_of": each.data_of,
        }
        for each in supplies
        if each.elements
    ]
    if rows:
        await connection.execute(_INSERT, rows)


async def tell_untranslated(
    connection: AsyncConnection, supply: Supply, problem: str, *, now: datetime
) -> None:
    """A name or code that a connector's mapping lacks: one open incident, however often it is met.

    `problem` names the member and the code, and holds nothing personal (`departments.dialect`).
    """
    detail = f"{supply.connector}/{supply.call} {problem}"
    if (await connection.execute(_IS_TOLD, {"reason": UNTRANSLATED, "detail": detail})).first() is None:
        city = supply.region[:4].ljust(12, "0") if supply.region else None
        await insert_incident(
            connection, region=city, kind=KIND, reason=UNTRANSLATED, detail=detail, opened_at=now
        )


async def record_of_step(case: CaseChange, effect: EffectRow, outcome: Outcome | None) -> None:
    """What a step of a running case was given; `outcome` None: nobody answered, and it was given up."""
    step = step_of(case, effect)
    if step is None or effect.connector is None or not step.receive or step.call is None:
        return
    given = {
        field.element: theirs
        for ours, theirs in step.receive.items()
        if (field := field_of(case.plan, ours)) is not None
    }
    word: SupplyOutcome = "unanswered" if outcome is None else "found" if outcome.word == DONE else "empty"
    data = outcome.data if outcome is not None else {}
    since = effect.planned_at  # not the last try: whoever was away answers late
    supply = Supply(
        connector=effect.connector,
        call=step.call,
        region=case.state.items[effect.item_key or ""].region or "",
        elements=list(given),
        outcome=word,
        lacking=[each for each, theirs in given.items() if data.get(theirs) is None],
        seconds=(case.now - since).total_seconds() if since else None,
        data_of=date.fromisoformat(outcome.data_of) if outcome is not None and outcome.data_of else None,
    )
    await record_supplies(case.connection, [supply], at=case.now)


async def find_shortfalls(connection: AsyncConnection, *, now: datetime) -> None:
    """Once a minute (`engine.sweep`)."""
    today = local_date(now)
    found: dict[tuple[object, ...], dict[str, Any]] = {}
    for row in await connection.execute(_MEASURED, {"since": now - timedelta(days=2)}):
        if row.day < today - timedelta(days=1):
            continue
        for reason, failed, asked in _failures(row._asdict(), is_over=row.day < today):
            key = (row.day, row.connector, row.call, row.supplier, row.region, reason)
            names = ("day", "connector", "call", "supplier", "region", "reason")
            into = found.setdefault(
                key, dict(zip(names, key, strict=True)) | {"elements": [], "asked": 0, "failed": 0}
            )
            into["elements"].append(row.element)
            into["asked"] = max(into["asked"], asked)
            into["failed"] = max(into["failed"], failed)
    for shortfall in found.values():
        await _show(connection, shortfall, now=now)
    await connection.execute(_FORGET, {"before": now - KEPT})


def _failures(row: Mapping[str, Any], *, is_over: bool) -> list[tuple[str, int, int]]:
    """(reason, how many failed, of how many) of one promise on one day."""
    failures: list[tuple[str, int, int]] = []
    counts = is_over or row["asked"] >= EARLY_FROM
    if counts and row["late"] * 100 > row["asked"] * (100 - IN_TIME_PERCENT):
        failures.append(("late", row["late"], row["asked"]))
    answered = row["answered"]
    if answered >= FOUND_FROM and row["found"] * 100 < answered * row["found_percent"]:
        failures.append(("empty", answered - row["found"], answered))
    if row["old"]:
        failures.append(("old", row["old"], answered))
    return failures


async def _show(connection: AsyncConnection, shortfall: Mapping[str, Any], *, now: datetime) -> None:
    if (await connection.execute(_WRITE, dict(shortfall))).scalar_one() is not None:
        return
    incident = await insert_incident(
        connection,
        region=shortfall["region"] or None,
        kind=KIND,
        reason=f"promised_{shortfall['reason']}",
        detail=f"{shortfall['connector']}/{shortfall['call']} {shortfall['supplier']} {shortfall['day']}",
        opened_at=now,
    )
    await connection.execute(_SHOWN, {**shortfall, "incident": incident})
