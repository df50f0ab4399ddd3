"""Which acts an item's plan offers at all, before anything else is asked.

What undoes a decision and what proves that somebody was told came with format 2; cases of a plan of format 1
go on without.
"""

from collections.abc import Callable, Mapping

from matter_definitions.plan import ItemPlan, Plan, StepKind
from matter_definitions.rows import ActWord
from matter_definitions.state import ItemState

Offer = Callable[[ItemPlan, ItemState], bool]


def _always(_plan: ItemPlan, _item: ItemState) -> bool:
    return True


def _prechecked(plan: ItemPlan, item: ItemState) -> bool:
    return plan.precheck is not None or item.receive_region is not None


def _committed(plan: ItemPlan, _item: ItemState) -> bool:
    return bool(plan.commitments)


def _confirmed(plan: ItemPlan, _item: ItemState) -> bool:
    return any(step.confirm for step in plan.steps)


def _suspendable(plan: ItemPlan, _item: ItemState) -> bool:
    return any(each.may_be_suspended for each in plan.results)


def _extended(plan: ItemPlan, _item: ItemState) -> bool:
    return plan.extension is not None


def _has(kind: StepKind) -> Offer:
    return lambda plan, _item: any(step.kind == kind for step in plan.steps)


_OFFERS: Mapping[ActWord, Offer] = {
    **dict.fromkeys(("precheck_pass", "return", "resubmit"), _prechecked),
    "correct_after": lambda plan, _item: plan.late_correction,
    "special_procedure": lambda plan, _item: bool(plan.specials),
    **dict.fromkeys(("suspend_result", "restore_result"), _suspendable),
    "suspend": lambda plan, _item: bool(plan.suspensions),
    "forward": lambda plan, _item: plan.forwards is not None,
    **dict.fromkeys(("ask_extension", "grant_extension", "refuse_extension"), _extended),
    **dict.fromkeys(
        (
            "grant_with_late_supply",
            "supply_late",
            "late_supply_conforms",
            "late_supply_lacks",
            "judge_commitment",
            "order_correction",
            "settle_commitment",
        ),
        _committed,
    ),
    "confirm": _confirmed,
    **dict.fromkeys(("object", "decide_objection"), _has("publicity")),
    **dict.fromkeys(("ask_hearing", "hold_hearing", "record_hearing"), _has("hearing")),
    **dict.fromkeys(
        ("propose_visit", "consent_visit", "record_visit", "conclude_visit"), _has("joint_visit")
    ),
    **dict.fromkeys(("send_letter", "answer_letter"), _has("letter")),
    # What begins with one of these is offered by it; their own rows come after.
    **dict.fromkeys(
        (
            "special_result",
            "resume",
            "reject_suspension",
            "forward_answer",
            "send_back",
            "take_back",
            "rectify",
            "reopen",
            "give_prior_notice",
            "record_heard",
            "revoke",
            "ask_void",
            "approve_void",
            "refuse_void",
            "told",
            "ask_call",
            "record_call",
            "deliver",
            "sign",
            "consent_to_service",
        ),
        _always,
    ),
}


def is_offered(plan: Plan, item: ItemState, word: ActWord) -> bool:
    """Whether the item could have this act in any standing."""
    offer = _OFFERS.get(word)
    return offer is None or (plan.format > 1 and offer(plan.item(item.code), item))


_OF_JOINT = frozenset({"ask_joint_extension", "grant_joint_extension", "refuse_joint_extension"})


def is_new(word: ActWord) -> bool:
    """Of the acts that a plan of format 1 does not have."""
    return word in _OFFERS or word in _OF_JOINT
