"""A case as one who may see it sees it: where it stands, who has it now, what is to do, what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from access.act import Act
from access.actor import Actor
from casework.access_records import record_access
from casework.agency.case_agent import CaseAgent, case_agent
from casework.case_allowed import allowed_acts
from casework.case_documents import LETTER, may_read_merged, may_read_template
from casework.case_items import ItemView, item_views
from casework.case_money import REFUNDS, OrderLine, RefundLine, orders_of, refund_line
from casework.case_reading import ReadCase, read_case
from casework.case_todo import ToDo, may_rate, to_do_of
from casework.chains.showing import CaseBefore, NextMatter, case_before, next_matters
from casework.finding import FoundCase, find_case
from casework.joint_limit import JointLimitView, joint_view
from casework.supply_late import CommitmentLine, commitment_lines
from casework.timeline import TimelineEntry, timeline_of
from casework.with_others import HearingNote, LetterNote, PublicityNote, VisitNote, with_others
from casework.words import Language, state_words

_DOCUMENTS = text("""
    SELECT id, item_key, kind, template, title_zh, title_en, number, verify_code, sha256, issuer, issued_at,
        valid_to, state
    FROM document WHERE case_id = :case AND state <> 'drawn' ORDER BY issued_at, id
""")
_PAYMENTS = text("""
    SELECT id, item_key, amount_fen, state, pay_url, demanded_at, paid_at, expires_at
    FROM payment WHERE case_id = :case ORDER BY demanded_at, id
""")
_PARCELS = text("""
    SELECT id, item_key, parcel_no, state, progress, sent_at, delivered_at
    FROM parcel WHERE case_id = :case ORDER BY sent_at, id
