"""Commitments in a draft: which are offered, in which words, and which of them the applicant has signed.

A draft keeps a signature under `<item>/<commitment>`: the words that were agreed to by their hash, when and
by whom. It counts while exactly these words are the plan's, and while the person may make commitments: who
promised falsely may not until that is over (国办发〔2020〕42号).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from access.act import Act
from casework.draft_row import DraftRow
from casework.words import Language, state_words
from clocks.calendar import local_date
from engine.commitments import SignedCommitment
from engine.flags import Credit, credit_of
from engine.new_case import Material
from expressions.compile import compile_expression
from expressions.types import ValueType
from forms.asking import MaterialView
from forms.conditions import variables_of
from forms.draft import Draft
from forms.facts import facts_for
from forms.form_plan import Text
from forms.problems import FormProblem
from forms.switching import ItemOn
from matter_definitions.committing import targets_of
from matter_definitions.offers import CommitmentPlan
from matter_definitions.plan import Plan
from refusals import FieldError, Malformed

_MATERIAL = "material:"
_CREDIT = "applicant.credit"


@dataclass(frozen=True, slots=True)
class Offer:
    """A commitment that may be made with this draft. `materials`: what it stands for, by form key."""

    key: str
    item: ItemOn
    plan: CommitmentPlan
    materials: tuple[str, ...]
    digest: str
    signed_at: datetime | None
    signer: UUID | None


@dataclass(frozen=True, slots=True)
class OfferOut:
    """`statement_sha256` goes back with the signature. `days` (of `unit`): how long the papers may take."""

    key: str
    item: str
    item_title: str
    kind: str
    kind_words: str
    title: str
    statement: str
    consequences: str
    materials: list[str]
    amount: int
    unit: str
    statement_sha256: str
    signed: bool


def statement_digest(plan: CommitmentPlan) -> str:
    """SHA-256 of the words that are signed, in both languages, with what they stand for and how long."""
    words = [plan.title, plan.statement, plan.consequences]
    signed = {
        "words": [[each.zh, each.en] for each in words],
        "kind": plan.kind,
        "replaces": list(plan.replaces),
        "until": [plan.until.amount, plan.until.unit],
    }
    return sha256(json.dumps(signed, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


async def offers_in(act: Act, row: DraftRow, plan: Plan, draft: Draft) -> tuple[Offer, ...]:
    """With the engine's rights. Only what would spare the applicant a paper now is offered."""
    on = [item for item in draft.items if plan.item(item.code).commitments]
    if not on:
        return ()
    today = local_date(row.now)
    credit = await credit_of(act.connection, row.owner, today=today)
    if credit == "bad":
        return ()
    asked = {each.key for each in draft.materials if each.required and not each.replaced and not each.present}
    return tuple(
        offer
        for item in on
        for each in plan.item(item.code).commitments
        if (offer := _offer(plan, item, each, row.content.commitments)) and asked & set(offer.materials)
        if _is_eligible(plan, draft, each, item, credit=credit, row=row)
    )


def _offer(plan: Plan, item: ItemOn, commitment: CommitmentPlan, kept: Mapping[str, Any]) -> Offer:
    instance = item.instance[1] if item.instance else None
    targets = targets_of(plan.item(item.code), commitment, instance=instance)
    digest, key = statement_digest(commitment), f"{item.key}/{commitment.code}"
    signed = kept.get(key) or {}
    counts = signed.get("statement_sha256") == digest
    return Offer(
        key=key,
        item=item,
        plan=commitment,
        materials=tuple(each.removeprefix(_MATERIAL) for each in targets),
        digest=digest,
        signed_at=datetime.fromisoformat(signed["at"]) if counts else None,
        signer=UUID(signed["signer"]) if counts else None,
    )


def _is_eligible(
    plan: Plan, draft: Draft, commitment: CommitmentPlan, item: ItemOn, *, credit: Credit, row: DraftRow
) -> bool:
    if commitment.eligible is None:
        return True
    variables = {**variables_of(plan.form), _CREDIT: ValueType.STRING}
    facts = facts_for(
        draft.values, draft.answers, {}, row.content.found, instance=item.instance, today=local_date(row.now)
    )
    expression = compile_expression(commitment.eligible, variables=variables, result=ValueType.BOOL)
    return expression.evaluate({**facts, _CREDIT: credit}) is True


