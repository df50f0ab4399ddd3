"""Every movement that an item can make: the rows, and nothing else. What is not here is refused.

Laws are named as in the words of a refusal. `rows.Transition` says what the columns mean.
"""

from typing import get_args

from matter_definitions import events
from matter_definitions.rows import ALL_END, ActWord, ClockEffect, Party, Transition
from matter_definitions.state import BEFORE_ACCEPTANCE, IN_HANDLING, ItemStanding

_Standings = tuple[ItemStanding, ...]

ALL_STANDINGS: _Standings = get_args(ItemStanding)
ALL_ACTS: tuple[ActWord, ...] = get_args(ActWord)

_BEFORE: _Standings = tuple(each for each in ALL_STANDINGS if each in BEFORE_ACCEPTANCE)
_HANDLING: _Standings = tuple(each for each in ALL_STANDINGS if each in IN_HANDLING)
_OPEN: _Standings = _BEFORE + _HANDLING
_ONCE_GRANTED: _Standings = ("granted", "granted_with_late_supply")
_REVIEWED: _Standings = ("received", "prechecking")
_BROUGHT: _Standings = ("granted", "denied")
_NOT_VOID: _Standings = tuple(each for each in ALL_STANDINGS if each != "void")
_TOLD_AS_NOTICE: _Standings = ("returned", "correcting", "correcting_late")
_TOLD_AS_DECISION: _Standings = tuple(each for each in ALL_STANDINGS if each not in _TOLD_AS_NOTICE)
_CALLED: _Standings = tuple(each for each in ALL_STANDINGS if each not in ("withdrawn", "void"))

_OFFICERS: tuple[Party, ...] = ("officer", "superior")
_DECIDE_AGAIN: tuple[Party, ...] = (*_OFFICERS, "supervisor")
_COUNTERS: tuple[Party, ...] = ("window", "officer")
_ABOVE: tuple[Party, ...] = ("superior", "supervisor")
_RECEIPT_ENDS = ClockEffect(receipt="end")
_HANDLING_ENDS = ClockEffect(handling="end")
_HANDLING_RESUMES = ClockEffect(handling="resume")

_ACCEPT = "行政许可法 32"
_CORRECT = "行政许可法 32(1)(4)"
_REASONS = "行政许可法 38"
_LIMITS = "行政许可法 42"
_JOINT = "行政许可法 42(2)"
_NOT_COUNTED = "行政许可法 45"
_APART = "国办发〔2020〕35号"
_COMMITMENTS = "国办发〔2020〕42号"

