"""A department ends on its day: its work goes over to its heirs, one case a transaction (机构改革).

First, in one transaction, what decides about new cases: the responsibility table, the posts, the people. Then
every case that it has or had, so that the heir can finish it, and undo it later. What was sent, sealed and
logged stays as it was.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from sqlalchemy import text

from database.session import ENGINE, transaction
from engine.case_by_case import CASES_AT_ONCE, SETTLE_SECONDS, Trouble, change_each, keep_progress
from engine.case_change import CaseChange
from engine.change import change_case
from engine.context import EngineContext
from engine.who import THE_ENGINE
from matter_definitions.acts.handing_over import HandOver
from matter_definitions.state import OPEN_STANDINGS

_ALONE = text("SELECT pg_advisory_xact_lock(hashtext('onematter_organisation'))")
_DUE = text("""
    SELECT r.id, department, successor, heirs, effective_on, source, created_by
    FROM reorganisation r, installation
    WHERE state = 'planned'
        AND effective_on <= ((now() + clock_offset) AT TIME ZONE 'Asia/Shanghai')::date
        AND NOT EXISTS (SELECT FROM reorganisation WHERE state = 'under_way')
    ORDER BY effective_on, r.created_at, r.id LIMIT 1
""")
_RESPONSIBILITY = text("""
    UPDATE responsibility SET department = coalesce(CAST(:items AS jsonb) ->> item, :successor),
        version = version + 1
    WHERE department = :department
""")
# Whoever worked in the region of the department works in that of its heir.
_POSTS = text("""
    UPDATE post p SET department = h.heir, version = p.version + 1, region = CASE
        WHEN p.region = split_part(:department, '@', 2) THEN split_part(h.heir, '@', 2) ELSE p.region END
    FROM (SELECT code, coalesce(CAST(:posts AS jsonb) ->> code, :successor) AS heir
        FROM post WHERE department = :department) AS h
    WHERE p.code = h.code
""")
_PEOPLE = text("""
    UPDATE officer o SET department = coalesce(p.department, :successor), version = o.version + 1,
        region = coalesce(p.region, CASE WHEN o.region = split_part(:department, '@', 2)
            THEN split_part(:successor, '@', 2) ELSE o.region END)
    FROM officer other LEFT JOIN post p ON p.code = other.post
    WHERE o.id = other.id AND o.department = :department
""")
# Whoever goes on for a department of another kind does the items of that kind from now on.
_ALSO = text("""
    UPDATE department h SET version = h.version + 1, also = ARRAY(
        SELECT DISTINCT each FROM unnest(h.also || old.also || old.kind) AS each
        WHERE each <> h.kind ORDER BY 1)
    FROM department old
    WHERE old.code = :department AND h.code = ANY(:heirs) AND NOT (old.kind = h.kind AND old.also <@ h.also)
""")
_SWITCHED = text("""
    UPDATE reorganisation SET state = 'under_way', switched_at = clock_timestamp() WHERE id = :id
""")
_LOG = text("""
    INSERT INTO organisation_change (actor, register, key, act, reason, fields)
    VALUES (:actor, 'departments', :department, 'ended', :source, CAST(:fields AS jsonb))
""")
_NEXT = text("""
    SELECT id, department, successor, heirs, after_case FROM reorganisation
    WHERE state = 'under_way' AND switched_at <= clock_timestamp() - make_interval(secs => :settle)
    ORDER BY switched_at, id LIMIT 1
""")
_CASES = text("""
    SELECT id, case_no, region FROM matter_case
    WHERE id > :after AND departments @> ARRAY[CAST(:department AS text)] ORDER BY id LIMIT :limit
""")
_PROGRESS = text("""
    UPDATE reorganisation SET after_case = greatest(after_case, :after), moved = moved + :moved,
        state = CASE WHEN :finished THEN 'done' ELSE state END,
        finished_at = CASE WHEN :finished THEN clock_timestamp() END
    WHERE id = :id
""")
# A task stays with whoever has it, if he has gone over as well.
_TASKS = text("""
    UPDATE task t SET department = h.heir, version = t.version + 1,
        assignee = CASE WHEN EXISTS (SELECT FROM officer o WHERE o.id = t.assignee AND o.department = h.heir)
            THEN t.assignee END
    FROM (SELECT id, coalesce(CAST(:items AS jsonb) ->> split_part(item_key, '.', 1), :successor) AS heir
        FROM task WHERE case_id = :case AND state = 'open' AND department = :department) AS h
    WHERE t.id = h.id
""")
_INCIDENTS = text("""
    UPDATE incident
    SET department = coalesce(CAST(:items AS jsonb) ->> split_part(item_key, '.', 1), :successor)
    WHERE case_id = :case AND state = 'open' AND department = :department
""")
_TICKETS = text("""
    UPDATE ticket SET version = version + 1,
        department = coalesce(CAST(:items AS jsonb) ->> split_part(item_key, '.', 1), :successor)
    WHERE case_id = :case AND standing <> 'closed' AND department = :department
""")
_SHARERS = text("""
    UPDATE matter_case SET departments = departments || ARRAY(
        SELECT each FROM unnest(CAST(:heirs AS text[])) AS each WHERE NOT each = ANY(departments))
    WHERE id = :case AND NOT departments @> CAST(:heirs AS text[])
