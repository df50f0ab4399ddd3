"""As whom somebody acts on an item: an officer of rank is also a superior, a window may be a receiver."""

from matter_definitions.rows import Party
from matter_definitions.situation import ActorRef
from matter_definitions.state import ItemState

SUPERIOR_RANK = 2


def parties_of(actor: ActorRef, item: ItemState) -> frozenset[Party]:
    """The receiver is whoever sits at the place that receives for another one."""
    parties: set[Party] = {actor.role}
    if actor.role == "officer" and actor.rank >= SUPERIOR_RANK:
        parties.add("superior")
    if actor.role in ("officer", "window") and _receives_only(actor, item):
        parties.add("receiver")
    return frozenset(parties)


def _receives_only(actor: ActorRef, item: ItemState) -> bool:
    received = item.receive_region
    if received is None or received == item.region or actor.region != received:
        return False
    return actor.department != item.department
