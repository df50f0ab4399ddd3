"""Papers that a case has issued: kept encrypted with the case's key, found by the code in their QR.

A paper is drawn, kept as `drawn`, and sealed by an effect of its own; only a sealed one is issued. Papers
that the plan wants without a seal are issued as they are drawn.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import text

from database.queries.effect_rows import EffectRow
from engine.carrying import case_of
from engine.case_change import CaseChange
from engine.change import change_case, read_case
from engine.context import EngineContext
from engine.effects import SEAL, own_row
from engine.outcome import DONE, DRAWN, Outcome
from engine.outcomes import take_outcome
from engine.received import step_of
from engine.who import THE_ENGINE
from forms.form_plan import Text
from matter_definitions import events
from matter_definitions.merged import merged_code

DRAWN_STATE = "drawn"

_INSERT = text("""
    INSERT INTO document (id, case_id, item_key, effect_key, kind, template, template_version, title_zh,
        title_en, number, verify_code, sha256, ciphertext, issuer, holder_masked, issued_at, valid_to, state,
        step, archive_code)
    VALUES (:id, :case_id, :item_key, :effect_key, :kind, :template, :template_version, :title_zh,
        :title_en, :number, :verify_code, :sha256, :ciphertext, :issuer, :holder_masked, :issued_at,
        :valid_to, :state, :step, :archive_code)
    ON CONFLICT (effect_key) DO NOTHING RETURNING id
""")
_DRAWN = text("""
    SELECT d.id, d.ciphertext, d.title_zh, d.title_en, d.issuer, p.name_zh, p.name_en
    FROM document d LEFT JOIN department p ON p.code = d.issuer
    WHERE d.effect_key = :effect_key AND d.state = 'drawn'
""")
_ISSUE = text("""
    UPDATE document SET ciphertext = :ciphertext, sha256 = :digest_after, sealed = true, sealed_at = :now,
        signer = :signer, state = 'valid', issued_at = :now
    WHERE id = :id AND state = 'drawn' RETURNING template, kind, item_key, step
""")
_USE = text("""
    INSERT INTO seal_use (effect_key, case_id, document_id, issuer, digest_before, digest_after,
        certificate_serial, sealed_at)
    VALUES (:effect_key, :case_id, :id, :issuer, :digest_before, :digest_after, :certificate_serial, :now)
    ON CONFLICT (effect_key) DO NOTHING
""")
# A result issued anew (rectified, or granted once more) takes the place of the one before it.
_REPLACE = text("""
    UPDATE document SET state = 'replaced', replaced_by = :id
    WHERE case_id = :case_id AND item_key IS NOT DISTINCT FROM CAST(:item_key AS text) AND step = :step
        AND kind = 'result' AND id <> :id AND state IN ('valid', 'replaced', 'suspended')
        AND replaced_by IS NULL
    RETURNING id
""")
_PART = text("""
    INSERT INTO document_part (document_id, position, part_id, case_id)
    VALUES (:document, :position, :part, :case_id)
""")
_REPLACES = text("UPDATE document SET replaces = :before WHERE id = :id")


@dataclass(frozen=True, slots=True)
class IssuedPaper:
    """`kind` notice or result; `issuer` a department's code, or the window that leads the matter.

    `sealed`: it is to be sealed, and counts as issued only then. `parts`: the papers that it is made of."""

    kind: str
    template: str
    template_version: int
    title: Text
    verify_code: str
    pdf: bytes = field(repr=False)
    sha256: str
    issuer: str
    holder_masked: str
    number: str | None = None
    valid_to: date | None = None
    archive_code: str | None = None
    sealed: bool = False
    parts: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperToSeal:
    """`issuer` by name; None for an authority without a name of its own here (the joint window)."""

    id: UUID
    pdf: bytes = field(repr=False)
    title: Text
    issuer_code: str
    issuer: Text | None


@dataclass(frozen=True, slots=True)
class SealedPaper:
    """A paper with its seal. `signer` names the authority behind the seal."""

    paper: PaperToSeal
    pdf: bytes = field(repr=False)
    signer: str
    certificate_serial: str


async def record_paper(context: EngineContext, effect: EffectRow, paper: IssuedPaper) -> None:
    """Keeps the paper and ends its effect, in the transaction that plans the seal or lets the case go on.

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
            "state": DRAWN_STATE if paper.sealed else "valid",
            "step": effect.step,
            "archive_code": paper.archive_code,
        }
        document: UUID | None = (await case.connection.execute(_INSERT, row)).scalar_one_or_none()
        if document is not None and paper.parts:
            await _keep_parts(case, document, paper.parts)
        if document is not None and not paper.sealed:
            _say_issued(case, effect, document, template=paper.template, sha256=paper.sha256)
        if paper.sealed:
            case.plan_effect(_seal_row(case, effect))
        await take_outcome(case, effect, Outcome(DRAWN if paper.sealed else DONE))


