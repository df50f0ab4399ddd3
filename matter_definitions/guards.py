"""What an act must fulfil beside its place in the table: one name, one refusal, one source each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from clocks.clock import Limit
from forms.department_view import view_for
from matter_definitions.acts.act import Act
from matter_definitions.heard_first import heard_first, somebody_is_heard
from matter_definitions.limits import ends_at, extensions_now, special_left, special_plan
from matter_definitions.motion import ActRefused, Motion
from matter_definitions.parties import parties_of
from matter_definitions.rows import PEOPLE, Transition
from matter_definitions.state import WITHOUT_MARKS, ItemState
from matter_definitions.stepping import needs_late_supply
from matter_definitions.timing import clock_of

Passes = Callable[[Motion, ItemState, Act, Transition], bool]
DryCheck = Callable[[Motion, ItemState, Transition], bool]


@dataclass(frozen=True, slots=True)
class Guard:
    """`passes` tells whether the act may go on, and is else refused with `code` and `source`. `dry` tells
    it before the act is known; None: that depends on the act's contents, so it is not asked."""

    code: str
    source: str
    passes: Passes
    dry: DryCheck | None = None

    def check(self, motion: Motion, item: ItemState, act: Act, row: Transition) -> None:
        """Raises ActRefused."""
        if not self.passes(motion, item, act, row):
            raise ActRefused(self.code, source=self.source or row.source)


def _both(dry: DryCheck) -> tuple[Passes, DryCheck]:
    """For a rule that does not ask what the act says."""
    return (lambda motion, item, _act, row: dry(motion, item, row)), dry


# Who


def _party_fits(motion: Motion, item: ItemState, row: Transition) -> bool:
    actor = motion.situation.actor
    if actor is None or not PEOPLE.intersection(row.who):
        return True
    return bool(parties_of(actor, item).intersection(row.who))


def _no_receiver(motion: Motion, item: ItemState, _row: Transition) -> bool:
    actor = motion.situation.actor
    return actor is None or "receiver" not in parties_of(actor, item)


def _another_person(motion: Motion, item: ItemState, act: Act, row: Transition) -> bool:
    """Four eyes: who asked, or who decided before, does not decide this."""
    actor = motion.situation.actor
    if actor is None or actor.id is None:
        return True
    match row.act:
        case "grant_extension" | "refuse_extension":
            before = {each.asked_by for each in item.extensions if each.granted is None}
        case "approve_void" | "refuse_void":
            before = {each.asked_by for each in item.void_requests if each.granted is None}
        case "revoke" | "suspend_result":
            before = {item.decided_by}
        case _:
            before = _deciders_of_other_levels(motion, item, getattr(act, "step", ""))
    return actor.id not in before


def _deciders_of_other_levels(motion: Motion, item: ItemState, step: str) -> set[str | None]:
    plan = motion.plan.find_step(item.code, step)
    if plan is None or plan.level_group is None:
        return set()
    levels = [each for each in motion.item_plan(item).steps if each.level_group == plan.level_group]
    return {item.steps[each.code].decided_by for each in levels if each.code != step}


def _rank_reached(motion: Motion, item: ItemState, act: Act, _row: Transition) -> bool:
    actor = motion.situation.actor
    plan = motion.plan.find_step(item.code, getattr(act, "step", ""))
    return actor is None or plan is None or actor.rank >= plan.rank


def _decider_or_superior(motion: Motion, item: ItemState, act: Act, _row: Transition) -> bool:
    actor = motion.situation.actor
    if actor is None or parties_of(actor, item) & {"superior", "supervisor"}:
        return True
    step = item.steps.get(getattr(act, "step", None) or "")
    decided_by = step.decided_by if step else item.decided_by
    return actor.id is not None and actor.id == decided_by


# When


def _receipt_limit(motion: Motion, item: ItemState, _row: Transition) -> bool:
    clock = clock_of(motion.plan, item, motion.situation.calendar)
    return not item.silent and (clock.due_at is None or motion.now <= clock.due_at)


