"""What a person may do to a case now: allowed to this person by the policy, and possible as it stands."""

from sqlalchemy import text

from access.act import Act
from access.policy import Action, can
from casework.case_todo import open_notices
from casework.confirm_step import asked_steps
from casework.finding import FoundCase
from matter_definitions.motion import is_open
from matter_definitions.state import CaseState

_RATED = text("SELECT coalesce(item_key, '') AS item, node FROM rating WHERE case_id = :case")
_ACTIONS: dict[str, Action] = {
    "correct": "case.correct",
    "confirm": "case.confirm",
    "withdraw": "case.withdraw",
    "urge": "case.urge",
    "pay": "case.pay",
    "rate": "case.rate",
    "complain": "case.complain",
}


async def allowed_acts(act: Act, found: FoundCase, state: CaseState, *, can_pay: bool) -> list[str]:
    some_open = any(is_open(item) for item in state.items.values())
    possible = {
        "correct": bool(open_notices(state)),
        "confirm": any(True for item in state.items.values() for _ in asked_steps(item)),
        "withdraw": some_open,
        "urge": state.standing == "open",
        "pay": can_pay,
        "rate": await _can_rate(act, found, state),
        "complain": True,
    }
    return [
        name
        for name, action in _ACTIONS.items()
        if possible[name] and can(act.actor, action, found.resource).allowed
    ]


async def _can_rate(act: Act, found: FoundCase, state: CaseState) -> bool:
    rated = {row.item for row in await act.connection.execute(_RATED, {"case": found.id})}
    over = {key for key, item in state.items.items() if not is_open(item)}
    return bool(over - rated) or (state.ended_at is not None and "" not in rated)
