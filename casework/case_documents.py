"""The papers of a case, opened by one who may read them."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from access.act import Act
from access.actor import Actor
from access.policy import demand_scope
from casework.access_records import record_access
from casework.case_reading import read_case
from casework.finding import find_case
from documents.statement_paper import APPLICATION_FORM
from engine.case_box import CaseErased
from matter_definitions.usual_papers import OF_THE_HOUSE
from refusals import Unknown

_FIND = text("""
    SELECT kind, template, title_zh, item_key, number, ciphertext, issuer FROM document
    WHERE id = :id AND case_id = :case AND state <> 'drawn'
""")
_ADDRESSED = text("""
    SELECT EXISTS (
        SELECT FROM letter WHERE case_id = :case AND number = :number AND to_department = :department)
""")
LETTER = "letter"  # what authorities write to each other is read by them and by the supervisors


@dataclass(frozen=True, slots=True)
class OpenedDocument:
    """`name` is what the file is saved as."""

    name: str
    media_type: str
    content: bytes = field(repr=False)


async def open_document(act: Act, case_no: str, document_id: UUID) -> OpenedDocument:
    """Raises Unknown (404), NotYours (403)."""
    found = await find_case(act, case_no, action="case.read_document")
    row = (await act.connection.execute(_FIND, {"id": document_id, "case": found.id})).one_or_none()
    if row is None or not may_read_template(act.actor, row.template):
        raise Unknown
    if row.kind == "result":
        demand_scope(act.actor, "receive", matter=found.resource.matter)
    case = await read_case(act, found.id)
    if row.kind == LETTER and not await _may_read_letter(act, found.id, row):
        raise Unknown
    if not may_read_merged(act.actor, row):
        raise Unknown
    if row.kind != LETTER and act.actor.kind == "officer" and row.item_key is not None:
        item = case.state.items.get(row.item_key)
        if item is None or item.department != act.actor.department:
            raise Unknown
    if act.actor.himself.person_id != found.applicant:
        await record_access(act, "document_opened", case_id=found.id, person_id=found.applicant)
    try:
        content = case.box.open_paper(row.ciphertext)
    except CaseErased as error:
        raise Unknown from error
    return OpenedDocument(f"{row.title_zh}.pdf", "application/pdf", content)


def may_read_merged(actor: Actor, document: Row[Any]) -> bool:
    """The one paper of several results tells of each of them; of the departments its issuer reads it."""
    is_merged = document.kind == "result" and document.item_key is None
    return not is_merged or actor.kind != "officer" or document.issuer == actor.department


def may_read_template(actor: Actor, template: str) -> bool:
    """What is written for the offices alone is no paper of the applicant's; the form with all that she said
    is none of a department's, which sees with its task what its items need."""
    if template == APPLICATION_FORM.template:
        return actor.kind != "officer"
    return actor.is_staff or template not in OF_THE_HOUSE


async def _may_read_letter(act: Act, case_id: int, letter: Row[Any]) -> bool:
    """Whoever wrote it or got it; a letter to nobody on this installation has only a sender."""
    if act.actor.kind == "supervisor":
        return True
    if act.actor.kind != "officer":
        return False
    place = {"case": case_id, "number": letter.number, "department": act.actor.department}
    addressed: bool = (await act.connection.execute(_ADDRESSED, place)).scalar_one()
    return addressed or letter.issuer == act.actor.department
