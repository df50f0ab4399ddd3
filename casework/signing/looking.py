"""A draft whose matter wants a signed statement: what would be signed now, and whether it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from access.act import Act
from casework.commitments import Offer
from casework.draft_row import DraftRow
from casework.signing.content import Content, content_of_draft
from casework.signing.rows import SignatureStanding, Standing, read_signings, standing_of
from forms.draft import Draft
from forms.problems import FormProblem
from matter_definitions.plan import Plan

POINTER = "/signature"
_WORDS: Mapping[Standing, tuple[str, str]] = {
    "not_signed": ("请先用数字证书签名", "please sign with your certificate first"),
    "asked": ("签名尚未完成", "the signature is not finished yet"),
    "refused": ("签名未成功，请重新签名", "the signature was not successful; please sign again"),
    "void": ("签名后内容有变更，请重新签名", "something has changed since you signed; please sign again"),
}


@dataclass(frozen=True, slots=True)
class StatementLook:
    """`required`: without a signature nothing is submitted."""

    content: Content
    signature: SignatureStanding
    required: bool

    @property
    def problems(self) -> tuple[FormProblem, ...]:
        standing = self.signature.standing
        if not self.required or standing == "signed":
            return ()
        return (FormProblem(POINTER, f"signature_{standing}", *_WORDS[standing]),)


async def look_at_statement(
    act: Act,
    row: DraftRow,
    plan: Plan,
    draft: Draft,
    *,
    file_digests: Mapping[str, str],
    offers: Iterable[Offer],
) -> StatementLook | None:
    """As the engine; None when the matter asks for none, or the draft is a case already. The signature that
    counts is the one of whoever is looking: she submits with her own."""
    if plan.statement is None or row.state != "draft":
        return None
    content = content_of_draft(row, plan, draft, file_digests=file_digests, offers=offers)
    rows = await read_signings(act.connection, row.id)
    standing = standing_of(rows, content, signer=act.actor.himself.person_id)
    return StatementLook(content, standing, required=plan.statement.required)
