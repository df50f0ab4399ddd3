"""Which room carries out which act, and what happens when which deadline comes."""

from collections.abc import Callable, Mapping
from typing import Any

from matter_definitions import (
    bringing,
    committing,
    confirming,
    dating,
    deciding,
    ending,
    extending,
    hearing_others,
    pausing,
    receiving,
    reviewing,
    stepping,
    undoing,
    voiding,
)
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
from matter_definitions.acts.deciding import ConfirmStep, DecideStep, EndBranch, RecordOutcome, RedoStep
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
from matter_definitions.acts.telling import (
    Archive,
    CalendarChanged,
    ConsentToService,
    RecordDelivery,
    RecordTold,
)
from matter_definitions.acts.undoing import AskVoid, DecideVoid, Rectify, Reopen, Revoke, TakeBack, Withdraw
from matter_definitions.consequences import Deadline, DeadlineKind
from matter_definitions.motion import Motion

BODIES: Mapping[type[Act], Callable[[Motion, Any], None]] = {
    DecideReceipt: reviewing.decide_receipt,
    DecideStep: deciding.decide_step,
    AnswerNotice: reviewing.answer_notice,
    RecordOutcome: stepping.record_outcome,
    RedoStep: stepping.redo_step,
    EndBranch: ending.end_branch,
    Withdraw: ending.withdraw,
    DecidePrecheck: receiving.decide_precheck,
    Resubmit: receiving.resubmit,
    CorrectLate: pausing.correct_late,
    BeginSpecial: pausing.begin_special,
    EndSpecial: pausing.end_special,
    Suspend: pausing.suspend,
    Resume: pausing.resume,
    RejectSuspension: pausing.reject_suspension,
    Forward: pausing.forward,
    AnswerForward: pausing.answer_forward,
    AskExtension: extending.ask_extension,
    DecideExtension: extending.decide_extension,
    CalendarChanged: dating.calendar_changed,
    AskVoid: voiding.ask_void,
    DecideVoid: voiding.decide_void,
    Revoke: undoing.revoke,
    TakeBack: undoing.take_back,
    Rectify: undoing.rectify,
    Reopen: undoing.reopen,
    ConfirmStep: confirming.confirm_step,
    SupplyLate: committing.supply_late,
    JudgeLateSupply: committing.judge_late_supply,
    JudgeCommitment: committing.judge_commitment,
    OrderCorrection: committing.order_correction,
    RecordHeard: committing.record_heard,
    SettleCommitment: committing.settle_commitment,
    RecordTold: bringing.record_told,
    RecordDelivery: bringing.record_delivery,
    ConsentToService: bringing.consent_to_service,
    Archive: bringing.archive_case,
    Object: hearing_others.object_to,
    DecideObjection: hearing_others.decide_objection,
    AskHearing: hearing_others.ask_hearing,
    HoldHearing: hearing_others.hold_hearing,
    RecordHearing: hearing_others.record_hearing,
    ProposeVisit: hearing_others.propose_visit,
    ConsentVisit: hearing_others.consent_visit,
    RecordVisit: hearing_others.record_visit,
    ConcludeVisit: hearing_others.conclude_visit,
    SendLetter: hearing_others.send_letter,
    AnswerLetter: hearing_others.answer_letter,
}
MEETINGS: Mapping[DeadlineKind, Callable[[Motion, Deadline], None]] = {
    "precheck": receiving.precheck_overdue,
    "return_answer": receiving.lapse_returned,
    "late_answer": pausing.lapse_late_answer,
    "special_max": pausing.special_overran,
    "suspension_max": pausing.suspension_overran,
    "forward_limit": pausing.forward_overdue,
    "late_supply_reminder": committing.remind_of_late_supply,
    "late_supply": committing.late_supply_over,
    "commitment_verify": committing.verify_commitment,
    "order_over": committing.order_over,
    "publicity_end": hearing_others.publicity_over,
    "hearing_ask": hearing_others.hearing_not_asked,
    "visit_answer": hearing_others.visit_unanswered,
    "letter_answer": hearing_others.letter_unanswered,
    "delivery": bringing.delivery_overdue,
    "call": bringing.open_call,
    "archive": bringing.archive_due,
}