# fmt: off
_RECEIVING: tuple[Transition, ...] = (
    Transition("1", "submit", (), ("received", "prechecking"), ("applicant",), events.SUBMITTED,
               paper="submission_receipt", clock=ClockEffect(receipt="start")),
    Transition("2", "begin_precheck", (), ("prechecking",), ("rule",), events.PRECHECK_OPENED),
    Transition("2b", "precheck_pass", ("prechecking",), ("received",), ("window", "receiver", "officer"),
               events.PRECHECK_PASSED, also=(events.HANDED_ON,)),
    Transition("3", "return", ("prechecking",), ("returned",), ("window", "receiver", "officer"),
               events.RETURNED, ("marks_listed", "ground_given", "receipt_limit_not_over"),
               paper="return_notice", clock=ClockEffect(receipt="pause", kind="return"), source=_CORRECT),
    Transition("3b", "resubmit", ("returned",), ("prechecking",), ("applicant",), events.RESUBMITTED,
               ("supplied_complete",), clock=ClockEffect(receipt="resume")),
    Transition("3c", "lapse", ("returned",), ("lapsed",), ("time",), events.LAPSED,
               paper="closing_notice", clock=_RECEIPT_ENDS),
    Transition("4", "correct", ("received",), (), ("officer",), events.MARKED,
               ("receiver_never_decides", "marks_listed", "visible_first_time", "receipt_limit_not_over"),
               source=_CORRECT),
    Transition("4b", "send_notice", ("received",), ("correcting",), ("rule", "time"), events.NOTICE_SENT,
               paper="correction_notice", clock=ClockEffect(receipt="pause", kind="correction"),
               source=_CORRECT),
    Transition("4c", "silence", ("received", "prechecking", "correcting"), ("received",), ("time",),
               events.ACCEPTED_BY_SILENCE, paper="acceptance_notice", clock=_RECEIPT_ENDS, source=_CORRECT),
    Transition("4d", "overdue", ("received", "prechecking", "correcting"), (), ("time",),
               events.RECEIPT_OVERDUE, source=_CORRECT),
    Transition("5", "supply", ("correcting",), ("correcting", "received"), ("applicant",),
               events.NOTICE_ANSWERED, paper="completion_of_corrections",
               clock=ClockEffect(receipt="resume"), also=(events.REVIEWED_AGAIN,)),
    Transition("6", "lapse", ("correcting",), ("lapsed",), ("time",), events.LAPSED,
               paper="closing_notice", clock=_RECEIPT_ENDS),
    Transition("7", "not_applicable", _REVIEWED, ("not_applicable",), _COUNTERS, events.NOT_APPLICABLE,
               ("receiver_never_decides", "authority_named"), paper="not_accepted_notice",
               clock=_RECEIPT_ENDS, source="行政许可法 32(1)(1)(2)"),
    Transition("8", "refuse", _REVIEWED, ("refused",), ("officer",), events.REFUSED,
               ("receiver_never_decides", "ground_given"), paper="refusal_at_receipt",
               clock=_RECEIPT_ENDS, source=_REASONS),
    Transition("9", "accept", ("received",), (), ("officer",), events.REVIEW_PASSED,
               ("receiver_never_decides",), clock=_RECEIPT_ENDS, source=_APART),
    Transition("9b", "begin_handling", ("received",), ("accepted",), ("rule",), events.ACCEPTED,
               paper="acceptance_notice", clock=ClockEffect(receipt="end", handling="start"), source=_ACCEPT),
    Transition("9c", "wait", ("received",), (), ("rule",), events.WAITING),
)

_PAUSING: tuple[Transition, ...] = (
    Transition("11", "correct_after", ("accepted",), ("correcting_late",), ("officer",),
               events.LATE_CORRECTION_ASKED,
               ("receiver_never_decides", "marks_listed", "visible_first_time",
                "handling_limit_not_over"),
               paper="correction_notice", clock=ClockEffect(handling="pause", kind="correction"),
               source=_CORRECT),
    Transition("11b", "supply", ("correcting_late",), ("correcting_late", "accepted"), ("applicant",),
               events.NOTICE_ANSWERED, paper="completion_of_corrections", clock=_HANDLING_RESUMES,
               also=(events.LATE_CORRECTION_COMPLETE,)),
    Transition("11c", "lapse", ("correcting_late",), ("lapsed",), ("time",), events.LAPSED,
               paper="closing_notice", clock=_HANDLING_ENDS),
    Transition("12", "special_procedure", ("accepted",), ("special_procedure",), ("officer", "rule"),
               events.SPECIAL_BEGUN, ("kind_known", "within_maximum", "handling_limit_not_over"),
               paper="special_procedure_notice", clock=ClockEffect(handling="pause", kind="special:*"),
               source=_NOT_COUNTED),
    Transition("13", "special_result", ("special_procedure",), ("accepted",), ("officer", "rule"),
               events.SPECIAL_ENDED, clock=_HANDLING_RESUMES, source=_NOT_COUNTED),
    Transition("13b", "special_over", ("special_procedure",), ("accepted",), ("time",),
               events.SPECIAL_OVERRAN, clock=_HANDLING_RESUMES, source=_NOT_COUNTED),
    Transition("14", "suspend", ("accepted",), ("suspended",), ("officer",), events.SUSPENDED,
               ("ground_given", "kind_known", "kind_may_pause", "handling_limit_not_over"),
               paper="suspension_notice", clock=ClockEffect(handling="pause", kind="suspended:*"),
               source=_LIMITS),
    Transition("14b", "resume", ("suspended",), ("accepted",), ("officer", "supervisor"), events.RESUMED,
               clock=_HANDLING_RESUMES),
    Transition("14c", "reject_suspension", ("suspended",), ("accepted",), ("supervisor",),
               events.SUSPENSION_REJECTED, ("ground_given",), clock=ClockEffect(handling="strike_out")),
    Transition("14d", "suspension_over", ("suspended",), ("accepted",), ("time",),
               events.SUSPENSION_OVERRAN, clock=_HANDLING_RESUMES),
    Transition("15", "forward", ("accepted",), ("forwarded",), _OFFICERS, events.FORWARDED,
               paper="forwarding_letter",
               clock=ClockEffect(handling="pause", kind="forwarded"), source="行政许可法 43"),
    Transition("15b", "forward_answer", ("forwarded",), ("accepted",), ("officer", "department"),
               events.FORWARD_ANSWERED, clock=_HANDLING_RESUMES, source="行政许可法 43"),
    Transition("16", "ask_extension", _HANDLING, (), ("officer",), events.EXTENSION_ASKED,
               ("asked_in_time", "times_left", "ground_given"), source=_LIMITS),
    Transition("16b", "grant_extension", _HANDLING, (), _ABOVE, events.EXTENSION_GRANTED,
               ("another_person",), paper="extension_notice", clock=ClockEffect(handling="extend"),
               source=_LIMITS),
    Transition("16c", "refuse_extension", _HANDLING, (), _ABOVE, events.EXTENSION_REFUSED,
               ("another_person",), source=_LIMITS),
)

