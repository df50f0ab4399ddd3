"""Which payments come back when items end without a grant.

The plan says for which endings, and how much; without a word of it everything comes back. What was really
paid, and what is on its way back already, only the engine knows. Cases of format 1 go on as they began:
there an officer sees to it.
"""

from collections.abc import Mapping, Sequence

from matter_definitions.consequences import RefundUnwanted, RefundWanted
from matter_definitions.motion import Motion, is_open
from matter_definitions.offers import Ending, RefundRule
from matter_definitions.plan import Plan
from matter_definitions.state import CaseState, ItemStanding, ItemState

# An item that the authorities give up, after an incident or as entered in error, is like a denied one.
_ENDINGS: Mapping[ItemStanding, Ending] = {
    "denied": "deny",
    "ended": "deny",
    "void": "deny",
    "refused": "refuse",
    "not_applicable": "refuse",
    "withdrawn": "withdraw",
    "lapsed": "lapse",
    "not_pursued": "not_pursue",
}
_EVERYTHING = RefundRule()


def refunds_after(plan: Plan, state: CaseState, items: Sequence[str], *, why: Ending) -> list[RefundWanted]:
    """What comes back if these items (keys) end so; also for a preview, when they have not ended yet."""
    return [
        RefundWanted(key, code, step_round, reason=why, share_percent=rule.share_percent)
        for key, code, step_round, rule in _paid(plan, state, items)
        if why in rule.on and rule.share_percent
    ]


def ending_of(item: ItemState) -> Ending | None:
    """How an item has ended, as far as money is concerned; None: it has not, or it was granted."""
    return _ENDINGS.get(item.standing)


def part_of(amount_fen: int, *, share_percent: int) -> int:
    """A share of a sum in whole fen, rounded up: in doubt for who has paid."""
    return -(-amount_fen * share_percent // 100)


def follow(motion: Motion, before: CaseState) -> None:
    """Called once after everything has settled: items open in `before` and ended now have refunds, and those
    that had ended and are open again (taken back, reopened, taken up anew) want what was paid for them.

    What is granted stays paid, also when it is revoked or voided later; only a grant that hung on papers to
    come is open in this sense.
    """
    if motion.plan.format < 2:
        return
    for key, item in motion.state.items.items():
        why, earlier = ending_of(item), before.items.get(key)
        was_open = earlier is None or is_open(earlier) or earlier.standing == "granted_with_late_supply"
        if why and was_open:
            motion.out.refunds_wanted += refunds_after(motion.plan, motion.state, [key], why=why)
        elif earlier is not None and ending_of(earlier) and is_open(item):
            motion.out.refunds_unwanted += [
                RefundUnwanted(key, step, step_round)
                for _, step, step_round, _ in _paid(motion.plan, motion.state, [key])
            ]


def _paid(plan: Plan, state: CaseState, items: Sequence[str]) -> list[tuple[str, str, int, RefundRule]]:
    """Payment steps that are done, as (item, step, round, rule). A demand that is open is not: it is
    cancelled, and money that comes for it all the same goes back whole."""
    return [
        (key, step.code, done.round, step.payment.refund or _EVERYTHING)
        for key in items
        for step in plan.item(state.items[key].code).steps
        if step.payment and (done := state.items[key].steps.get(step.code)) and done.standing == "done"
    ]