def _handling_limit(motion: Motion, item: ItemState, _row: Transition) -> bool:
    due_at = clock_of(motion.plan, item, motion.situation.calendar).due_at
    return due_at is None or motion.now <= due_at


def _asked_in_time(motion: Motion, item: ItemState, row: Transition) -> bool:
    """From now, the time that has to be left ends within the limit."""
    rule = motion.item_plan(item).extension
    due_at = clock_of(motion.plan, item, motion.situation.calendar).due_at
    if rule is None or rule.ask_before is None or due_at is None:
        return _handling_limit(motion, item, row)
    calendar = motion.situation.calendar.for_region(item.region)
    return motion.now <= due_at and ends_at(rule.ask_before, motion.now, calendar) <= due_at


def _times_left(motion: Motion, item: ItemState, _row: Transition) -> bool:
    """One that is not decided yet counts, too."""
    rule = motion.item_plan(item).extension
    return rule is not None and sum(e.granted is not False for e in extensions_now(item)) < rule.times


def _within_maximum(motion: Motion, item: ItemState, act: Act, _row: Transition) -> bool:
    plan = special_plan(motion.item_plan(item), getattr(act, "kind", ""))
    calendar = motion.situation.calendar.for_region(item.region)
    left = special_left(plan, item, motion.now, calendar) if plan else None
    days = getattr(act, "expected_days", 0)
    if left is None or days < 1:
        return False
    expected = ends_at(Limit(days, "natural_day"), motion.now, calendar)
    return expected <= ends_at(left, motion.now, calendar)


# What was said


def _marks_listed(motion: Motion, item: ItemState, act: Act, _row: Transition) -> bool:
    """Only what the plan asks for, of the items of this department: they are corrected together."""
    if motion.situation.actor is None:
        return True
    codes = {each.code for each in motion.state.items.values() if each.department == item.department}
    view = view_for(motion.plan.form, codes)
    for mark in getattr(act, "marks", ()):
        kind, _, key = mark.target.partition(":")
        if not (view.shows_material(key) if kind == "material" else view.shows(key)):
            return False
    return True


def _visible_first_time(motion: Motion, item: ItemState, act: Act, _row: Transition) -> bool:
    """What has not changed since an earlier notice of this item left could be seen then."""
    state = motion.state
    asking = [each for each in state.notices if each.kind not in ("return", *WITHOUT_MARKS)]
    earlier = [each for each in asking if each.sent_at and item.key in each.items]
    return all(
        state.versions.get(mark.target, 0) > each.seen.get(mark.target, 0)
        for mark in getattr(act, "marks", ())
        for each in earlier
    )


def _ground_given(motion: Motion, _item: ItemState, act: Act, _row: Transition) -> bool:
    return motion.situation.actor is None or bool((getattr(act, "reason", None) or "").strip())


def _authority_named(motion: Motion, _item: ItemState, act: Act, _row: Transition) -> bool:
    """Or said why nothing is needed."""
    named = getattr(act, "authority", None) or getattr(act, "reason", None)
    return motion.situation.actor is None or bool((named or "").strip())


def _review_named(_motion: Motion, _item: ItemState, act: Act, _row: Transition) -> bool:
    return bool(getattr(act, "decision", "").strip())


def _kind_known(motion: Motion, item: ItemState, act: Act, row: Transition) -> bool:
    plan = motion.item_plan(item)
    kinds = plan.specials if row.act == "special_procedure" else plan.suspensions
    return any(each.kind == getattr(act, "kind", None) for each in kinds)


def _kind_may_pause(motion: Motion, item: ItemState, act: Act, _row: Transition) -> bool:
    if not getattr(act, "stands", False):
        return True
    kind = getattr(act, "kind", None)
    return any(each.kind == kind and each.pauses for each in motion.item_plan(item).suspensions)


# How the item stands


def _supplied_complete(motion: Motion, item: ItemState, act: Act, _row: Transition) -> bool:
    asked = {
        mark.target
        for notice in motion.state.notices
        if notice.kind == "return" and notice.closed_at is None
        for mark in notice.marks.get(item.key, ())
    }
    return asked <= set(getattr(act, "targets", ()))