_DECIDING: tuple[Transition, ...] = (
    Transition("10", "pass", ("accepted", *_ONCE_GRANTED), (), _OFFICERS, events.STEP_DONE,
               ("receiver_never_decides", "rank_reached", "another_person"), paper="approval_sheet",
               source=_APART),
    Transition("10b", "send_back", ("accepted",), (), _OFFICERS, events.STEP_SENT_BACK, ("ground_given",)),
    Transition("17", "grant", ("accepted", *_ONCE_GRANTED), (), (*_OFFICERS, "department"), events.STEP_DONE,
               ("receiver_never_decides", "rank_reached", "another_person"), source=_APART),
    Transition("17b", "finish", ("accepted",), ("granted",), ("rule",), events.GRANTED,
               paper="granted_notice", clock=ClockEffect(handling="end", delivery="start"),
               source="行政许可法 44"),
    Transition("18", "deny", ("accepted",), ("denied",), (*_OFFICERS, "department"), events.DENIED,
               ("receiver_never_decides", "ground_given", "heard_first"), paper="denial_notice",
               clock=_HANDLING_ENDS, source=_REASONS, also=(events.STEP_REFUSED,)),
    Transition("18b", "deny", _ONCE_GRANTED, (), _OFFICERS, events.STEP_REFUSED,
               ("receiver_never_decides", "ground_given"), source=_REASONS),
    Transition("19", "grant_with_late_supply", ("accepted",), ("granted_with_late_supply",), _OFFICERS,
               events.GRANTED_WITH_LATE_SUPPLY,
               ("receiver_never_decides", "rank_reached", "another_person", "late_supply_possible"),
               paper="late_supply_notice", clock=_HANDLING_ENDS, source=_COMMITMENTS,
               also=(events.STEP_DONE,)),
    Transition("O1", "outcome", ("received", *_HANDLING), ("denied",), ("department",), events.STEP_DONE,
               clock=_HANDLING_ENDS,
               also=(events.STEP_REFUSED, events.STEP_NOTED, events.DENIED, events.MONEY_RETURNED),
               may_stay=True),
    Transition("O1b", "outcome", _ONCE_GRANTED, (), ("department",), events.STEP_DONE,
               also=(events.STEP_REFUSED, events.STEP_NOTED)),
    Transition("O2", "redo", ("received", *_HANDLING, "granted"), (), ("supervisor", "rule"),
               events.STEP_REDONE),
    Transition("O3", "end", _OPEN, ("ended",), ("supervisor",), events.BRANCH_ENDED, ("ground_given",),
               paper="closing_notice", clock=ALL_END),
    Transition("O3b", "end", ("granted",), (), ("supervisor",), events.BRANCH_ENDED, ("ground_given",)),
    Transition("O4", "not_pursue", _BEFORE, ("not_pursued",), ("rule",), events.NOT_PURSUED,
               paper="closing_notice", clock=ALL_END),
    Transition("O5", "revive", ("not_pursued",), ("received",), ("rule",), events.TAKEN_UP_AGAIN),
    Transition("O6", "unpaid", _OPEN, ("lapsed",), ("time",), events.LAPSED, paper="closing_notice",
               clock=ALL_END, also=(events.PAYMENT_EXPIRED,)),
    Transition("O6c", "unpaid", _ONCE_GRANTED, (), ("time",), events.PAYMENT_OVERDUE),
    Transition("O6b", "payment_failed", _OPEN, ("lapsed",), ("department",), events.LAPSED,
               paper="closing_notice", clock=ALL_END, also=(events.PAYMENT_FAILED,)),
    Transition("U4", "confirm", ("received", "accepted", *_ONCE_GRANTED), (), ("applicant",),
               events.STEP_CONFIRMED, clock=_HANDLING_RESUMES),
    Transition("U4b", "unconfirmed", ("received", "accepted"), ("lapsed",), ("time",), events.LAPSED,
               paper="closing_notice", clock=ALL_END),
    Transition("O7", "run_out", _OPEN, ("lapsed",), ("time",), events.LAPSED, paper="closing_notice",
               clock=ALL_END),
    Transition("U4c", "unconfirmed", _ONCE_GRANTED, (), ("time",), events.CONFIRMATION_OVERDUE),
)

