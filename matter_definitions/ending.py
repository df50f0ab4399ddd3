"""Items that end because somebody says so: the applicant takes them back, a supervisor gives them up."""

from matter_definitions import events
from matter_definitions.acts.deciding import EndBranch
from matter_definitions.acts.undoing import Withdraw
from matter_definitions.motion import ActRefused, Motion, is_open
from matter_definitions.state import ItemState


def check_end(motion: Motion, act: EndBranch) -> None:
    item = motion.state.items[act.item]
    if not is_open(item) and not any(step.standing in ("open", "pending") for step in item.steps.values()):
        raise ActRefused("item_over")


def end_branch(motion: Motion, act: EndBranch) -> None:
    item = motion.state.items[act.item]
    if is_open(item):
        motion.end_item(item, "ended", reason=act.reason)
    else:
        motion.drop_open_steps(item)  # a granted item keeps its grant; only what was still to do ends
        motion.say(events.BRANCH_ENDED, item, reason=act.reason)


def check_withdrawal(motion: Motion, act: Withdraw) -> None:
    if any(key not in motion.state.items for key in act.items):
        raise ActRefused("no_such_item")
    wanted = [motion.state.items[key] for key in act.items]
    if not all(is_open(item) for item in wanted) or not items_of(motion, act):
        raise ActRefused("item_over")


def items_of(motion: Motion, act: Withdraw) -> list[ItemState]:
    """The items that a withdrawal ends by itself: all that are open, where the matter stands and falls
    as a whole; what builds on them follows."""
    whole = not act.items or motion.plan.withdraw_follows == "all_end"
    keys = list(motion.state.items) if whole else list(act.items)
    return [motion.state.items[key] for key in keys if is_open(motion.state.items[key])]


def withdraw(motion: Motion, act: Withdraw) -> None:
    for item in items_of(motion, act):
        motion.end_item(item, "withdrawn")
