"""How an actor may stand to a thing: the words that the policy's table is written in. Pure."""

from collections.abc import Callable
from typing import Literal

from access.actor import Actor
from access.regions import covers
from access.resources import (
    ApplicationResource,
    CaseResource,
    ConsentResource,
    RegionResource,
    Resource,
    TaskResource,
    TicketResource,
)

Relation = Literal[
    "any",
    "own",
    "party",
    "asked",
    "department",
    "department_free",
    "window_region",
    "window_free",
    "assigned",
    "supervised",
]

_COUNTER_KINDS = frozenset({"receipt", "precheck", "intake", "call"})


def stands_in(relation: Relation, actor: Actor, resource: Resource) -> bool:
    return _RELATIONS[relation](actor, resource)


def is_known_to(actor: Actor, resource: Resource) -> bool:
    """May the actor know that this exists? Every relation but "any" gives that knowledge."""
    return any(_RELATIONS[relation](actor, resource) for relation in _KNOWING[actor.kind])


def _owns(actor: Actor, resource: Resource) -> bool:
    person = actor.person_id
    if person is None:
        return False
    if isinstance(resource, CaseResource):
        return person == resource.applicant
    if isinstance(resource, TicketResource):
        return person == resource.author
    return isinstance(resource, ApplicationResource) and person in (resource.owner, resource.on_behalf_of)


def _is_party(actor: Actor, resource: Resource) -> bool:
    if _owns(actor, resource):
        return True
    return isinstance(resource, CaseResource) and actor.person_id in resource.parties


def _is_asked(actor: Actor, resource: Resource) -> bool:
    if not isinstance(resource, ConsentResource) or actor.person_id is None:
        return False
    return actor.person_id == resource.person


def _in_department(actor: Actor, resource: Resource) -> bool:
    if actor.department is None:
        return False
    if isinstance(resource, CaseResource):
        return actor.department in resource.departments
    if not isinstance(resource, TaskResource | TicketResource) or actor.department != resource.department:
        return False
    return not actor.items or isinstance(resource, TicketResource) or resource.item_code in actor.items


def _in_window_region(actor: Actor, resource: Resource) -> bool:
    """Also a case that counts elsewhere: its item is on a desk of this region."""
    if actor.region is None:
        return False
    if isinstance(resource, CaseResource):
        return any(covers(actor.region, place) for place in {resource.region, *resource.regions})
    return isinstance(resource, TaskResource) and covers(actor.region, resource.region)


def _is_assigned(actor: Actor, resource: Resource) -> bool:
    if not isinstance(resource, TaskResource) or actor.officer_id is None:
        return False
    return actor.officer_id == resource.assignee


def _is_free(actor: Actor, resource: Resource) -> bool:
    """Nobody holds the task, or the actor does: a colleague's task is taken over only by reassigning it."""
    return isinstance(resource, TaskResource) and resource.assignee in (None, actor.officer_id)


def _is_of_a_counter(resource: Resource) -> bool:
    return isinstance(resource, TaskResource) and resource.kind in _COUNTER_KINDS


def _is_supervised(actor: Actor, resource: Resource) -> bool:
    if actor.region is None:
        return False
    if isinstance(resource, CaseResource):
        return any(covers(actor.region, place) for place in resource.regions)
    if isinstance(resource, TaskResource | TicketResource | RegionResource):
        return covers(actor.region, resource.region)
    return False


_RELATIONS: dict[Relation, Callable[[Actor, Resource], bool]] = {
    "any": lambda actor, resource: True,
    "own": _owns,
    "party": _is_party,
    "asked": _is_asked,
    "department": _in_department,
    "department_free": lambda actor, resource: _in_department(actor, resource) and _is_free(actor, resource),
    "window_region": _in_window_region,
    "window_free": lambda actor, resource: (
        _in_window_region(actor, resource) and _is_free(actor, resource) and _is_of_a_counter(resource)
    ),
    "assigned": _is_assigned,
    "supervised": _is_supervised,
}

_KNOWING: dict[str, tuple[Relation, ...]] = {
    "applicant": ("party", "asked"),
    "officer": ("department",),
    "window": ("window_region",),
    "supervisor": ("supervised",),
    "administrator": (),
    "machine": (),
    "nobody": (),
}
