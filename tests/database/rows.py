"""Rows for tests of the database's own rules, written as the engine."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncConnection

from database.tables.archive_package import ArchivePackage
from database.tables.case_form import CaseForm
from database.tables.case_item import CaseItem
from database.tables.case_key import CaseKey
from database.tables.case_material import CaseMaterial
from database.tables.case_text import CaseText
from database.tables.commitment import Commitment
from database.tables.document import Document
from database.tables.effect import Effect
from database.tables.expected_money import ExpectedMoney
from database.tables.incident import Incident
from database.tables.installation import Installation
from database.tables.letter import Letter
from database.tables.matter_case import MatterCase
from database.tables.notice_service import NoticeService
from database.tables.parcel import Parcel
from database.tables.payment import Payment
from database.tables.payment_arrival import PaymentArrival
from database.tables.payment_order import PaymentOrder, PaymentOrderLine
from database.tables.person import Person
from database.tables.person_key import PersonKey
from database.tables.publicity import Publicity
from database.tables.rating import Rating
from database.tables.refund import Refund
from database.tables.responsibility_record import ResponsibilityRecord
from database.tables.seal_use import SealUse
from database.tables.stored_file import StoredFile
from database.tables.task import Task
from database.tables.ticket import Ticket
from database.tables.ticket_step import TicketStep
from database.tables.urge import Urge
from engine.chain import append_events
from engine.who import Who
from matter_definitions.consequences import Event

PLAN = "plan-of-tests"
POLICE = "police@330110000000"
YUHANG, XIHU, HANGZHOU = "330110000000", "330106000000", "330100000000"
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

ROWS_OF_A_CASE = (
    "case_item", "case_event", "effect", "urge", "rating", "task", "incident", "commitment",
    "seal_use", "responsibility_record", "archive_package",
)  # fmt: skip
PERSONAL_ROWS = (
    "case_key", "case_form", "case_text", "case_material", "payment", "parcel", "document", "refund",
    "payment_order", "payment_order_line",
    "notice_service", "letter",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    id: int
    case_no: str
    applicant: UUID


async def insert_installation(connection: AsyncConnection, *, is_local: bool = True) -> None:
    await connection.execute(insert(Installation).values(id="abcd1234", is_local=is_local))


async def insert_plan(connection: AsyncConnection) -> None:
    statement = text(
        "INSERT INTO plan (name, document, matter, format) VALUES (:name, '{}', 'library-card', 1)"
        " ON CONFLICT DO NOTHING"
    )
    await connection.execute(statement, {"name": PLAN})


async def insert_person(connection: AsyncConnection) -> UUID:
    person = uuid4()
    await connection.execute(insert(Person).values(id=person, ciphertext=b"who"))
    await connection.execute(insert(PersonKey).values(person_id=person, wrapped=b"key", kid="test-1"))
    return person


async def insert_case(
    connection: AsyncConnection,
    *,
    applicant: UUID,
    others: tuple[UUID, ...] = (),
    department: str = POLICE,
    region: str = YUHANG,
    standing: str = "open",
) -> Case:
    """A case with one item of the department, and no further rows."""
    await insert_plan(connection)
    case_no = f"case-{uuid4().hex[:12]}"
    statement = insert(MatterCase).values(
        case_no=case_no,
        plan=PLAN,
        matter="library-card",
        region=region,
        channel="web",
        applicant=applicant,
        parties=[applicant, *others],
        departments=[department],
        regions=[region],
        doc={},
        standing=standing,
        submitted_at=AT,
        password_hash="",
    )
    row = (await connection.execute(statement.returning(MatterCase.id))).one()
    return Case(id=row.id, case_no=case_no, applicant=applicant)


async def insert_all_rows_of(
    connection: AsyncConnection, case: Case, *, department: str = POLICE, region: str = YUHANG
) -> None:
    """One row of the case in every table that has rows of cases."""
    of_case = {"case_id": case.id}
    here = {"department": department, "region": region}
    title = {"title_zh": "借书证", "title_en": "Library card"}
    rating, ticket, file, payment, document = (uuid4() for _ in range(5))
    rows: list[tuple[Any, dict[str, Any]]] = [
        (CaseItem, {**here, **title, "key": "card", "case_no": case.case_no, "number": 1, "code": "card",
                    "standing": "received"}),
        (Task, {**here, **title, "case_no": case.case_no, "matter": "library-card", "item_key": "card",
                "step": "receipt", "kind": "receipt", "opened_at": AT}),
        (Effect, {"key": f"{case.case_no}/card/check/1", "subject": case.case_no, "step": "check",
                  "kind": "data_check", "planned_at": AT}),
        (Incident, {"kind": "exhausted", "reason": "no answer", "opened_at": AT, **here}),
        (Urge, {"by": case.applicant, "at": AT}),
        (Rating, {"id": rating, "node": "end", "score": 5, "person": case.applicant, "created_at": AT}),
        (Ticket, {"id": ticket, "number": f"{case.case_no}-T01", "kind": "rating", "case_no": case.case_no,
                  "rating_id": rating, "author": case.applicant, "region": region, "department": department,
                  "opened_at": AT, "since": AT}),
        (TicketStep, {"ticket_id": ticket, "number": 1, "at": AT, "word": "take", "party": "department",
                      "actor": "officer"}),
        (CaseKey, {"wrapped": b"key", "kid": "test-1"}),
        (CaseForm, {"version": 1, "ciphertext": b"form"}),
        (CaseText, {"kind": "comment", "ciphertext": b"text"}),
        (CaseMaterial, {"material": "photo", "source": "upload", "file_id": file, "reference": "C-1"}),
        (Payment, {"id": payment, "effect_key": f"pay/{case.id}", "item_key": "card", "amount_fen": 100,
                   "demanded_at": AT}),
        (Parcel, {"effect_key": f"mail/{case.id}", "state": "sent"}),
        (Document, {**title, "id": document, "effect_key": f"paper/{case.id}", "kind": "result",
                    "template": "card", "verify_code": f"v{case.id}", "sha256": "", "ciphertext": b"pdf",
                    "issuer": "library", "holder_masked": "张*", "issued_at": AT}),
    ]  # fmt: skip
    for table, values in (*rows, *_rows_of_its_life(case, payment=payment, document=document)):
        mine = of_case if "case_id" in table.__table__.columns else {}
        await connection.execute(insert(table).values({**mine, **values}))
    await connection.execute(
        insert(StoredFile).values(
            id=file, owner=case.applicant, sha256="", size=1, media_type="image/png", name=b"name",
            storage_key="aa/aa", scan="clean", wrapped_key=b"key", kid="test-1",
        )
    )  # fmt: skip
    await log_events(connection, case, count=1)


def _rows_of_its_life(case: Case, *, payment: UUID, document: UUID) -> list[tuple[Any, dict[str, Any]]]:
    item, step, order = {"item_key": "card"}, {"item_key": "card", "step": "check"}, uuid4()
    return [
        (Commitment, {**item, "code": "lease", "kind": "late_supply", "text_version": "plan-of-tests/lease",
                      "statement_sha256": "", "signer": case.applicant, "signed_at": AT,
                      "targets": ["material:lease"]}),
        (Refund, {**item, "payment_id": payment, "effect_key": f"refund/{case.id}", "amount_fen": 100,
                  "reason": "deny", "requested_at": AT}),
        (PaymentOrder, {"id": order, "effect_key": f"order/{case.id}", "amount_fen": 100, "opened_at": AT}),
        (PaymentOrderLine, {"order_id": order, "payment_id": payment, "amount_fen": 100}),
        (PaymentArrival, {"payment_id": payment, "transaction_no": "t", "amount_fen": 100, "arrived_at": AT}),
        (ExpectedMoney, {**item, "effect_key": f"arrival/{case.id}", "amount_fen": 100, "expected_at": AT}),
        (SealUse, {"effect_key": f"seal/{case.id}", "document_id": document, "issuer": POLICE,
                   "digest_before": "a", "digest_after": "b", "certificate_serial": "1", "sealed_at": AT}),
        (NoticeService, {"event": "ITEM_DENIED", "person_id": case.applicant, "channel": "box",
                         "created_at": AT}),
        (Letter, {**step, "kind": "verification", "from_department": POLICE, "to_department": POLICE,
                  "from_region": YUHANG, "to_region": XIHU, "number": f"letter/{case.id}", "sent_at": AT}),
        (ResponsibilityRecord, {**item, "role": "handling", "from_at": AT, "department": POLICE,
                                "region": YUHANG}),
        (Publicity, {**step, "region": YUHANG, "text_zh": "张*", "text_en": "Z*", "begins_at": AT,
                     "ends_at": AT}),
        (ArchivePackage, {"sha256": "", "storage_key": "aa/bb", "size": 1, "manifest": {}, "made_at": AT}),
    ]  # fmt: skip


async def log_events(
    connection: AsyncConnection, case: Case, *, count: int, first: int = 1, head: bytes | None = None
) -> bytes | None:
    """Append events to the case's chain, its count and head included."""
    events = [
        (
            Who("officer", "7"),
            Event("TASK_CLAIMED_BY_OFFICER", AT + timedelta(minutes=number), data={"n": number}),
        )
        for number in range(first, first + count)
    ]
    head = await append_events(connection, case.id, first, head, events)
    update = text("UPDATE matter_case SET event_count = :count, event_head = :head WHERE id = :id")
    await connection.execute(update, {"count": first + count - 1, "head": head, "id": case.id})
    return head


async def count_rows(connection: AsyncConnection, table: str) -> int:
    return (await connection.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one()
