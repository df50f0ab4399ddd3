"""A submitted application becomes a case: rows, keys, form, materials and the first move, all at once."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from database.connection import Connection
from database.queries.case_load import CaseRow
from database.session import legal_now
from engine.agents import name_agent
from engine.case_box import CaseBox
from engine.case_change import CaseChange
from engine.claims import TakenAlready
from engine.commitments import SignedCommitment, insert_commitments
from engine.context import EngineContext
from engine.signatures import NewSignature, keep_signatures
from engine.values import Form, values_of
from engine.who import Who
from engine.writing import write_changes
from matter_definitions.advance import ItemOpening, Situation, open_case
from matter_definitions.state import to_document

_INSERT_CASE = text("""
    INSERT INTO matter_case (case_no, plan, matter, region, channel, applicant, parties, application,
        departments, regions, doc, submitted_at, password_hash, priority)
    VALUES (:case_no, :plan, :matter, :region, :channel, :applicant, :parties, :application,
        :departments, :regions, CAST(:doc AS jsonb), :submitted_at, :password_hash, :priority)
    RETURNING id
""")
_INSERT_KEY = text("INSERT INTO case_key (case_id, wrapped, kid) VALUES (:case_id, :wrapped, :kid)")
_INSERT_MATERIAL = text("""
    INSERT INTO case_material (id, case_id, material, version, file_id, source, reference, created_at)
    VALUES (:id, :case_id, :material, 1, :file_id, :source, :reference, :created_at)
""")
_TAKE = text("""
    INSERT INTO uniqueness (item, digest, case_id, item_key, parties)
    VALUES (:item, :digest, :case_id, :item_key, :parties)
""")


@dataclass(frozen=True, slots=True)
class Material:
    """`material` is the form key with its instance; `reference` names a certificate that was found."""

    material: str
    source: str  # upload, certificate or commitment
    file_id: UUID | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class UniqueItem:
    """What an item takes: `digest` by `secrecy.lookup.uniqueness_digest`."""

    item: str
    item_key: str
    digest: bytes


@dataclass(frozen=True, slots=True)
class NewCase:
    """`region` of the case; `parties` may see it; `form`: answers, values and delivery as submitted."""

    case_no: str
    plan: str
    region: str
    applicant: UUID
    parties: tuple[UUID, ...]
    openings: Sequence[ItemOpening]
    form: Form
    password_hash: str
    channel: str = "web"
    application: UUID | None = None
    materials: Sequence[Material] = ()
    unique: Sequence[UniqueItem] = ()
    commitments: Sequence[SignedCommitment] = ()
    signatures: Sequence[NewSignature] = ()
    priority: int = 0


async def open_new_case(
    context: EngineContext, connection: Connection, new: NewCase, *, by: Who
) -> CaseChange:
    """Opens the case in the caller's transaction, which must have the engine's role.

    The caller tells `context.notifier.say(case.id, woken=case.woken)` after its commit. Raises
    TakenAlready (409); the transaction is lost then.
    """
    plan = await context.plans.get(connection, new.plan)
    calendar = await context.calendars.current(connection)
    now = await legal_now(connection)
    situation = Situation(
        now=now, calendar=calendar, values=values_of(new.form), answers=new.form.get("answers", {})
    )
    state, out = open_case(plan, new.openings, situation)
    case_id = await _insert(connection, new, doc=json.dumps(to_document(state)), now=now, matter=plan.matter)
    box, wrapped = CaseBox.new(context.keys, case_id)
    key = {"case_id": case_id, "wrapped": wrapped.wrapped, "kid": wrapped.kid}
    connection.send_with_next(_INSERT_KEY, key)
    await _insert_materials(connection, new, case_id, now=now)
    await insert_commitments(connection, case_id, new.commitments)
    await _take_unique(connection, new, case_id)
    change = CaseChange(
        connection=connection,
        row=_row(new, case_id, now=now, matter=plan.matter),
        plan=plan,
        calendar=calendar,
        box=box,
        by=by,
        before=replace(state, items={}),
        state=state,
        keys=context.keys,
    )
    change.take_form(new.form)
    change.take(out, by=by)
    await name_agent(change)
    await keep_signatures(change, new.signatures)
    await write_changes(change)
    return change


async def _insert(connection: Connection, new: NewCase, *, doc: str, now: datetime, matter: str) -> int:
    row = {
        "case_no": new.case_no,
        "plan": new.plan,
        "matter": matter,
        "region": new.region,
        "channel": new.channel,
        "applicant": new.applicant,
        "parties": list(new.parties),
        "application": new.application,
        "departments": sorted(_departments(new.openings)),
        "regions": sorted({new.region, *_regions(new.openings)}),
        "doc": doc,
        "submitted_at": now,
        "password_hash": new.password_hash,
        "priority": new.priority,
    }
    return (await connection.execute(_INSERT_CASE, row)).scalar_one()


def _departments(openings: Sequence[ItemOpening]) -> set[str]:
    """Every department that may see the case: the items' own and those with a part in one of them."""
    others = {department for each in openings for department, _ in each.places.values()}
    return others | {each.department for each in openings}


def _regions(openings: Sequence[ItemOpening]) -> set[str]:
    """Where it is handled or received, for the windows and supervisors there."""
    others = {region for each in openings for _, region in each.places.values()}
    received = {each.receive_region for each in openings if each.receive_region}
    return others | received | {each.region for each in openings}


async def _insert_materials(connection: Connection, new: NewCase, case_id: int, *, now: datetime) -> None:
    rows = [
        {
            "id": uuid4(),
            "case_id": case_id,
            "material": each.material,
            "file_id": each.file_id,
            "source": each.source,
            "reference": each.reference,
            "created_at": now,
        }
        for each in new.materials
    ]
    if rows:
        await connection.execute(_INSERT_MATERIAL, rows)


async def _take_unique(connection: Connection, new: NewCase, case_id: int) -> None:
    rows = [
        {
            "item": each.item,
            "digest": each.digest,
            "case_id": case_id,
            "item_key": each.item_key,
            "parties": list(new.parties),
        }
        for each in new.unique
    ]
    if not rows:
        return
    try:
        await connection.execute(_TAKE, rows)
    except IntegrityError as error:
        raise TakenAlready from error


def _row(new: NewCase, case_id: int, *, now: datetime, matter: str) -> CaseRow:
    return CaseRow(
        id=case_id,
        case_no=new.case_no,
        plan=new.plan,
        matter=matter,
        region=new.region,
        applicant=new.applicant,
        parties=list(new.parties),
        application=new.application,
        doc={},
        version=0,
        event_count=0,
        event_head=None,
        next_due_at=None,
        timer_at=None,
        priority=new.priority,
        wrapped=None,
        kid=None,
        form_version=None,
        form=None,
        legal_now=now,
        calendar_version=None,
        authorisation=None,
    )
