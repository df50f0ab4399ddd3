"""A post may be for some items of a department only; acts on an item that is under way heed it, too."""

from dataclasses import replace
from uuid import UUID

import pytest

from access.actor import Actor
from casework.item_act import demand_item, is_in_charge
from matter_definitions.state import ItemState
from refusals import NotYours

POLICE = Actor(kind="officer", subject="one", officer_id=UUID(int=1), department="police@330110000000")
TWIN = ItemState("birth-registration.2", "birth-registration", 1, "330110000000", "police@330110000000")
PERMIT = ItemState("residence-permit", "residence-permit", 2, "330110000000", "police@330110000000")


def test_who_has_a_post_for_births_revokes_no_permit() -> None:
    births = replace(POLICE, items=frozenset({"birth-registration"}))
    assert is_in_charge(births, TWIN)
    with pytest.raises(NotYours):
        demand_item(births, PERMIT)
    demand_item(POLICE, PERMIT)
