"""Messages that go out even where a matter does not name them."""

from matter_definitions.consequences import EffectWanted, ServiceWanted
from matter_definitions.motion import Motion
from matter_definitions.state import ItemState


def tell_anyway(
    motion: Motion,
    event: str,
    template: str,
    *,
    nth: int,
    item: ItemState | None = None,
    notice: int | None = None,
) -> None:
    """By the ways that the matter uses anyway, unless it names ways of its own for this event.

    `notice`: the number of a notice that has an effect in law; where the plan asks for proof of such, its
    delivery has to be proved, too.
    """
    key = item.key if item else None
    named = [each for each in motion.plan.notices if each.event == event]
    if notice is not None and motion.plan.legal_service and not any(each.legal for each in named):
        motion.out.services_wanted.append(ServiceWanted(key, notice, event, legal=True))
    if named:
        return
    used = {channel for each in motion.plan.notices for channel in each.channels}
    for channel in sorted({"box", *used}):
        motion.out.effects_wanted.append(
            EffectWanted(
                kind="notify",
                item=key,
                step=f"{event}:{template}:applicant:{channel}",
                round=nth,
                template=template,
                to="applicant",
                channel=channel,
                connector=None if channel == "box" else channel,
            )
        )
