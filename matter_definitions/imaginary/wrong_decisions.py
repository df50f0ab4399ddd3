"""Decisions about an imaginary case that name nothing in the plan, or a word that means nothing there."""

from collections.abc import Iterator, Mapping

from forms.form_plan import Text
from matter_definitions.imaginary.opening import CONSENT, WORDS_BEFORE
from matter_definitions.imaginary.people import LATE, SILENT, VOCABULARY, takes_a_reason
from matter_definitions.imaginary.turns import NOTICE, TurnKind
from matter_definitions.plan import ItemPlan, Plan, StepKind, StepPlan
from matter_definitions.state import INTAKE, PRECHECK, RECEIPT, commitment_step

_OTHERS: Mapping[StepKind, tuple[TurnKind, ...]] = {
    "approval": ("approval",),
    "payment": ("payment",),
    "money_awaited": ("money",),
    "publicity": ("publicity", "objection"),
    "hearing": ("hearing",),
    "joint_visit": ("visit_conclusion",),
    "letter": ("letter_answer",),
}
_RESERVED: Mapping[str, tuple[TurnKind, ...]] = {
    RECEIPT: ("receipt",),
    PRECHECK: ("first_look",),
    INTAKE: ("first_look",),
    NOTICE: ("mending",),
}
_COMMITMENTS: Mapping[str, tuple[TurnKind, ...]] = {
    "late_supply": ("late_supply", "late_supply_look"),
    "replaces_proof": ("promise_look",),
}


def wrong_decisions(plan: Plan, decisions: Mapping[str, tuple[str, ...]]) -> list[Text]:
    """One sentence for each."""
    return [said for name, words in decisions.items() for said in _wrong(plan, name, words)]


def _wrong(plan: Plan, name: str, words: tuple[str, ...]) -> Iterator[Text]:
    before, _, code = name.partition(".")
    if before in WORDS_BEFORE:
        known = _is_consent(plan, code) if before == CONSENT else _is_lookup(plan, code)
        if not known:
            yield _unknown(name)
        else:
            yield from _unknown_words(name, words, WORDS_BEFORE[before])
        return
    item = _item(plan, name.rpartition(".")[0])
    possible = words_for(item, name.rpartition(".")[2]) if item else ()
    if item is None or not possible:
        yield _unknown(name)
        return
    yield from _unknown_words(name, tuple(each.partition(":")[0] for each in words), possible)
    yield from _unknown_reasons(name, words, item)


def _is_consent(plan: Plan, name: str) -> bool:
    """`father`, or of one of several people `heirs.2`."""
    code, _, number = name.partition(".")
    consent = next((each for each in plan.form.consents if each.code == code), None)
    return consent is not None and (not number or bool(consent.for_each and number.isdecimal()))


def _is_lookup(plan: Plan, name: str) -> bool:
    return name in {each.code for each in plan.form.lookups}


def _item(plan: Plan, key: str) -> ItemPlan | None:
    """`birth-registration`, or the second child's: `birth-registration.2`."""
    code, _, number = key.partition(".")
    item = plan.by_code.get(code)
    return None if item is None or (number and not (item.for_each and number.isdecimal())) else item


def words_for(item: ItemPlan, step: str) -> tuple[str, ...]:
    """Every word that may be decided at a step; empty when the item has no such step."""
    planned = next((each for each in item.steps if each.code == step), None)
    promised = next((each for each in item.commitments if commitment_step(each.code) == step), None)
    kinds = _RESERVED.get(step, ())
    if planned is not None:
        kinds = _kinds_of(planned)
    elif promised is not None:
        kinds = _COMMITMENTS[promised.kind]
    words = [word for kind in kinds for word in VOCABULARY[kind] if _is_offered(word, kind, item, planned)]
    return (*words, LATE, SILENT) if words else ()


def _kinds_of(step: StepPlan) -> tuple[TurnKind, ...]:
    kinds = _OTHERS.get(step.kind, ("outcome",))
    return (*kinds, "confirmation") if step.confirm else kinds


def _is_offered(word: str, kind: TurnKind, item: ItemPlan, step: StepPlan | None) -> bool:
    if kind != "approval" or step is None:
        return True
    return {"correct": item.late_correction, "send_back": step.level > 1}.get(word, True)


def _unknown(name: str) -> Text:
    return Text(f"没有“{name}”这样的环节可以决定", f"there is nothing to decide at “{name}”")


def _unknown_words(name: str, words: tuple[str, ...], possible: tuple[str, ...]) -> Iterator[Text]:
    listed = ", ".join(dict.fromkeys(possible))
    for word in words:
        if word not in possible:
            yield Text(
                f"“{name}”不能是“{word}”，可以是：{listed}",
                f"“{name}” cannot be “{word}”; it can be {listed}",
            )


def _unknown_reasons(name: str, words: tuple[str, ...], item: ItemPlan) -> Iterator[Text]:
    known = {each.code for each in item.refusal_reasons}
    for each in words:
        word, colon, reason = each.partition(":")
        if colon and (reason not in known or not takes_a_reason(word)):
            yield Text(
                f"“{name}”的“{word}”没有理由“{reason}”",
                f"“{word}” at “{name}” has no reason “{reason}”",
            )