def _not_issued(motion: Motion, item: ItemState, _row: Transition) -> bool:
    """Nothing has left the house; of a refusal and a denial, nobody has been told."""
    if item.standing in ("denied", "refused", "not_applicable"):
        return item.told_of_decision_at is None
    if item.standing == "accepted":
        return True
    late = motion.plan.steps_after_the_grant(item.code)
    return not any(
        item.steps[each.code].standing in ("done", "refused")
        for each in motion.item_plan(item).steps
        if each.code in late and each.kind != "notify"
    )


def _not_used(motion: Motion, item: ItemState, act: Act, row: Transition) -> bool:
    step = getattr(act, "step", None)
    if step is not None and item.standing == "accepted":
        return not any(
            item.steps[each.code].standing == "done" and each.kind != "approval"
            for each in motion.plan.followers(item.code, step)
        )
    return _nobody_built_on_it(motion, item, row)


def _nobody_built_on_it(motion: Motion, item: ItemState, _row: Transition) -> bool:
    if item.standing not in ("granted", "granted_with_late_supply"):
        return True
    return not any(
        other.accepted_at and any(item.code in group for group in motion.item_plan(other).after)
        for other in motion.state.items.values()
    )


def _issued(motion: Motion, item: ItemState, act: Act, _row: Transition) -> bool:
    step = item.steps.get(getattr(act, "step", ""))
    return step is not None and step.standing == "done"


def _late_supply(_motion: Motion, item: ItemState, _row: Transition) -> bool:
    return needs_late_supply(item)


def _reminded(_motion: Motion, item: ItemState, _row: Transition) -> bool:
    return any(each.reminded for each in item.commitments if each.kind == "late_supply")


GUARDS: Mapping[str, Guard] = {
    "party_fits": Guard("not_yours_to_do", "", *_both(_party_fits)),
    "receiver_never_decides": Guard("receiver_decides", "国办发〔2020〕35号", *_both(_no_receiver)),
    "receipt_limit_not_over": Guard("limit_over", "行政许可法 32(1)(4)", *_both(_receipt_limit)),
    "handling_limit_not_over": Guard("limit_over", "行政许可法 42、45", *_both(_handling_limit)),
    "visible_first_time": Guard("second_demand", "行政许可法 32(1)(4)", _visible_first_time),
    "marks_listed": Guard("not_in_the_list", "行政许可法 31", _marks_listed),
    "kind_known": Guard("kind_unknown", "", _kind_known),
    "kind_may_pause": Guard("kind_may_not_pause", "", _kind_may_pause),
    "within_maximum": Guard("above_maximum", "行政许可法 45", _within_maximum),
    "asked_in_time": Guard("asked_too_late", "行政许可法 42", *_both(_asked_in_time)),
    "another_person": Guard("same_person", "行政许可法 42", _another_person),
    "rank_reached": Guard("rank_too_low", "", _rank_reached),
    "ground_given": Guard("no_ground", "行政许可法 38", _ground_given),
    "authority_named": Guard("no_authority", "行政许可法 32(1)(2)", _authority_named),
    "decider_or_superior": Guard("not_the_decider", "", _decider_or_superior),
    "result_not_issued": Guard("already_issued", "", *_both(_not_issued)),
    "result_issued": Guard("not_issued_yet", "", _issued),
    "result_not_used": Guard("already_used", "", _not_used, _nobody_built_on_it),
    "late_supply_possible": Guard("no_commitment_open", "国办发〔2020〕42号", *_both(_late_supply)),
    "reminded_before": Guard("not_reminded_yet", "国办发〔2020〕42号", *_both(_reminded)),
    "supplied_complete": Guard("still_missing", "", _supplied_complete),
    "heard_first": Guard("not_heard_yet", "行政许可法 36", heard_first, somebody_is_heard),
    "review_decision_named": Guard("no_review_decision", "行政复议法 68", _review_named),
    "times_left": Guard("no_extension_left", "行政许可法 42", *_both(_times_left)),
}
