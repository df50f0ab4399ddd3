"""Anybody who holds a paper finds out whether it is genuine."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import text

from casework.organisation import department_names, name_in
from casework.verified_parts import VerifiedPart, earliest_end, parts_of, status_of
from casework.words import Language
from clocks.calendar import local_date
from database.session import ENGINE, legal_now, transaction
from documents.verification import STATUS_WORDS, find_verify_code
from engine.context import EngineContext
from forms.form_plan import Text
from refusals import Unknown

_FIND = text("""
    SELECT d.id, d.kind, d.title_zh, d.title_en, d.number, d.issuer, d.issued_at, d.valid_to, d.state,
        d.holder_masked, d.sha256, d.sealed_at, d.signer, next.verify_code AS successor
    FROM document d LEFT JOIN document next ON next.id = d.replaced_by
    WHERE d.verify_code = :code AND d.state <> 'drawn'
""")


class PaperUnknown(Unknown):
    type = "paper-unknown"
    title = Text(
        zh="没有查到这份文书，请核对验证码", en="No such paper was issued here; please check the code"
    )


@dataclass(frozen=True, slots=True)
class VerifiedDocument:
    """`status`: valid, expired, revoked, suspended or replaced. `digest`: SHA-256 (hex) of the PDF file,
    seal and all.

    `holder` is masked. `successor`: the code of the paper that took its place. `signer`: the authority
    behind the seal, None for a paper without one. `parts`: of one paper for several
    results each as it stands now; `earliest_end`: when the first of them that are valid ends.
    """

    kind: str
    title: str
    number: str | None
    issuer: str
    issued_at: datetime
    valid_to: date | None
    status: str
    status_words: str
    holder: str | None
    digest: str
    successor: str | None = None
    sealed_at: datetime | None = None
    signer: str | None = None
    parts: list[VerifiedPart] = field(default_factory=list[VerifiedPart])
    earliest_end: date | None = None


async def verify_document(
    engine: EngineContext, typed: str, *, language: Language = "zh"
) -> VerifiedDocument:
    """`typed`: the code, however it was typed. Raises PaperUnknown (404)."""
    code = find_verify_code(typed)
    if code is None:
        raise PaperUnknown
    async with transaction(engine.database, ENGINE) as connection:
        row = (await connection.execute(_FIND, {"code": code})).one_or_none()
        if row is None:
            raise PaperUnknown
        today = local_date(await legal_now(connection))
        names = await department_names(connection, [row.issuer])
        parts = await parts_of(connection, row.id, today=today, language=language)
    status = status_of(row, today)
    return VerifiedDocument(
        kind=row.kind,
        title=row.title_en if language == "en" else row.title_zh,
        number=row.number,
        issuer=name_in(names, row.issuer, language),
        issued_at=row.issued_at,
        valid_to=row.valid_to,
        status=status,
        status_words=STATUS_WORDS[status].in_language(language),
        holder=row.holder_masked,
        digest=row.sha256,
        successor=row.successor,
        sealed_at=row.sealed_at,
        signer=row.signer,
        parts=parts,
        earliest_end=earliest_end(parts),
    )
