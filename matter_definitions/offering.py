"""Which acts an item's plan offers at all, before anything else is asked.

What undoes a decision and what proves that somebody was told came with format 2; cases of a plan of format 1
go on without.
"""

from collections.abc import Callable, Mapping

from matter_definitions.plan import ItemPlan, Plan, StepKind
from matter_definitions.rows import ActWord
from matter_definitions.state import ItemState

Offer = Callable[[ItemPlan], bool]


def _always(_plan: ItemPlan) -> bool:
    return True


def _prechecked(plan: ItemPlan) -> bool:
    return plan.precheck is not None


def _committed(plan: ItemPlan) -> bool:
    return bool(plan.commitments)


def _confirmed(plan: ItemPlan) -> bool:
    return any(step.confirm for step in plan.steps)


def _suspendable(plan: ItemPlan) -> bool:
    return any(each.may_be_suspended for each in plan.results)


def _extended(plan: ItemPlan) -> bool:
    return plan.extension is not None


def _has(kind: StepKind) -> Offer:
    return lambda plan: any(step.kind == kind for step in plan.steps)


_OF_PRECHECK: tuple[ActWord, ...] = ("precheck_pass", "return", "resubmit")
_OFFERS: Mapping[ActWord, Offer] = {
    **dict.fromkeys(_OF_PRECHECK, _prechecked),
    "correct_after": lambda plan: plan.late_correction,
    "special_procedure": lambda plan: bool(plan.specials),
    **dict.fromkeys(("suspend_result", "restore_result"), _suspendable),
    "suspend": lambda plan: bool(plan.suspensions),
    "forward": lambda plan: plan.forwards is not None,
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
    if word in _OF_PRECHECK and item.receive_region is not None:
        return plan.format > 1  # what another region takes in is looked through there
    return offers(plan.item(item.code), word) and (plan.format > 1 or word not in _OFFERS)


def offers(plan: ItemPlan, word: ActWord) -> bool:
    """Whether the plan of an item has this act for its cases."""
    return _OFFERS.get(word, _always)(plan)


_OF_JOINT = frozenset({"ask_joint_extension", "grant_joint_extension", "refuse_joint_extension"})


def is_new(word: ActWord) -> bool:
    """Of the acts that a plan of format 1 does not have."""
    return word in _OFFERS or word in _OF_JOINT
