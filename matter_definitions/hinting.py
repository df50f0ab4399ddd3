"""When a case has ended well, its applicant is pointed to the matters that come next; once to each."""

from clocks.calendar import local_date
from forms.conditions import holds
from matter_definitions import events
from matter_definitions.messages import tell_anyway
from matter_definitions.motion import Motion

TEMPLATE = "next_matter"
_ENDED_WELL = frozenset({"completed", "partly_completed"})


def point_to_next(motion: Motion) -> None:
    state, situation = motion.state, motion.situation
    if state.standing not in _ENDED_WELL:
        return
    for number, each in enumerate(motion.plan.next, start=1):
        if each.matter in state.next_matters:
            continue
        if each.when and not holds(
            motion.plan.form,
            each.when,
            values=situation.values,
            answers=situation.answers,
            instance=None,
            today=local_date(motion.now),
        ):
            continue
        state.next_matters = (*state.next_matters, each.matter)
        motion.say(events.NEXT_MATTER_HINTED, nth=number, matter=each.matter)
        tell_anyway(motion, events.NEXT_MATTER_HINTED, TEMPLATE, nth=number)
