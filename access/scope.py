"""The policy as a WHERE clause: which rows of a list an actor may see.

Row-level security says the same a second time, in the database; these clauses make the lists fast
(they fit the indexes) and never show a row that opening would refuse.
"""

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select

from access.actor import Actor
from access.regions import region_prefix
from database.tables.incident import Incident
from database.tables.matter_case import MatterCase
from database.tables.task import Task
from database.tables.ticket import Ticket


def cases_for(actor: Actor) -> ColumnElement[bool]:
    """Over `matter_case`, in a transaction of this actor; follows the grants of `case.read`."""
    if actor.kind == "applicant" and actor.person_id is not None:
        # Behind row-level security a condition on `parties` could not use its index; this function can.
        return MatterCase.id.in_(select(func.my_case_ids()))
    if actor.kind == "officer" and actor.department is not None:
        return MatterCase.departments.bool_op("@>")([actor.department])
    if actor.kind in ("window", "supervisor") and actor.region is not None:
        places = func.unnest(MatterCase.regions).table_valued("place").render_derived()
        return exists(
            select(1).select_from(places).where(func.starts_with(places.c.place, region_prefix(actor.region)))
        )
    return false()


def tasks_for(actor: Actor) -> ColumnElement[bool]:
    """Over `task`; follows the grants of `task.read`."""
    if actor.kind == "officer" and actor.department is not None:
        mine = Task.department == actor.department
        if not actor.items:
            return mine
        return mine & func.split_part(Task.item_key, ".", 1).in_(sorted(actor.items))
    if actor.kind in ("window", "supervisor") and actor.region is not None:
        return Task.region.startswith(region_prefix(actor.region))
    return false()


def incidents_for(actor: Actor) -> ColumnElement[bool]:
    """Over `incident`; one that belongs to no region is shown to the national supervisor only, except what
    a department owes everybody (`data_sharing`): a draft has no place yet."""
    if actor.kind != "supervisor" or actor.region is None:
        return false()
    is_owed_to_all = and_(Incident.region.is_(None), Incident.kind == "data_sharing")
    return or_(func.coalesce(Incident.region, "").startswith(region_prefix(actor.region)), is_owed_to_all)


def tickets_for(actor: Actor) -> ColumnElement[bool]:
    """Over `ticket`; follows the grants of `ticket.read`."""
    if actor.kind == "applicant" and actor.person_id is not None:
        return Ticket.author == actor.person_id
    if actor.kind == "officer" and actor.department is not None:
        return Ticket.department == actor.department
    if actor.kind == "supervisor" and actor.region is not None:
        return Ticket.region.startswith(region_prefix(actor.region), autoescape=True)
    return false()
