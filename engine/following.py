"""What an act sets off beyond tasks and effects of its steps: refunds, letters, notices with proof.

Called in the transaction that writes the case, before it is written, so that what is planned here goes
with it. The modules below take a `CaseChange`. They import neither `change` nor `outcomes`, which import
them.
"""

from collections.abc import Awaitable, Callable

from engine import (
    agents,
    claims,
    commitments,
    deaths,
    dependants,
    flags,
    letters,
    of_others,
    paper_states,
    refunds,
    services,
)
from engine.case_change import CaseChange

_FOLLOWED: dict[str, Callable[[CaseChange], Awaitable[None]]] = {
    "documents_changed": paper_states.follow,
    "refunds_wanted": refunds.follow,
    "letters_wanted": letters.follow,
    "events": of_others.follow,
    "services_wanted": services.follow,
    "flags_wanted": flags.follow,
}


async def follow(change: CaseChange) -> None:
    """Most acts set off little of the kind."""
    await claims.follow(change)
    await dependants.follow(change)
    await commitments.follow(change)
    await deaths.follow(change)
    for name, carry_out in _FOLLOWED.items():
        if getattr(change.out, name):
            await carry_out(change)
    await agents.follow(change)