def spared_materials(plan: Plan, draft: Draft, offers: tuple[Offer, ...]) -> frozenset[str]:
    """Papers that need not be there, because every item that asks for them has a signed promise instead."""
    promised = {(each.item.key, key) for each in offers if each.signed_at for key in each.materials}
    return frozenset(
        material.key
        for material in draft.materials
        if (needing := _items_needing(plan, draft, material))
        if all((item, material.key) in promised for item in needing)
    )


def _items_needing(plan: Plan, draft: Draft, material: MaterialView) -> list[str]:
    codes = {
        need.item
        for each in plan.form.materials
        if each.key == material.base_key
        for need in each.needs
        if need.required
    }
    return [
        item.key
        for item in draft.items
        if item.code in codes
        if item.instance is None or material.instance in (None, item.instance[1])
    ]


def without_spared(problems: tuple[FormProblem, ...], spared: frozenset[str]) -> tuple[FormProblem, ...]:
    """A paper that is promised is not missing."""
    pointers = {f"/materials/{key}" for key in spared}
    return tuple(each for each in problems if each.pointer not in pointers or each.code != "required")


def signatures(
    plan: Plan, sent: Mapping[str, Any] | None, *, signer: UUID, at: datetime
) -> dict[str, dict[str, str] | None]:
    """What a request signs ({agreed, statement_sha256} by key) or takes back (null). Raises Malformed (422)
    for words that are not, or no longer, those of the plan."""
    errors: list[FieldError] = []
    signed: dict[str, dict[str, str] | None] = {}
    for key, value in (sent or {}).items():
        commitment = commitment_named(plan, key)
        if value is None:
            signed[key] = None
        elif commitment is None or not _agrees(value, commitment):
            errors.append(
                FieldError(
                    f"/commitments/{key.replace('~', '~0').replace('/', '~1')}",
                    "承诺书内容已更新或不适用，请重新阅读后再签署",
                    "these are not the words of the commitment now; please read it again and sign",
                )
            )
        else:
            digest = statement_digest(commitment)
            signed[key] = {"statement_sha256": digest, "at": at.isoformat(), "signer": str(signer)}
    if errors:
        raise Malformed(errors=errors)
    return signed


def commitment_named(plan: Plan, key: str) -> CommitmentPlan | None:
    """By `<item>/<commitment>`, where the item may be one instance: `permit.2/lease`."""
    item, _, code = key.partition("/")
    found = plan.by_code.get(item.partition(".")[0])
    return next((each for each in found.commitments if each.code == code), None) if found else None


def _agrees(value: object, commitment: CommitmentPlan) -> bool:
    if not isinstance(value, Mapping):
        return False
    return value.get("agreed") is True and value.get("statement_sha256") == statement_digest(commitment)


def signed_codes(offers: tuple[Offer, ...], item: ItemOn) -> tuple[str, ...]:
    """The commitments with which this item's case begins."""
    return tuple(each.plan.code for each in offers if each.signed_at and each.item.key == item.key)


def signed_rows(offers: tuple[Offer, ...], *, plan_name: str) -> list[SignedCommitment]:
    """For the rows of the new case. `text_version`: the plan holds the words, the code finds them in it."""
    return [
        SignedCommitment(
            item_key=each.item.key,
            code=each.plan.code,
            kind=each.plan.kind,
            text_version=f"{plan_name}/{each.plan.code}",
            statement_sha256=each.digest,
            signer=each.signer,
            signed_at=each.signed_at,
            targets=tuple(f"{_MATERIAL}{key}" for key in each.materials),
        )
        for each in offers
        if each.signed_at and each.signer
    ]


def promised_materials(offers: tuple[Offer, ...], *, present: frozenset[str]) -> list[Material]:
    """What stands in the case in the place of a file."""
    promised = {
        key: each.plan.code
        for each in offers
        if each.signed_at
        for key in each.materials
        if key not in present
    }
    return [Material(material=key, source="commitment", reference=code) for key, code in promised.items()]


def offer_out(offer: Offer, titles: Mapping[str, Text], *, language: Language) -> OfferOut:
    """`titles` of materials by base key or key."""
    return OfferOut(
        key=offer.key,
        item=offer.item.key,
        item_title=offer.item.title.in_language(language),
        kind=offer.plan.kind,
        kind_words=state_words("commitment_kind", offer.plan.kind, language=language),
        title=offer.plan.title.in_language(language),
        statement=offer.plan.statement.in_language(language),
        consequences=offer.plan.consequences.in_language(language),
        materials=[titles[key].in_language(language) for key in offer.materials if key in titles],
        amount=offer.plan.until.amount,
        unit=offer.plan.until.unit,
        statement_sha256=offer.digest,
        signed=offer.signed_at is not None,
    )