""")
_ROWS = {"documents": _DOCUMENTS, "payments": _PAYMENTS, "refunds": REFUNDS, "parcels": _PARCELS}


@dataclass(frozen=True, slots=True)
class DocumentLine:
    id: UUID
    item: str | None
    kind: str
    title: str
    number: str | None
    verify_code: str
    sha256: str
    issuer: str
    issued_at: datetime
    state: str
    state_words: str


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """`can_pay`: the provider is ready to take it now."""

    id: UUID
    item: str
    item_title: str
    amount_fen: int
    state: str
    state_words: str
    can_pay: bool
    demanded_at: datetime
    paid_at: datetime | None
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class ParcelStage:
    stage: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ParcelLine:
    id: UUID
    item: str | None
    item_title: str
    parcel_no: str | None
    state: str
    state_words: str
    sent_at: datetime | None
    delivered_at: datetime | None
    progress: list[ParcelStage]


@dataclass(frozen=True, slots=True)
class CaseView:
    """`promised_at` is None until the acceptance notice makes `expected_at` a promise. `joint_limit`: what
    the law gives several departments together, while it runs. `next_matters`: what the applicant may begin
    when it is over; `after`: the case of hers that led to this one. `may_rate`: the whole, though a
    quiet matter asks nobody to."""

    case_no: str
    version: int
    matter: str
    title: str
    state: str
    state_words: str
    submitted_at: datetime
    promised_at: datetime | None
    expected_at: datetime | None
    ended_at: datetime | None
    items: list[ItemView]
    timeline: list[TimelineEntry]
    to_do: list[ToDo]
    documents: list[DocumentLine]
    payments: list[PaymentLine]
    refunds: list[RefundLine]
    parcels: list[ParcelLine]
    allowed: list[str]
    commitments: list[CommitmentLine]
    letters: list[LetterNote]
    publicity: list[PublicityNote]
    visits: list[VisitNote]
    hearings: list[HearingNote]
    payment_orders: list[OrderLine]
    agent: CaseAgent | None = None
    joint_limit: JointLimitView | None = None
    next_matters: list[NextMatter] = field(default_factory=list[NextMatter])
    after: CaseBefore | None = None
    may_rate: bool = False


async def case_view(act: Act, case_no: str, *, language: Language = "zh") -> CaseView:
    """Raises Unknown (404), also for a case the actor may not know of."""
    found = await find_case(act, case_no, action="case.read")
    case = await read_case(act, found.id)
    if act.actor.himself.person_id != found.applicant:
        await record_access(act, "case_opened", case_id=found.id, person_id=found.applicant)
    rows = {
        name: _concerning(act.actor, case, (await act.connection.execute(query, {"case": found.id})).all())
        for name, query in _ROWS.items()
    }
    items = await item_views(
        act, case, documents=rows["documents"], resource=found.resource, language=language
    )
    payments = [_payment(each, case, language=language) for each in rows["payments"]]
    own = act.actor.person_id == found.applicant
    himself = act.actor.himself.person_id == found.applicant  # what follows is no agent's to begin
    others = await with_others(act, case, language=language)
    return CaseView(
        case_no=found.case_no,
        version=case.row.version,
        matter=case.row.matter,
        title=case.plan.title.in_language(language),
        state=case.state.standing,
        state_words=state_words("case", case.state.standing, language=language),
        submitted_at=case.state.submitted_at,
        promised_at=case.state.promised_at,
        expected_at=case.state.expected_at,
        ended_at=case.state.ended_at,
        items=items,
        timeline=await timeline_of(act, case, for_staff=act.actor.is_staff, language=language),
        to_do=await to_do_of(act, case, payments=rows["payments"], language=language) if own else [],
        documents=[
            _document(each, language=language)
            for each in rows["documents"]
            if act.actor.is_staff or each.kind != LETTER  # what authorities write to each other
            if may_read_template(act.actor, each.template) and may_read_merged(act.actor, each)
        ],
        payments=payments,
        refunds=[refund_line(each, case, language=language) for each in rows["refunds"]],
        parcels=[_parcel(each, case, language=language) for each in rows["parcels"]],
        allowed=await _allowed(act, found, case, can_pay=any(each.can_pay for each in payments)),
        commitments=await commitment_lines(act, case, language=language),
        letters=others.letters,
        publicity=others.publicity,
        visits=others.visits,
        hearings=others.hearings,
        payment_orders=await orders_of(act, case, language=language) if own else [],
        joint_limit=joint_view(act, case, found.resource),
        agent=await case_agent(act, case.row.authorisation, language=language),
        next_matters=await next_matters(act, case, language=language) if himself else [],
        after=await case_before(act, case, language=language) if himself else None,
        may_rate=himself and await may_rate(act, case),
    )


async def _allowed(act: Act, found: FoundCase, case: ReadCase, *, can_pay: bool) -> list[str]:
    return await allowed_acts(act, found, case.state, can_pay=can_pay)


def _concerning(actor: Actor, case: ReadCase, rows: Sequence[Row[Any]]) -> list[Row[Any]]:
    """An officer sees the papers and payments of his department's items, and the case's own notices."""
    if actor.kind != "officer":
        return list(rows)
    own = {key for key, item in case.state.items.items() if item.department == actor.department}
    return [row for row in rows if row.item_key is None or row.item_key in own]


def _document(row: Row[Any], *, language: Language) -> DocumentLine:
    return DocumentLine(
        id=row.id,
        item=row.item_key,
        kind=row.kind,
        title=row.title_en if language == "en" else row.title_zh,
        number=row.number,
        verify_code=row.verify_code,
        sha256=row.sha256,
        issuer=row.issuer,
        issued_at=row.issued_at,
        state=row.state,
        state_words=state_words("document", row.state, language=language),
    )


def _payment(row: Row[Any], case: ReadCase, *, language: Language) -> PaymentLine:
    return PaymentLine(
        id=row.id,
        item=row.item_key,
        item_title=case.item_title(row.item_key, language=language),
        amount_fen=row.amount_fen,
        state=row.state,
        state_words=state_words("payment", row.state, language=language),
        can_pay=row.state == "open" and row.pay_url is not None,
        demanded_at=row.demanded_at,
        paid_at=row.paid_at,
        expires_at=row.expires_at,
    )


def _parcel(row: Row[Any], case: ReadCase, *, language: Language) -> ParcelLine:
    return ParcelLine(
        id=row.id,
        item=row.item_key,
        item_title=case.item_title(row.item_key, language=language),
        parcel_no=row.parcel_no,
        state=row.state,
        state_words=state_words("parcel", row.state, language=language),
        sent_at=row.sent_at,
        delivered_at=row.delivered_at,
        progress=[
            ParcelStage(
                stage=each["stage"],
                words=state_words("parcel", each["stage"], language=language),
                at=datetime.fromisoformat(each["at"]),
            )
            for each in row.progress
        ],
    )
