"""Whatever a department had to do in a case, its heirs have to do from now on (机构改革).

Who decides next, and who would have to undo what was decided, is the heir; what was done, and by whom, stays
as the log has it. Handing over twice changes nothing the second time.
"""

from matter_definitions import events
from matter_definitions.acts.handing_over import HandOver
from matter_definitions.motion import Motion
from matter_definitions.state import ItemState

# What a department has said about a joint visit is kept under its own code (`visiting`).
_SAID = ("consent", "outcome")


def hand_over(motion: Motion, act: HandOver) -> None:
    for item in motion.state.items.values():
        heir = act.heir_of(item.code)
        if _hand_over_item(item, old=act.department, heir=heir):
            motion.say(events.HANDED_OVER, item, previous=act.department, to=heir)


def _hand_over_item(item: ItemState, *, old: str, heir: str) -> bool:
    """True: it had a part in the item."""
    concerned = item.department == old
    if concerned:
        item.department = heir
    for key, (department, region) in item.places.items():
        if department == old:
            concerned, item.places[key] = True, (heir, region)
    for forwarding in item.forwardings:
        if forwarding.to == old and forwarding.ended_at is None:
            concerned, forwarding.to = True, heir
    for step in item.steps.values():
        for word in _SAID:
            said = step.data.pop(f"{word}:{old}", None)
            if said is not None:
                step.data.setdefault(f"{word}:{heir}", said)
    return concerned