_COMMITTING: tuple[Transition, ...] = (
    Transition("19b", "supply_late", (*_HANDLING, "granted_with_late_supply"), (), ("applicant", "window"),
               events.LATE_SUPPLY_HANDED_IN, paper="materials_receipt", source=_COMMITMENTS),
    Transition("19c", "late_supply_conforms", ("granted_with_late_supply",), ("granted",), ("officer",),
               events.LATE_SUPPLY_COMPLETE, ("receiver_never_decides",), clock=ClockEffect(delivery="start"),
               source=_COMMITMENTS, also=(events.GRANTED,), may_stay=True),
    Transition("19c2", "late_supply_conforms", _HANDLING, (), ("officer",), events.LATE_SUPPLY_COMPLETE,
               ("receiver_never_decides",), source=_COMMITMENTS),
    Transition("19e", "late_supply_lacks", (*_HANDLING, "granted_with_late_supply"), (), ("officer",),
               events.LATE_SUPPLY_NOT_CONFORMING, ("receiver_never_decides", "ground_given"),
               source=_COMMITMENTS),
    Transition("19d", "late_supply_missed", (*_HANDLING, "granted_with_late_supply"), ("lapsed",), ("time",),
               events.LAPSED, ("reminded_before",), paper="termination_notice", clock=ALL_END,
               source=_COMMITMENTS, also=(events.LATE_SUPPLY_MISSED,)),
    Transition("P1", "judge_commitment", (*_HANDLING, "granted"), (), ("officer",),
               events.COMMITMENT_FAILED, ("receiver_never_decides",), source=_COMMITMENTS,
               also=(events.COMMITMENT_KEPT,)),
    Transition("P2", "order_correction", (*_HANDLING, "granted"), (), ("officer",),
               events.CORRECTION_ORDERED, ("ground_given",), paper="order_to_correct", source=_COMMITMENTS,
               also=(events.PRIOR_NOTICE_GIVEN,)),
    Transition("P3", "record_heard", (*_HANDLING, *_ONCE_GRANTED), (), _DECIDE_AGAIN, events.PERSON_HEARD,
               source="行政许可法 36"),
    Transition("P4", "settle_commitment", (*_HANDLING, "granted"), (), ("officer",),
               events.COMMITMENT_SETTLED, ("heard_first", "ground_given"), source="行政许可法 36"),
)