async def _keep_parts(case: CaseChange, document: UUID, parts: Sequence[UUID]) -> None:
    rows = [
        {"document": document, "position": position, "part": part, "case_id": case.id}
        for position, part in enumerate(parts, start=1)
    ]
    await case.connection.execute_together(*((_PART, row) for row in rows))


async def find_paper_to_seal(context: EngineContext, effect: EffectRow) -> PaperToSeal | None:
    """`effect` is the seal's own; None when the paper has been sealed already."""
    async with read_case(context, case_of(effect)) as case:
        found = await case.connection.execute(_DRAWN, {"effect_key": paper_key(effect)})
        row = found.one_or_none()
        if row is None:
            return None
        named = Text(row.name_zh, row.name_en) if row.name_zh else None
        pdf = case.box.open_paper(row.ciphertext)
        return PaperToSeal(row.id, pdf, Text(row.title_zh, row.title_en), row.issuer, named)


async def record_seal(context: EngineContext, effect: EffectRow, sealed: SealedPaper) -> None:
    """The sealed file takes the place of the drawn one, the paper is issued, and its step is over.

    A second seal of the same paper changes nothing. A result that nobody wants any more (its step was
    taken back meanwhile) stays drawn and is never issued.
    """
    async with change_case(context, case_of(effect), by=THE_ENGINE, for_workflow=True) as case:
        if _is_wanted(case, effect):
            await _issue(case, effect, sealed)
        await take_outcome(case, effect, Outcome(DONE))


def paper_key(seal: EffectRow) -> str:
    """The key of the effect that drew the paper which `seal` seals."""
    return seal.key.removesuffix(f"/{SEAL}")


def _seal_row(case: CaseChange, effect: EffectRow) -> dict[str, object]:
    """With the step of the paper, so that the seal's outcome is also that step's."""
    return own_row(
        f"{effect.key}/{SEAL}",
        kind=SEAL,
        item=effect.item_key,
        step=effect.step,
        round=effect.round,
        now=case.now,
        template=effect.template,
    )


def _is_wanted(case: CaseChange, effect: EffectRow) -> bool:
    merged = merged_code(effect.step)
    if merged is not None:  # one of its parts may have changed since it was drawn
        return case.state.merged[merged].round == effect.round
    if step_of(case, effect) is None:
        return True  # a notice: what it tells has happened
    step = case.state.items[effect.item_key or ""].steps[effect.step]
    return step.round == effect.round and step.standing in ("open", "done")


async def _issue(case: CaseChange, effect: EffectRow, sealed: SealedPaper) -> None:
    after = hashlib.sha256(sealed.pdf).hexdigest()
    row = {
        "id": sealed.paper.id,
        "case_id": case.id,
        "effect_key": effect.key,
        "ciphertext": case.box.seal_paper(sealed.pdf),
        "digest_before": hashlib.sha256(sealed.paper.pdf).hexdigest(),
        "digest_after": after,
        "signer": sealed.signer,
        "issuer": sealed.paper.issuer_code,
        "certificate_serial": sealed.certificate_serial,
        "now": case.now,
    }
    issued = (await case.connection.execute(_ISSUE, row)).one_or_none()
    if issued is None:
        return
    await case.connection.execute(_USE, row)
    _say_issued(case, effect, sealed.paper.id, template=issued.template, sha256=after)
    if issued.kind == "result":
        await _replace_earlier(case, effect, sealed.paper.id)


async def _replace_earlier(case: CaseChange, effect: EffectRow, document: UUID) -> None:
    place = {"id": document, "case_id": case.id, "item_key": effect.item_key, "step": effect.step}
    for earlier in (await case.connection.execute(_REPLACE, place)).scalars():
        await case.connection.execute(_REPLACES, {"id": document, "before": earlier})
        case.happened(
            events.DOCUMENT_REPLACED,
            by=THE_ENGINE,
            item=effect.item_key,
            document=str(earlier),
            by_document=str(document),
        )


def _say_issued(case: CaseChange, effect: EffectRow, document: UUID, *, template: str, sha256: str) -> None:
    """A letter from authority to authority is nothing that the applicant could download."""
    of_a_letter = effect.step.startswith(f"{events.LETTER_SENT}:")
    case.happened(
        events.LETTER_DRAWN if of_a_letter else events.DOCUMENT_ISSUED,
        by=THE_ENGINE,
        item=effect.item_key,
        document=str(document),
        template=template,
        sha256=sha256,
    )
