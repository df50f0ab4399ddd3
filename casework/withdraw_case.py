"""The applicant takes back a case, or some of its items."""

from collections.abc import Sequence
from dataclasses import dataclass

from access.act import Act
from casework.acting import changing
from casework.finding import find_case
from matter_definitions import events
from matter_definitions.acts.undoing import Withdraw


@dataclass(frozen=True, slots=True)
class CaseWithdrawn:
    """`items`: those that ended with it, also the ones that depended on a withdrawn one."""

    case_no: str
    state: str
    items: list[str]


async def withdraw_case(act: Act, case_no: str, *, reason: str, items: Sequence[str] = ()) -> CaseWithdrawn:
    """Without `items`: all that are still open. Raises Unknown (404), NotYours (403), NotNow (409)."""
    found = await find_case(act, case_no, action="case.withdraw")
    async with changing(act, found.id) as case:
        before = {key: item.standing for key, item in case.state.items.items()}
        case.apply(Withdraw(tuple(items)))
        case.happened(events.COMMENTED, text=str(case.add_text("reason", reason)))
        ended = [key for key, item in case.state.items.items() if item.standing != before[key]]
    return CaseWithdrawn(found.case_no, case.state.standing, ended)
