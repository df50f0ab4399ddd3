"""A result is handed over at a counter, to the holder or somebody who comes for him."""

from access.act import Act
from casework.item_act import ItemActed, acting_on
from matter_definitions import events
from matter_definitions.acts.telling import RecordDelivery

COUNTER = "counter"


async def deliver_result(
    act: Act, case_no: str, item: str, *, to: str, signed: bool, if_version: int | None = None
) -> ItemActed:
    """`to`: who took it, kept encrypted with the case. Raises Unknown (404), NotYours (403), NotNow (409),
    Stale (412)."""
    async with acting_on(act, case_no, item, action="case.deliver", if_version=if_version) as hand:
        hand.case.apply(RecordDelivery(item, COUNTER, signed))
        receiver = hand.case.add_text("receiver", to)
        hand.case.happened(events.COMMENTED, item=item, text=str(receiver))
    return hand.acted