_UNDOING: tuple[Transition, ...] = (
    Transition("20", "withdraw", _OPEN, ("withdrawn",), ("applicant",), events.WITHDRAWN,
               paper="withdrawal_receipt", clock=ALL_END),
    Transition("21", "ask_void", _NOT_VOID, (), _COUNTERS, events.VOID_ASKED,
               ("ground_given",)),
    Transition("21b", "approve_void", _NOT_VOID, ("void",), ("supervisor",), events.VOIDED,
               ("another_person",), clock=ALL_END),
    Transition("21c", "refuse_void", _NOT_VOID, (), ("supervisor",), events.VOID_REFUSED,
               ("another_person",)),
    Transition("22a", "give_prior_notice", _ONCE_GRANTED, (), _DECIDE_AGAIN, events.PRIOR_NOTICE_GIVEN,
               ("receiver_never_decides", "ground_given"), paper="prior_notice",
               source="行政许可法 7、69"),
    Transition("22", "revoke", _ONCE_GRANTED, ("revoked",), _DECIDE_AGAIN, events.REVOKED,
               ("receiver_never_decides", "heard_first", "ground_given", "another_person"),
               paper="revocation_decision", clock=ClockEffect(delivery="clear"), source="行政许可法 69、70"),
    Transition("22c", "suspend_result", ("granted",), (), _DECIDE_AGAIN, events.RESULT_SUSPENDED,
               ("receiver_never_decides", "heard_first", "ground_given", "another_person"),
               paper="result_suspension_decision", source="行政处罚法 9、44、45"),
    Transition("22d", "restore_result", ("granted",), (), _DECIDE_AGAIN, events.RESULT_RESTORED,
               ("receiver_never_decides", "ground_given"), paper="result_restoration_notice",
               source="行政处罚法 9"),
    Transition("22b", "compensate", _ONCE_GRANTED, ("revoked",), ("rule",), events.RESULT_CANCELLED,
               clock=ClockEffect(delivery="clear")),
    Transition("U1", "take_back", ("refused", "not_applicable"), ("received",), _DECIDE_AGAIN,
               events.TAKEN_BACK,
               ("decider_or_superior", "ground_given", "result_not_issued", "result_not_used"),
               paper="taking_back_notice"),
    Transition("U1b", "take_back", ("accepted", "denied", *_ONCE_GRANTED), ("accepted",), _DECIDE_AGAIN,
               events.TAKEN_BACK,
               ("decider_or_superior", "ground_given", "result_not_issued", "result_not_used"),
               paper="taking_back_notice", clock=ClockEffect(handling="go_on", delivery="clear")),
    Transition("U2", "rectify", ("granted",), (), _DECIDE_AGAIN, events.RECTIFIED,
               ("ground_given", "result_issued"), paper="rectification_notice"),
    Transition("U3", "reopen", ("denied", "revoked"), ("accepted",), ("supervisor",), events.REOPENED,
               ("review_decision_named",), paper="reopening_notice", clock=ClockEffect(handling="start"),
               source="行政复议法 68"),
    Transition("U3b", "reopen", ("refused",), ("received",), ("supervisor",), events.REOPENED,
               ("review_decision_named",), paper="reopening_notice", clock=ClockEffect(receipt="start"),
               source="行政复议法 68"),
    Transition("U3c", "reopen", ("lapsed",), ("received", "accepted"), ("supervisor",), events.REOPENED,
               ("review_decision_named",), paper="reopening_notice",
               clock=ClockEffect(receipt="start", handling="start"), source="行政复议法 68"),
)

