"""Whether an act is possible now: by its step, the table of transitions, the plan and the guards."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from matter_definitions import (
    being_heard,
    bringing,
    calling,
    confirming,
    deciding,
    ending,
    extending,
    noticing,
    pausing,
    receiving,
    reviewing,
    stepping,
    undoing,
    voiding,
)
from matter_definitions.acts.act import Act
from matter_definitions.acts.deciding import DecideStep, DemandAnew, EndBranch, RecordOutcome, RedoStep
from matter_definitions.acts.pausing import DecideExtension, EndSpecial
from matter_definitions.acts.receiving import AnswerNotice, CorrectLate, DecidePrecheck, DecideReceipt
from matter_definitions.acts.telling import AskCall, RecordCall, RecordDelivery, RecordTold
from matter_definitions.acts.undoing import AskVoid, DecideVoid, Rectify, TakeBack, Withdraw
from matter_definitions.guards import GUARDS
from matter_definitions.motion import ActRefused, Motion, NotOffered, Situation
from matter_definitions.movements import BY_PLACE, OF_THE_CASE, rows_in, word_of
from matter_definitions.offering import is_new, is_offered
from matter_definitions.parties import parties_of
from matter_definitions.plan import Plan
from matter_definitions.rows import PEOPLE, ActWord, Transition
from matter_definitions.state import CaseState, ItemState, is_reserved_step

# What the step or the notice demands that the act is about; asked first, so that these refusals stay.
_FIRST: Mapping[type[Act], Callable[[Motion, Any], None]] = {
    DecideReceipt: reviewing.check_receipt,
    DecideStep: deciding.check_decision,
    AnswerNotice: noticing.check_answer,
    RecordOutcome: stepping.check_outcome,
    RedoStep: stepping.check_redo,
    DemandAnew: undoing.check_demand_anew,
    EndBranch: ending.check_end,
    Withdraw: ending.check_withdrawal,
}
# Asked of an act that has a row.
_CONTENTS: Mapping[type[Act], Callable[[Motion, Any], None]] = {
    DecidePrecheck: receiving.check_precheck,
    CorrectLate: pausing.check_late_correction,
    EndSpecial: being_heard.check_end_special,
    DecideExtension: extending.check_extension,
    TakeBack: undoing.check_take_back,
    Rectify: undoing.check_rectify,
    AskVoid: voiding.check_asked,
    DecideVoid: voiding.check_void,
    RecordTold: bringing.check_told,
    AskCall: calling.check_asked,
    RecordCall: calling.check_recorded,
    RecordDelivery: bringing.check_delivery,
}


def _has_asked_void(item: ItemState) -> bool:
    return any(each.granted is None for each in item.void_requests)


def _has_asked_extension(item: ItemState) -> bool:
    return any(each.granted is None for each in item.extensions)


def _has_open_step(item: ItemState) -> bool:
    return any(step.standing == "open" and not is_reserved_step(step.code) for step in item.steps.values())


# What an act needs to be about, beside the standing.
_SUBJECT: Mapping[ActWord, Callable[[ItemState], bool]] = {
    **dict.fromkeys(("pass", "grant", "deny"), _has_open_step),
    "ask_void": lambda item: not _has_asked_void(item),
    "approve_void": _has_asked_void,
    "refuse_void": _has_asked_void,
    "grant_extension": _has_asked_extension,
    "refuse_extension": _has_asked_extension,
    "confirm": lambda item: any(confirming.is_asked(each) for each in item.steps.values()),
    "rectify": lambda item: item.issued_at is not None and item.result_suspended_at is None,
    "suspend_result": lambda item: item.issued_at is not None and item.result_suspended_at is None,
    "restore_result": lambda item: item.result_suspended_at is not None,
    "sign": lambda item: item.signed_at is None,
    "deliver": lambda item: item.signed_at is None,
    "record_call": lambda item: calling.open_step(item) is not None,
}


def permit(motion: Motion, act: Act) -> None:
    """Raises ActRefused, with what is allowed instead and the rule."""
    word = word_of(act)
    key = getattr(act, "item", None)
    if motion.plan.format == 1 and is_new(word):
        raise NotOffered
    first = _FIRST.get(type(act))
    if first is not None:
        first(motion, act)
    if word in OF_THE_CASE:
        return
    for item in _subjects(motion, act) if key is None else (motion.state.items[key],):
        _demand_row(motion, item, act, word)


def _demand_row(motion: Motion, item: ItemState, act: Act, word: ActWord) -> None:
    if not is_offered(motion.plan, item, word):
        raise NotOffered(_allowed_now(motion, item))
    row = BY_PLACE.get((item.standing, word))
    if row is None:
        raise ActRefused("not_now", _allowed_now(motion, item), source=_source_of(word))
    if motion.plan.format == 1:
        return
    contents = _CONTENTS.get(type(act))
    if contents is not None:
        contents(motion, act)
    try:
        for name in ("party_fits", *row.guards):
            GUARDS[name].check(motion, item, act, row)
    except ActRefused as refused:
        allowed = _allowed_now(motion, item)
        raise ActRefused(refused.code, allowed, refused.source) from None


def _subjects(motion: Motion, act: Act) -> Iterable[ItemState]:
    match act:
        case Withdraw():
            return ending.items_of(motion, act)
        case AnswerNotice():
            return noticing.items_of(motion, act)
        case _:
            return ()


def _source_of(word: ActWord) -> str:
    return next((row.source for (_, act), row in BY_PLACE.items() if act == word), "")


def allowed_words(plan: Plan, state: CaseState, item: ItemState, situation: Situation) -> tuple[ActWord, ...]:
    """What people (or, with an actor, this one) may do with an item now, as far as it can be told before."""
    return _allowed_now(Motion(plan, state, situation, situation.now), item)


def _allowed_now(motion: Motion, item: ItemState) -> tuple[ActWord, ...]:
    return tuple(dict.fromkeys(row.act for row in rows_in(item.standing) if _could_be(motion, item, row)))


def can_be(motion: Motion, item: ItemState, word: ActWord) -> bool:
    """Whether this act is possible now, as far as it can be told before."""
    row = BY_PLACE.get((item.standing, word))
    return row is not None and _could_be(motion, item, row)


def _could_be(motion: Motion, item: ItemState, row: Transition) -> bool:
    if not PEOPLE.intersection(row.who) or not is_offered(motion.plan, item, row.act):
        return False
    actor = motion.situation.actor
    if actor is not None and not parties_of(actor, item).intersection(row.who):
        return False
    if row.act in _SUBJECT and not _SUBJECT[row.act](item):
        return False
    return motion.plan.format == 1 or all(
        dry(motion, item, row) for name in row.guards if (dry := GUARDS[name].dry) is not None
    )
