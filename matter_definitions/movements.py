"""How the table of transitions is looked up: which row an act of these people has in this standing."""

from collections.abc import Mapping

from matter_definitions import acts
from matter_definitions.acts import Act
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
    acts.AnswerNotice: "supply",
    acts.RecordOutcome: "outcome",
    acts.EndBranch: "end",
    acts.RedoStep: "redo",
    acts.Withdraw: "withdraw",
    acts.Resubmit: "resubmit",
    acts.CorrectLate: "correct_after",
    acts.BeginSpecial: "special_procedure",
    acts.EndSpecial: "special_result",
    acts.Suspend: "suspend",
    acts.Resume: "resume",
    acts.RejectSuspension: "reject_suspension",
    acts.Forward: "forward",
    acts.AnswerForward: "forward_answer",
    acts.AskExtension: "ask_extension",
    acts.AskVoid: "ask_void",
    acts.Revoke: "revoke",
    acts.TakeBack: "take_back",
    acts.Rectify: "rectify",
    acts.Reopen: "reopen",
    acts.ConfirmStep: "confirm",
    acts.SupplyLate: "supply_late",
    acts.JudgeCommitment: "judge_commitment",
    acts.OrderCorrection: "order_correction",
    acts.RecordHeard: "record_heard",
    acts.SettleCommitment: "settle_commitment",
    acts.RecordTold: "told",
    acts.ConsentToService: "consent_to_service",
    acts.Archive: "archive",
    acts.CalendarChanged: "calendar_changed",
    acts.Object: "object",
    acts.DecideObjection: "decide_objection",
    acts.AskHearing: "ask_hearing",
    acts.HoldHearing: "hold_hearing",
    acts.RecordHearing: "record_hearing",
    acts.ProposeVisit: "propose_visit",
    acts.ConsentVisit: "consent_visit",
    acts.RecordVisit: "record_visit",
    acts.ConcludeVisit: "conclude_visit",
    acts.SendLetter: "send_letter",
    acts.AnswerLetter: "answer_letter",
}


def word_of(act: Act) -> ActWord:
    """The word of the table for an act: of its kind, or of its kind and outcome."""
    match act:
        case acts.DecideReceipt():
            return _RECEIPT[act.outcome]
        case acts.DecideStep():
            return _STEP[act.outcome]
        case acts.DecidePrecheck():
            return "precheck_pass" if act.outcome == "pass" else "return"
        case acts.DecideExtension():
            return "grant_extension" if act.granted else "refuse_extension"
        case acts.DecideVoid():
            return "approve_void" if act.granted else "refuse_void"
        case acts.JudgeLateSupply():
            return "late_supply_conforms" if act.conforms else "late_supply_lacks"
        case acts.RecordDelivery():
            return "sign" if act.signed else "deliver"
        case _:
            return _WORDS[type(act)]
