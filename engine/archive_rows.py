"""What a case has in its rows for its archive: form, texts, materials, papers, log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from database.connection import Connection
from database.queries.effect_rows import COLUMNS, OPEN, EffectRow
from engine.case_box import CaseBox
from engine.case_change import CaseChange
from engine.signatures import KeptSignature, read_signatures
from files.store import SealedFile

_MATERIALS = text("""
    SELECT m.material, m.version, m.source, m.reference, m.created_at, f.id, f.sha256, f.size, f.media_type,
        f.name, f.storage_key, f.scan, f.wrapped_key, f.kid
    FROM case_material m LEFT JOIN stored_file f ON f.id = m.file_id
    WHERE m.case_id = :case ORDER BY m.material, m.version
""")
_DOCUMENTS = text("""
    SELECT id, effect_key, kind, template, archive_code, sha256, ciphertext FROM document
    WHERE case_id = :case AND state <> 'drawn' ORDER BY issued_at, id
""")
_TEXTS = text("""
    SELECT id, kind, created_at, ciphertext FROM case_text WHERE case_id = :case ORDER BY created_at, id
""")
_EVENTS = text("""
    SELECT number, at, kind, actor, actor_kind, item_key, step, data, hash FROM case_event
    WHERE case_id = :case ORDER BY number
""")
# `written_by` is the transaction that wrote an event: the roots from the first on cover the case.
_ROOTS = text("""
    SELECT day, root, horizon FROM daily_root
    WHERE horizon > (SELECT min(written_by) FROM case_event WHERE case_id = :case) ORDER BY day
""")
_EFFECTS = text(f"SELECT {COLUMNS} FROM effect WHERE case_id = :case ORDER BY id")  # noqa: S608 - our columns
_PLAN = text("SELECT document FROM plan WHERE name = :name")
_OTHERS_OPEN = text(f"""
    SELECT EXISTS (
        SELECT FROM effect WHERE case_id = :case AND kind <> 'archive' AND state IN {OPEN}
    )
""")  # noqa: S608 - a constant condition


@dataclass(frozen=True, slots=True)
class GivenMaterial:
    """One version of one material. `file` None: it was looked up or committed to (`source`)."""

    material: str
    version: int
    source: str
    reference: str | None
    given_at: datetime
    file: SealedFile | None


@dataclass(frozen=True, slots=True)
class IssuedDocument:
    """`kind` notice or result; `pdf` as it was issued."""

    id: UUID
    effect: str
    kind: str
    template: str
    archive_code: str | None
    sha256: str
    pdf: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class WrittenText:
    """What somebody wrote; events refer to it by its id."""

    id: UUID
    kind: str
    written_at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class ArchiveRows:
    """`events` as the log has them; `roots`: day, root and horizon of those since the first event."""

    form: Mapping[str, Any]
    texts: Sequence[WrittenText]
    materials: Sequence[GivenMaterial]
    documents: Sequence[IssuedDocument]
    events: Sequence[Mapping[str, Any]]
    roots: Sequence[tuple[date, bytes, int]]
    effects: Sequence[EffectRow]
    plan_document: str
    signatures: Sequence[KeptSignature] = ()


async def read_archive_rows(case: CaseChange) -> ArchiveRows:
    """As the engine; raises `CaseErased` after a lawful deletion."""
    of_case = {"case": case.id}
    materials, documents, texts, events, roots, effects, plan = await case.connection.execute_together(
        (_MATERIALS, of_case),
        (_DOCUMENTS, of_case),
        (_TEXTS, of_case),
        (_EVENTS, of_case),
        (_ROOTS, of_case),
        (_EFFECTS, of_case),
        (_PLAN, {"name": case.row.plan}),
    )
    return ArchiveRows(
        form=case.form,
        texts=[
            WrittenText(each.id, each.kind, each.created_at, case.box.open_text(each.ciphertext))
            for each in texts
        ],
        materials=[_material(each) for each in materials],
        documents=[_document(each, case.box) for each in documents],
        events=[each._asdict() for each in events],
        roots=[(each.day, each.root, each.horizon) for each in roots],
        effects=[EffectRow(*each) for each in effects],
        plan_document=plan.scalar_one(),
        signatures=await read_signatures(case.connection, case.box, case.id),
    )


async def is_still_at_work(connection: Connection, case_id: int) -> bool:
    """Something of the case is still under way outside, such as a paper that is being drawn."""
    return bool((await connection.execute(_OTHERS_OPEN, {"case": case_id})).scalar_one())


def _material(row: Any) -> GivenMaterial:
    material, version, source, reference, given_at, *file = row
    return GivenMaterial(
        material, version, source, reference, given_at, SealedFile(*file) if file[0] is not None else None
    )


def _document(row: Any, box: CaseBox) -> IssuedDocument:
    pdf = box.open_paper(row.ciphertext)
    return IssuedDocument(row.id, row.effect_key, row.kind, row.template, row.archive_code, row.sha256, pdf)
