"""The papers of a case, opened by one who may read them."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import text

from access.act import Act
from casework.access_records import record_access
from casework.case_reading import read_case
from casework.finding import find_case
from engine.case_box import CaseErased
from refusals import Unknown

_FIND = text("""
    SELECT title_zh, item_key, number, ciphertext FROM document
    WHERE id = :id AND case_id = :case AND state <> 'drawn'
""")


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
    if row is None:
        raise Unknown
    case = await read_case(act, found.id)
    if act.actor.kind == "officer" and row.item_key is not None:
        item = case.state.items.get(row.item_key)
        if item is None or item.department != act.actor.department:
            raise Unknown
    if act.actor.person_id != found.applicant:
        await record_access(act, "document_opened", case_id=found.id, person_id=found.applicant)
    try:
        content = case.box.open_paper(row.ciphertext)
    except CaseErased as error:
        raise Unknown from error
    return OpenedDocument(f"{row.title_zh}.pdf", "application/pdf", content)
