"""What is signed: the whole content as data, its digest, and the text that a person reads and signs.

The text names everything and holds the digest of the content, so that a signature over the text is one over
the content. Sensitive values are masked in it, because the provider sees it; the content has them in full,
with a secret of the draft in it, so that nobody can guess a number from the digest.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from casework.commitments import Offer
from casework.draft_row import DraftRow
from documents.sealing.signing import Signatory
from forms.asking import FieldView, MaterialView
from forms.draft import Draft, submission_of
from forms.form_plan import ConsentPlan, Text
from forms.values.masking import mask_by_type
from matter_definitions.plan import Plan

APPLICANT = "applicant"
DECLARATION = Text(
    "本人声明：以上内容和所提交的材料真实、准确、完整，如有不实，本人承担相应的法律责任。",
    "I declare that all of this and the papers handed in are true, exact and complete, and answer for it.",
)
_KINDS = {"person": Text("个人", "person"), "company": Text("企业", "company")}
_DELIVERY = {
    "pickup": Text("自行领取", "collected"),
    "mail": Text("邮寄", "by post"),
    "electronic": Text("只要电子件", "electronic only"),
}
_YES, _NO = Text("是", "Yes"), Text("否", "No")
_SOURCES = {
    "certificate": "电子证照，免提交 looked up",
    "commitment": "书面承诺 promised",
    "none": "未提交 not handed in",
}


@dataclass(frozen=True, slots=True)
class Content:
    """`part`: the applicant's, or of a consent its code, with its id where several people are asked.
    `document` is JSON; `sha256` of its canonical bytes."""

    part: str
    document: Mapping[str, Any] = field(repr=False)

    @property
    def canonical(self) -> bytes:
        """Sorted keys, no spaces, UTF-8."""
        return json.dumps(
            self.document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str
        ).encode()

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.canonical).hexdigest()


def part_of_consent(consent: ConsentPlan, consent_id: str) -> str:
    """Whoever signs for two of several people signs twice."""
    return f"consent:{consent.code}:{consent_id}" if consent.for_each else f"consent:{consent.code}"


def content_of_draft(
    row: DraftRow, plan: Plan, draft: Draft, *, file_digests: Mapping[str, str], offers: Iterable[Offer]
) -> Content:
    """Exactly what submitting now would put into the case."""
    submission, signed = submission_of(draft), [each for each in offers if each.signed_at]
    promised = frozenset(key for each in signed for key in each.materials)
    return Content(
        APPLICANT,
        {
            "matter": plan.matter,
            "plan": row.plan,
            "application": str(row.id),
            "applicant": str(row.on_behalf_of or row.owner),
            "items": [[each.key, each.region] for each in submission.items],
            "answers": submission.answers,
            "values": submission.values,
            "delivery": row.content.mode,
            "materials": {
                each.key: _source(each, file_digests, promised=promised) for each in draft.materials
            },
            "commitments": {each.key: each.digest for each in signed},
            "declaration": _both(_declaration(plan)),
            "salt": _salt(row),
        },
    )


def content_of_consent(
    row: DraftRow, plan: Plan, consent: ConsentPlan, *, consent_id: str, shown: Mapping[str, Any]
) -> Content:
    """Exactly what the person was shown."""
    return Content(
        part_of_consent(consent, consent_id),
        {
            "matter": plan.matter,
            "application": str(row.id),
            "consent": consent_id,
            "values": dict(shown),
            "declaration": _both(consent.statement),
            "salt": _salt(row),
        },
    )


def text_of_draft(
    content: Content, plan: Plan, draft: Draft, *, signatory: Signatory, regions: Mapping[str, Text]
) -> str:
    questions = [(each.plan.title, _answer(each.plan.options, each.answer)) for each in draft.questions]
    lines = ["申请的事项 What is applied for"]
    lines += [f"{number}. {_both(each.title)}" for number, each in enumerate(draft.items, start=1)]
    lines += ["", "您的回答 Answers", *(f"- {_both(title)}: {words}" for title, words in questions)]
    lines += ["", "填写的内容 What was entered"]
    group = None
    for each in draft.fields:
        if each.key not in content.document["values"]:
            continue
        if each.group != group:
            group = each.group
            lines.append(f"[{_both(group)}]")
        lines.append(f"- {_both(each.title)}: {_value(each, content.document['values'][each.key], regions)}")
    lines += ["", "材料 Papers", *(_paper(each, content.document["materials"]) for each in draft.materials)]
    if content.document["delivery"]:
        mode = str(content.document["delivery"])
        lines += ["", f"结果领取方式 Delivery: {_both(_DELIVERY.get(mode, Text(mode, mode)))}"]
    return _statement(content, plan.title, lines, signatory=signatory)


def text_of_consent(
    content: Content,
    plan: Plan,
    consent: ConsentPlan,
    *,
    fields: Mapping[str, FieldView],
    signatory: Signatory,
    regions: Mapping[str, Text],
) -> str:
    lines = [f"征求同意 {_both(consent.title)}", "", "所涉内容 What it is about"]
    for key, value in content.document["values"].items():
        known = fields.get(key)
        named = f"[{_both(known.group)}] {_both(known.title)}" if known else key
        lines.append(f"- {named}: {_value(known, value, regions) if known else value}")
    return _statement(content, plan.title, lines, signatory=signatory)


def _statement(content: Content, title: Text, lines: list[str], *, signatory: Signatory) -> str:
    number = mask_by_type("resident_id" if signatory.kind == "person" else "uscc", signatory.number)
    head = [
        f"一件事一次办 声明 / Statement: {_both(title)}",
        f"申请编号 Application: {content.document['application']}",
        f"签名人 Signer: {signatory.name} ({_both(_KINDS[signatory.kind])}) {number}",
        "",
    ]
    tail = [
        "",
        "声明 Declaration",
        str(content.document["declaration"]),
        "",
        f"全部内容的摘要 Digest of the whole content (SHA-256): {content.sha256}",
    ]
    return "\n".join([*head, *lines, *tail, ""])


def _value(field_view: FieldView, value: object, regions: Mapping[str, Text]) -> str:
    if field_view.sensitivity == "sensitive":
        return mask_by_type(field_view.value_type, str(value))
    if field_view.value_type == "region" and str(value) in regions:
        return _both(regions[str(value)])
    if field_view.value_type == "money_fen" and isinstance(value, int):
        return f"{value // 100}.{value % 100:02d} 元 yuan"
    return _answer(field_view.options, value)


def _answer(options: Iterable[Any], value: object) -> str:
    if isinstance(value, bool):
        return _both(_YES if value else _NO)
    return next(
        (_both(each.text) for each in options if each.code == value), "—" if value is None else str(value)
    )


def _paper(material: MaterialView, sources: Mapping[str, str]) -> str:
    source = sources[material.key]
    kind, _, detail = source.partition(":")
    return f"- {_both(material.title)}: {f'SHA-256 {detail}' if kind == 'upload' else _SOURCES[kind]}"


def _source(material: MaterialView, file_digests: Mapping[str, str], *, promised: frozenset[str]) -> str:
    """Of an upload the digest of the file."""
    if material.key in file_digests:
        return f"upload:{file_digests[material.key]}"
    if material.replaced:
        return "certificate"
    return "commitment" if material.key in promised else "none"


def _declaration(plan: Plan) -> Text:
    return (plan.statement.declaration if plan.statement else None) or DECLARATION


def _salt(row: DraftRow) -> str:
    return hmac.new(row.key, b"signed statement", hashlib.sha256).hexdigest()


def _both(words: Text) -> str:
    return words.zh if words.zh == words.en else f"{words.zh} / {words.en}"
