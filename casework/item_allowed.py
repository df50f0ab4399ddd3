"""What this person may do with one item now: possible as it stands, allowed by the policy, and his to do."""

from collections.abc import Mapping

from access.actor import Actor
from access.policy import Action, can
from access.resources import CaseResource
from casework.acting import who_of
from casework.case_reading import ReadCase
from casework.confirm_step import asked_steps
from casework.extend_item import open_requests
from casework.item_act import is_in_charge
from engine.case_change import actor_of
from matter_definitions.advance import Situation, allowed_words
from matter_definitions.forewarning import REVOCATION, open_notice
from matter_definitions.movements import ActWord
from matter_definitions.state import ItemState

# Acts that are about an item itself; outcomes of tasks stand with the tasks.
_ACTIONS: Mapping[ActWord, Action] = {
    "take_back": "case.take_back",
    "rectify": "case.rectify",
    "give_prior_notice": "case.revoke",
    "record_heard": "case.revoke",
    "revoke": "case.revoke",
    "suspend_result": "case.revoke",
    "restore_result": "case.revoke",
    "reopen": "case.reopen",
    "ask_void": "case.void",
    "approve_void": "case.approve",
    "refuse_void": "case.approve",
    "grant_extension": "case.approve",
    "refuse_extension": "case.approve",
    "suspend": "case.pause",
    "resume": "case.pause",
    "reject_suspension": "case.reject_suspension",
    "ask_extension": "case.extend",
    "deliver": "case.deliver",
    "sign": "case.deliver",
    "withdraw": "case.withdraw",
    "confirm": "case.confirm",
}
_OF_REQUESTS: Mapping[ActWord, str] = {
    "approve_void": "void",
    "refuse_void": "void",
    "grant_extension": "extension",
    "refuse_extension": "extension",
}


def allowed_with_item(actor: Actor, resource: CaseResource, case: ReadCase, item: ItemState) -> list[str]:
    """Words of the table of transitions, in its order."""
    if not is_in_charge(actor, item):
        return []
    return [
        word
        for word in allowed_words(case.plan, case.state, item, situation_of(case, actor))
        if word in _ACTIONS and _has_ground(case, item, word) and can(actor, _ACTIONS[word], resource).allowed
    ]


def situation_of(case: ReadCase, actor: Actor) -> Situation:
    """As this person sees a case that is only read."""
    return Situation(
        now=case.now,
        calendar=case.calendar,
        values=case.values,
        answers=case.form.get("answers", {}),
        actor=actor_of(who_of(actor)),
    )


def _has_ground(case: ReadCase, item: ItemState, word: ActWord) -> bool:
    """Nobody approves or confirms what nobody asks, takes back what nobody decided, or is told twice."""
    if word in _OF_REQUESTS:
        return _OF_REQUESTS[word] in open_requests(item)
    if word == "take_back" and item.standing == "accepted":
        steps = case.plan.item(item.code).steps
        return any(each.kind == "approval" and item.steps[each.code].standing == "done" for each in steps)
    if word in ("give_prior_notice", "record_heard"):
        notice = open_notice(case.state, item, REVOCATION)
        given, heard = notice is not None, notice is not None and notice.heard_at is not None
        return not given if word == "give_prior_notice" else given and not heard
    return word != "confirm" or any(asked_steps(item))
