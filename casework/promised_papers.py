"""What an applicant still has to do for a promise, and until when: bring its papers, or put it right."""

from dataclasses import dataclass
from datetime import datetime

from casework.case_reading import ReadCase
from casework.words import Language, deadline_words
from matter_definitions.state import BEFORE_ACCEPTANCE, CommitmentState, ItemState


@dataclass(frozen=True, slots=True)
class PapersAsked:
    """`text` is what the applicant is asked for."""

    item: str
    text: str
    until: datetime


def can_supply(item: ItemState, commitment: CommitmentState) -> bool:
    """From the acceptance on, until it was found to conform or the time is over."""
    is_live = item.decided_at is None or item.standing == "granted_with_late_supply"
    is_asked = commitment.kind == "late_supply" and commitment.standing in ("open", "supplied")
    return is_asked and is_live and item.standing not in BEFORE_ACCEPTANCE


def papers_asked(case: ReadCase, *, language: Language) -> list[PapersAsked]:
    """What is still to be brought; what lies before an officer is not asked for again."""
    return [
        PapersAsked(item.key, _words(case, item, each, language=language), each.until)
        for item in case.state.items.values()
        for each in item.commitments
        if each.standing == "open" and can_supply(item, each)
    ]


def _words(case: ReadCase, item: ItemState, commitment: CommitmentState, *, language: Language) -> str:
    title = case.item_title(item.key, language=language)
    day = deadline_words(commitment.until, language=language)
    if language == "en":
        return f"Please bring the papers that you promised for “{title}” by {day}"
    return f"请在{day}前补交“{title}”承诺的材料"


def orders_open(case: ReadCase, *, language: Language) -> list[PapersAsked]:
    """What an office found not to be as it was promised, and ordered to be put right."""
    return [
        PapersAsked(item.key, _order_words(case, item, each.order_until, language=language), each.order_until)
        for item in case.state.items.values()
        for each in item.commitments
        if each.standing == "ordered" and each.order_until is not None
    ]


def _order_words(case: ReadCase, item: ItemState, until: datetime, *, language: Language) -> str:
    title = case.item_title(item.key, language=language)
    day = deadline_words(until, language=language)
    if language == "en":
        return f"What you promised for “{title}” was found not to be so. Please put it right by {day}"
    return f"“{title}”的承诺经核查与事实不符，请在{day}前改正"
