"""How an act about one item reaches its case: found, authorised for this item, applied, answered."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from access.act import Act
from access.actor import Actor
from access.policy import Action
from access.regions import covers
from casework.acting import changing
from casework.finding import find_case
from engine.case_change import CaseChange
from forms.form_plan import Text
from matter_definitions.state import ItemState
from refusals import NotYours, Stale, Unknown

_ANOTHER_DEPARTMENTS = Text(zh="该事项由其他部门办理", en="Another department is in charge of this item")


@dataclass(frozen=True, slots=True)
class ItemActed:
    """How the item and its case stand afterwards; `version` is the case's."""

    case_no: str
    version: int
    state: str
    item: str
    item_state: str


@dataclass(slots=True)
class ItemInHand:
    """An item of a locked case, for one act."""

    case: CaseChange
    key: str

    @property
    def item(self) -> ItemState:
        return self.case.state.items[self.key]

    @property
    def acted(self) -> ItemActed:
        case = self.case
        return ItemActed(
            case_no=case.case_no,
            version=case.row.version + 1,  # by writing it
            state=case.state.standing,
            item=self.key,
            item_state=self.item.standing,
        )


@asynccontextmanager
async def acting_on(
    act: Act, case_no: str, item: str, *, action: Action, if_version: int | None = None
) -> AsyncIterator[ItemInHand]:
    """The locked case, written when the block ends. Raises Unknown (404), NotYours (403), Stale (412)."""
    found = await find_case(act, case_no, action=action)
    async with changing(act, found.id) as case:
        if item not in case.state.items:
            raise Unknown
        demand_item(act.actor, case.state.items[item])
        if if_version is not None and if_version != case.row.version:
            raise Stale
        yield ItemInHand(case, item)


def demand_item(actor: Actor, item: ItemState) -> None:
    """A case belongs to several departments and places, an item to one. Raises NotYours (403)."""
    if not is_in_charge(actor, item):
        raise NotYours(_ANOTHER_DEPARTMENTS)


def is_in_charge(actor: Actor, item: ItemState) -> bool:
    """An applicant's relation is to the whole case, so it is settled before. An officer's post may be for
    some items of the department only."""
    if actor.kind == "officer":
        return actor.department == item.department and (not actor.items or item.code in actor.items)
    if actor.kind in ("window", "supervisor"):
        places = {item.region, item.receive_region or item.region}
        return actor.region is not None and any(covers(actor.region, place) for place in places)
    return actor.kind == "applicant"
