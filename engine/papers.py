"""Papers that a case has issued: kept encrypted with the case's key, found by the code in their QR."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import text

from database.queries.effect_rows import EffectRow
from engine.carrying import case_of
from engine.change import change_case
from engine.context import EngineContext
from engine.outcome import DONE, Outcome
from engine.outcomes import take_outcome
from engine.who import THE_ENGINE
from forms.form_plan import Text
from matter_definitions import events

_INSERT = text("""
    INSERT INTO document (id, case_id, item_key, effect_key, kind, template, template_version, title_zh,
        title_en, number, verify_code, sha256, ciphertext, issuer, holder_masked, issued_at, valid_to)
    VALUES (:id, :case_id, :item_key, :effect_key, :kind, :template, :template_version, :title_zh,
        :title_en, :number, :verify_code, :sha256, :ciphertext, :issuer, :holder_masked, :issued_at,
        :valid_to)
    ON CONFLICT (effect_key) DO NOTHING RETURNING id
""")


@dataclass(frozen=True, slots=True)
class IssuedPaper:
    """`kind` notice or result; `issuer` a department's code, or the window that leads the matter."""

    kind: str
    template: str
    template_version: int
    title: Text
    verify_code: str
    pdf: bytes
    sha256: str
    issuer: str
    holder_masked: str
    number: str | None = None
    valid_to: date | None = None


async def record_paper(context: EngineContext, effect: EffectRow, paper: IssuedPaper) -> None:
    """Keeps the paper and ends its effect, in the transaction that lets the case go on.

    A second writing of the same paper (a crash before the first was recorded) leaves the first.
    """
    async with change_case(context, case_of(effect), by=THE_ENGINE, for_workflow=True) as case:
        row = {
            "id": uuid4(),
            "case_id": case.id,
            "item_key": effect.item_key,
            "effect_key": effect.key,
            "kind": paper.kind,
            "template": paper.template,
            "template_version": paper.template_version,
            "title_zh": paper.title.zh,
            "title_en": paper.title.en,
            "number": paper.number,
            "verify_code": paper.verify_code,
            "sha256": paper.sha256,
            "ciphertext": case.box.seal_paper(paper.pdf),
            "issuer": paper.issuer,
            "holder_masked": paper.holder_masked,
            "issued_at": case.now,
            "valid_to": paper.valid_to,
        }
        document: UUID | None = (await case.connection.execute(_INSERT, row)).scalar_one_or_none()
        if document is not None:
            case.happened(
                events.DOCUMENT_ISSUED,
                by=THE_ENGINE,
                item=effect.item_key,
                document=str(document),
                template=paper.template,
                sha256=paper.sha256,
            )
        await take_outcome(case, effect, Outcome(DONE))