""")
_RECORDED = text("""
    UPDATE responsibility_record SET until_at = :now
    WHERE case_id = :case AND item_key = :item AND department = :department AND until_at IS NULL
    RETURNING role, region
""")
_RECORD = text("""
    INSERT INTO responsibility_record (case_id, item_key, role, department, region, from_at, until_at)
    VALUES (:case, :item, :role, :department, :region, :from_at, :until_at) ON CONFLICT DO NOTHING
""")


@dataclass(frozen=True, slots=True)
class Reorganisation:
    """`heirs` by item code; all else is the successor's."""

    id: UUID
    department: str
    successor: str
    heirs: Mapping[str, str]
    after_case: int

    @property
    def all_heirs(self) -> list[str]:
        return sorted({self.successor, *self.heirs.values()})

    @property
    def act(self) -> HandOver:
        return HandOver(str(self.id), self.department, self.successor, tuple(sorted(self.heirs.items())))


async def hand_over_next(
    context: EngineContext, *, limit: int = CASES_AT_ONCE, settle_seconds: float = SETTLE_SECONDS
) -> bool:
    """Begins what is due, and hands the next cases over. False: there is nothing left to do now."""
    await _begin_due(context)
    async with transaction(context.database, ENGINE) as connection:
        found = (await connection.execute(_NEXT, {"settle": settle_seconds})).one_or_none()
        if found is None:
            return False
        one = Reorganisation(
            found.id, found.department, found.successor, found.heirs.get("items", {}), found.after_case
        )
        values = {"after": one.after_case, "department": one.department, "limit": limit}
        cases = (await connection.execute(_CASES, values)).all()
    progress = await change_each(
        context,
        cases,
        partial(_hand_over, context, one),
        after=one.after_case,
        are_last=len(cases) < limit,
        trouble=Trouble("stuck", "not_handed_over", one.successor),
    )
    await keep_progress(context, _PROGRESS, one.id, progress)
    return True


async def _begin_due(context: EngineContext) -> None:
    """From this commit on new cases are the heirs'."""
    async with transaction(context.database, ENGINE) as connection:
        await connection.execute(_ALONE)
        due = (await connection.execute(_DUE)).one_or_none()
        if due is None:
            return
        items, posts = due.heirs.get("items", {}), due.heirs.get("posts", {})
        values = {"department": due.department, "successor": due.successor}
        await connection.execute(_RESPONSIBILITY, {**values, "items": json.dumps(items)})
        await connection.execute(_POSTS, {**values, "posts": json.dumps(posts)})
        await connection.execute(_PEOPLE, values)
        heirs = sorted({due.successor, *items.values(), *posts.values()})
        await connection.execute(_ALSO, {"department": due.department, "heirs": heirs})
        await connection.execute(_SWITCHED, {"id": due.id})
        fields = {"successor": ["", due.successor], "valid_to": ["", due.effective_on.isoformat()]}
        logged = {"department": due.department, "actor": due.created_by, "source": due.source}
        await connection.execute(_LOG, {**logged, "fields": json.dumps(fields)})


async def _hand_over(context: EngineContext, one: Reorganisation, case_id: int) -> bool:
    """True: something of it went over."""
    async with change_case(context, case_id, by=THE_ENGINE) as case:
        if case.state.archived_at is not None:
            # Its package is closed; the heir may read it, and answers for what is still asked about it.
            return await _of_others(case, one, heirs=one.all_heirs)
        before = case.state
        case.apply(one.act)
        if case.state == before:
            case.state = before
        else:
            await _record_responsibility(case, one)
        heirs = {item.department for item in case.state.items.values()} | {
            department for item in case.state.items.values() for department, _ in item.places.values()
        }
        others = await _of_others(case, one, heirs=sorted(heirs & set(one.all_heirs)))
        return others or case.state is not before


async def _of_others(case: CaseChange, one: Reorganisation, *, heirs: Sequence[str]) -> bool:
    """What hangs on a case beside its state: desks, incidents, tickets, and who may read it."""
    values = {
        "case": case.id,
        "department": one.department,
        "successor": one.successor,
        "items": json.dumps(dict(one.heirs)),
    }
    changed = False
    for statement in (_TASKS, _INCIDENTS, _TICKETS):
        changed |= bool((await case.connection.execute(statement, values)).rowcount)
    shared = await case.connection.execute(_SHARERS, {"case": case.id, "heirs": list(heirs)})
    return changed or bool(shared.rowcount)


async def _record_responsibility(case: CaseChange, one: Reorganisation) -> None:
    """Who had an item until now, and who has the part that was somebody's own among several places."""
    for key, item in case.state.items.items():
        before, heir = case.before.items[key], one.act.heir_of(item.code)
        if before == item or item.standing not in OPEN_STANDINGS:
            continue
        row = {"case": case.id, "item": key, "department": one.department, "now": case.now}
        ended = (await case.connection.execute(_RECORDED, row)).all()
        begun = [
            {"case": case.id, "item": key, "role": each.role, "department": heir, "region": each.region,
             "from_at": case.now, "until_at": None}
            for each in ended
        ]  # fmt: skip
        if not ended and before.department == one.department:
            begun = [
                {"case": case.id, "item": key, "role": "handling", "department": one.department,
                 "region": item.region, "from_at": case.state.submitted_at, "until_at": case.now}
            ]  # fmt: skip
        if begun:
            await case.connection.execute(_RECORD, begun)