_BRINGING: tuple[Transition, ...] = (
    Transition("T1", "told", _TOLD_AS_NOTICE, (), ("rule",), events.NOTICE_TOLD,
               clock=ClockEffect(receipt="pause", kind="correction"), source=_CORRECT),
    Transition("T2", "told", _TOLD_AS_DECISION, (), ("rule",), events.DECISION_TOLD, source="行政许可法 44"),
    Transition("T5", "ask_call", _CALLED, (), ("rule",), events.CALL_ASKED, source=_CORRECT),
    Transition("T5b", "record_call", _CALLED, (), ("window", "officer"), events.CALL_NOT_REACHED,
               source=_CORRECT, also=(events.POSTED_BY_HAND,)),
    Transition("23", "issue", ("granted",), (), ("rule",), events.DOCUMENT_ISSUED, source="行政许可法 44"),
    Transition("23b", "deliver", _BROUGHT, (), (*_COUNTERS, "department", "rule"), events.DELIVERED,
               paper="service_receipt", source="行政许可法 44"),
    Transition("23c", "sign", _BROUGHT, (), (*_COUNTERS, "department"), events.SIGNED_FOR,
               paper="service_receipt", clock=ClockEffect(delivery="end"), source="行政许可法 44"),
    Transition("23d", "delivery_overdue", ("granted",), (), ("time",), events.DELIVERY_OVERDUE,
               source="行政许可法 44"),
    Transition("24", "archive", (), (), ("rule", "administrator"), events.ARCHIVED),
    Transition("25", "rate", (), (), ("applicant",), events.RATED),
    Transition("T3", "consent_to_service", (), (), ("applicant",), events.SERVICE_CONSENT,
               source="国务院令第716号 10"),
    Transition("J1", "ask_joint_extension", (), (), ("officer",), events.JOINT_EXTENSION_ASKED,
               source=_JOINT),
    Transition("J1b", "grant_joint_extension", (), (), ("supervisor",), events.JOINT_EXTENSION_GRANTED,
               source=_JOINT),
    Transition("J1c", "refuse_joint_extension", (), (), ("supervisor",), events.JOINT_EXTENSION_REFUSED,
               source=_JOINT),
    Transition("J2", "joint_limit_over", (), (), ("time",), events.JOINT_LIMIT_PASSED, source=_JOINT),
    Transition("T4", "calendar_changed", (), (), ("rule", "administrator"), events.PROMISE_MOVED,
               also=(events.EXPECTED_DAY_MOVED,)),
    Transition("T6", "hand_over", (), (), ("rule", "administrator"), events.HANDED_OVER,
               source="行政许可法 8; 地方组织法 79"),
)

_HEARING: tuple[Transition, ...] = (
    Transition("H1", "object", _HANDLING, (), ("applicant", "third_party"), events.OBJECTION_MADE,
               source="行政许可法 36"),
    Transition("H1b", "decide_objection", _HANDLING, (), ("officer",), events.OBJECTION_UPHELD,
               ("receiver_never_decides", "ground_given"), source="行政许可法 36",
               also=(events.OBJECTION_DISMISSED,)),
    Transition("H2", "ask_hearing", _HANDLING, (), ("applicant", "third_party"), events.HEARING_ASKED,
               source="行政许可法 47"),
    Transition("H2b", "hold_hearing", _HANDLING, (), ("officer",), events.HEARING_SET,
               source="行政许可法 48"),
    Transition("H2c", "record_hearing", _HANDLING, (), ("officer",), events.HEARING_RECORDED,
               source="行政许可法 48"),
    Transition("H3", "propose_visit", _HANDLING, (), ("officer",), events.VISIT_PROPOSED),
    Transition("H3b", "consent_visit", _HANDLING, (), ("officer",), events.VISIT_CONSENTED),
    Transition("H3c", "record_visit", _HANDLING, (), ("officer",), events.VISIT_RECORDED),
    Transition("H3d", "conclude_visit", _HANDLING, (), ("officer",), events.VISIT_CONCLUDED),
    Transition("H4", "send_letter", _HANDLING, (), ("officer",), events.LETTER_WANTED),
    Transition("H4b", "answer_letter", _HANDLING, (), ("officer", "department"), events.LETTER_ANSWERED),
)

TRANSITIONS: tuple[Transition, ...] = (
    *_RECEIVING, *_PAUSING, *_DECIDING, *_COMMITTING, *_UNDOING, *_BRINGING, *_HEARING,
)
# fmt: on
