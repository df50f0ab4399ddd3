"""The counter tells the applicant what no channel could prove: by telephone, in person, by a posted paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from casework.case_reading import ReadCase
from casework.decision import Decision
from casework.finding import TaskRow
from casework.words import Language
from engine.case_change import CaseChange
from engine.services_by_hand import record_posted, record_receipt, record_told_by_hand
from forms.values.checked import Valid
from forms.values.postal_item import check_postal_item
from matter_definitions.acts.act import Act
from matter_definitions.acts.telling import RecordCall, RecordTold
from matter_definitions.calling import items_named, named_by
from matter_definitions.state import CALL, StepState

PARCEL_NO = "parcel_no"
# How she was told, by the outcome of the task; the other outcomes prove nothing.
CHANNELS: Mapping[str, str] = {"reached": "call", "visited": "visit", "receipt_came": "letter"}
LEAVES_OPEN = frozenset({"not_reached", "posted"})


@dataclass(frozen=True, slots=True)
class ItemToTell:
    key: str
    title: str


def call_outcomes(step: StepState | None) -> tuple[str, ...]:
    """A receipt can only come for what was posted."""
    posted = step is not None and step.data.get("posted")
    return ("reached", "visited", "posted", *(("receipt_came",) if posted else ()), "not_reached")


def call_act(task: TaskRow, outcome: str) -> Act:
    """Everything that the call names is told at once."""
    if outcome in LEAVES_OPEN:
        return RecordCall(task.item_key, cast("Literal['not_reached', 'posted']", outcome))
    return RecordTold(CHANNELS[outcome], _proof(task), item=task.item_key, whole_call=True)


async def keep_call(case: CaseChange, task: TaskRow, decision: Decision) -> None:
    """Writes down how she was told, or is to be told; after the act, in its transaction."""
    named = named_by(case.state.items[task.item_key].steps[CALL])
    match decision.outcome:
        case "posted":
            await record_posted(case, named, number=_number(decision.data))
        case "receipt_came":
            await record_receipt(case, named)
        case "reached" | "visited":
            channel = CHANNELS[decision.outcome]
            await record_told_by_hand(case, named, channel=channel, proof=_proof(task))
        case _:
            pass


def items_to_tell(case: ReadCase, task: TaskRow, *, language: Language) -> list[ItemToTell]:
    """What the applicant has to hear of; of another kind of task nothing."""
    step = case.state.items[task.item_key].steps.get(CALL) if task.kind == "call" else None
    if step is None:
        return []
    keys = items_named(case.state, step)
    return [ItemToTell(key, case.item_title(key, language=language)) for key in keys]


def _proof(task: TaskRow) -> str:
    return f"task:{task.id}"


def _number(data: Mapping[str, Any]) -> str:
    checked = check_postal_item(str(data[PARCEL_NO]))
    assert isinstance(checked, Valid), "what an outcome asks for was looked at before"
    return str(checked.normal)
