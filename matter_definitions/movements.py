"""How the table of transitions is looked up: which row an act of these people has in this standing."""

from collections.abc import Mapping

from matter_definitions.acts.act import Act
from matter_definitions.acts.committing import (
    JudgeCommitment,
    JudgeLateSupply,
    OrderCorrection,
    RecordHeard,
    SettleCommitment,
    SupplyLate,
)
from matter_definitions.acts.corresponding import AnswerLetter, SendLetter
from matter_definitions.acts.deciding import (
    ConfirmStep,
    DecideStep,
    DemandAnew,
    EndBranch,
    RecordOutcome,
    RedoStep,
)
from matter_definitions.acts.forewarning import GivePriorNotice
from matter_definitions.acts.handing_over import HandOver
from matter_definitions.acts.hearing_others import (
    AskHearing,
    ConcludeVisit,
    ConsentVisit,
    DecideObjection,
    HoldHearing,
    Object,
    ProposeVisit,
    RecordHearing,
    RecordVisit,
)
from matter_definitions.acts.joint import AskJointExtension, DecideJointExtension
from matter_definitions.acts.pausing import (
    AnswerForward,
    AskExtension,
    BeginSpecial,
    DecideExtension,
    EndSpecial,
    Forward,
    RejectSuspension,
    Resume,
    Suspend,
)
from matter_definitions.acts.receiving import (
    AnswerNotice,
    CorrectLate,
    DecidePrecheck,
    DecideReceipt,
    Resubmit,
)
from matter_definitions.acts.suspending import RestoreResult, SuspendResult
from matter_definitions.acts.telling import (
    Archive,
    AskCall,
    CalendarChanged,
    ConsentToService,
    RecordCall,
    RecordDelivery,
    RecordTold,
)
from matter_definitions.acts.undoing import AskVoid, DecideVoid, Rectify, Reopen, Revoke, TakeBack, Withdraw
from matter_definitions.rows import PEOPLE, ActWord, Party, Transition
from matter_definitions.state import ItemStanding, ItemState
from matter_definitions.transitions import ALL_STANDINGS, TRANSITIONS

__all__ = [
    "ActWord",
    "BY_PLACE",
    "OF_THE_CASE",
    "Party",
    "Transition",
    "find",
    "of_the_case",
    "row_of",
    "rows_in",
    "word_of",
    "words_in",
]


def _by_place(rows: tuple[Transition, ...]) -> dict[tuple[ItemStanding, ActWord], Transition]:
    found: dict[tuple[ItemStanding, ActWord], Transition] = {}
    for row in rows:
        for standing in row.sources:
            if (standing, row.act) in found:
                raise ValueError(f"two rows for {row.act} in {standing}")
            found[standing, row.act] = row
    return found


BY_PLACE: Mapping[tuple[ItemStanding, ActWord], Transition] = _by_place(TRANSITIONS)
OF_THE_CASE: Mapping[ActWord, Transition] = {row.act: row for row in TRANSITIONS if not row.sources}

_ROWS_IN: Mapping[ItemStanding, tuple[Transition, ...]] = {
    standing: tuple(row for (source, _), row in BY_PLACE.items() if source == standing)
    for standing in ALL_STANDINGS
}


def find(standing: ItemStanding, word: ActWord) -> Transition | None:
    """The row of an act in a standing; None when the table does not have it."""
    return BY_PLACE.get((standing, word))


def row_of(item: ItemState, word: ActWord) -> Transition:
    """The row by which an item moves now; what has none in the table cannot happen."""
    row = BY_PLACE.get((item.standing, word))
    assert row is not None, f"{word} is not possible in {item.standing}"
    return row


def of_the_case(word: ActWord) -> Transition | None:
    """The row of what happens to a whole case, or before there is an item."""
    return OF_THE_CASE.get(word)


def rows_in(standing: ItemStanding) -> tuple[Transition, ...]:
    """What can happen in a standing, in the order of the table."""
    return _ROWS_IN.get(standing, ())


def words_in(standing: ItemStanding, *, of_people: bool = True) -> tuple[ActWord, ...]:
    """The acts of `rows_in`; `of_people`: only what people do."""
    return tuple(row.act for row in rows_in(standing) if not of_people or PEOPLE.intersection(row.who))


_RECEIPT: Mapping[str, ActWord] = {
    "accept": "accept",
    "correct": "correct",
    "refuse": "refuse",
    "not_applicable": "not_applicable",
}
_STEP: Mapping[str, ActWord] = {
    "grant": "grant",
    "deny": "deny",
    "pass": "pass",
    "grant_with_late_supply": "grant_with_late_supply",
    "send_back": "send_back",
}
_WORDS: Mapping[type[Act], ActWord] = {
    AnswerNotice: "supply",
    RecordOutcome: "outcome",
    EndBranch: "end",
    RedoStep: "redo",
    DemandAnew: "redo",
    Withdraw: "withdraw",
    Resubmit: "resubmit",
    CorrectLate: "correct_after",
    BeginSpecial: "special_procedure",
    EndSpecial: "special_result",
    Suspend: "suspend",
    Resume: "resume",
    RejectSuspension: "reject_suspension",
    Forward: "forward",
    AnswerForward: "forward_answer",
    AskExtension: "ask_extension",
    AskJointExtension: "ask_joint_extension",
    AskVoid: "ask_void",
    Revoke: "revoke",
    SuspendResult: "suspend_result",
    RestoreResult: "restore_result",
    TakeBack: "take_back",
    Rectify: "rectify",
    Reopen: "reopen",
    ConfirmStep: "confirm",
    SupplyLate: "supply_late",
    JudgeCommitment: "judge_commitment",
    OrderCorrection: "order_correction",
    GivePriorNotice: "give_prior_notice",
    RecordHeard: "record_heard",
    SettleCommitment: "settle_commitment",
    RecordTold: "told",
    AskCall: "ask_call",
    RecordCall: "record_call",
    ConsentToService: "consent_to_service",
    Archive: "archive",
    CalendarChanged: "calendar_changed",
    HandOver: "hand_over",
    Object: "object",
    DecideObjection: "decide_objection",
    AskHearing: "ask_hearing",
    HoldHearing: "hold_hearing",
    RecordHearing: "record_hearing",
    ProposeVisit: "propose_visit",
    ConsentVisit: "consent_visit",
    RecordVisit: "record_visit",
    ConcludeVisit: "conclude_visit",
    SendLetter: "send_letter",
    AnswerLetter: "answer_letter",
}


def word_of(act: Act) -> ActWord:
    """The word of the table for an act: of its kind, or of its kind and outcome."""
    match act:
        case DecideReceipt():
            return _RECEIPT[act.outcome]
        case DecideStep():
            return _STEP[act.outcome]
        case DecidePrecheck():
            return "precheck_pass" if act.outcome == "pass" else "return"
        case DecideExtension():
            return "grant_extension" if act.granted else "refuse_extension"
        case DecideJointExtension():
            return "grant_joint_extension" if act.granted else "refuse_joint_extension"
        case DecideVoid():
            return "approve_void" if act.granted else "refuse_void"
        case JudgeLateSupply():
            return "late_supply_conforms" if act.conforms else "late_supply_lacks"
        case RecordDelivery():
            return "sign" if act.signed else "deliver"
        case _:
            return _WORDS[type(act)]
