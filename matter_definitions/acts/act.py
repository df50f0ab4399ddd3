"""Any act: what can happen to a case, the input of `advance.move`."""

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

Act = (
    DecideReceipt
    | DecideStep
    | AnswerNotice
    | RecordOutcome
    | EndBranch
    | RedoStep
    | DemandAnew
    | Withdraw
    | DecidePrecheck
    | Resubmit
    | CorrectLate
    | BeginSpecial
    | EndSpecial
    | Suspend
    | Resume
    | RejectSuspension
    | Forward
    | AnswerForward
    | AskExtension
    | DecideExtension
    | AskJointExtension
    | DecideJointExtension
    | AskVoid
    | DecideVoid
    | Revoke
    | SuspendResult
    | RestoreResult
    | TakeBack
    | Rectify
    | Reopen
    | ConfirmStep
    | SupplyLate
    | JudgeLateSupply
    | JudgeCommitment
    | OrderCorrection
    | GivePriorNotice
    | RecordHeard
    | SettleCommitment
    | RecordTold
    | AskCall
    | RecordCall
    | RecordDelivery
    | ConsentToService
    | Archive
    | CalendarChanged
    | HandOver
    | Object
    | DecideObjection
    | AskHearing
    | HoldHearing
    | RecordHearing
    | ProposeVisit
    | ConsentVisit
    | RecordVisit
    | ConcludeVisit
    | SendLetter
    | AnswerLetter
)
