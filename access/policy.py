"""Who may do what: the one place where it is written (architecture.md 7).

Pure, and read as a table: an action lists who may do it, in which relation to the thing, and how sure
the login must be. `can` answers with the reason; `demand` turns a refusal into an exception. Who has no
relation to a thing at all is told that it does not exist.
"""

from dataclasses import dataclass
from typing import Literal

from access.actor import Actor, Kind, Level, reaches
from access.agencies import AgentAction, why_not, why_not_in_scope
from access.relations import Relation, is_known_to, stands_in
from access.resources import Resource
from forms.form_plan import Text
from refusals import NotSignedIn, NotYours, Unknown

Action = Literal[
    "application.create",
    "application.read",
    "application.change",
    "application.submit",
    "application.sign",
    "consent.ask",
    "consent.read",
    "consent.answer",
    "case.list",
    "case.read",
    "case.correct",
    "case.withdraw",
    "case.urge",
    "case.complain",
    "case.rate",
    "case.pay",
    "case.read_document",
    "case.read_access_log",
    "case.order",
    "case.urge_officially",
    "case.take_back",
    "case.rectify",
    "case.revoke",
    "case.reopen",
    "case.void",
    "case.pause",
    "case.reject_suspension",
    "case.extend",
    "case.approve",
    "case.deliver",
    "case.supply",
    "case.confirm",
    "case.object",
    "case.consent_service",
    "case.archive",
    "case.read_archive",
    "authorisation.read",
    "authorisation.grant",
    "authorisation.accept",
    "authorisation.end",
    "authorisation.record",
    "task.list",
    "task.read",
    "task.mark_read",
    "task.claim",
    "task.release",
    "task.transfer",
    "task.decide",
    "task.reassign",
    "desk.give",
    "ticket.list",
    "ticket.read",
    "ticket.act",
    "supervision.read",
    "incident.read",
    "incident.retry",
    "incident.resolve",
    "definition.read",
    "definition.check",
    "definition.write",
    "definition.publish",
    "organisation.read",
    "organisation.write",
    "organisation.reorganise",
    "post.choose",
    "calendar.read",
    "calendar.write",
    "data_sharing.read",
    "data_sharing.write",
    "calendar.publish",
    "template.read",
    "template.write",
    "template.publish",
]


@dataclass(frozen=True, slots=True)
class Grant:
    """One line of the table: these people may, in this relation, with a login of at least this level."""

    kinds: frozenset[Kind]
    relation: Relation
    level: Level = "L1"


@dataclass(frozen=True, slots=True)
class Decision:
    """`hidden`: the actor may not even know that the thing exists, so the answer is 404."""

    allowed: bool
    reason: Text | None = None
    hidden: bool = False


def grant(*kinds: Kind, relation: Relation = "any", level: Level = "L1") -> Grant:
    return Grant(kinds=frozenset(kinds), relation=relation, level=level)


_OFFICER_READS = (
    grant("officer", relation="department"),
    grant("window", relation="window_region"),
    grant("supervisor", relation="supervised"),
)
_WORKS_ON_TASK = (grant("officer", relation="department_free"), grant("window", relation="window_free"))
_SUPERVISES = (grant("supervisor", relation="supervised"),)
# Who of a department may, and of what rank, is a matter of the transition (`matter_definitions.guards`).
_DECIDES_AGAIN = (grant("officer", relation="department"), *_SUPERVISES)
_HAS_A_TICKET = (
    grant("applicant", relation="own"),
    grant("officer", relation="department"),
    *_SUPERVISES,
)
_ADMINISTERS = (grant("administrator"),)
_PUBLISHES = (grant("administrator", level="L2"),)
_APPLICANT_ACTS = (grant("applicant", relation="own", level="L2"),)

POLICY: dict[Action, tuple[Grant, ...]] = {
    "application.create": (grant("applicant"),),
    "application.read": (grant("applicant", relation="own"),),
    "application.change": (grant("applicant", relation="own"),),
    "application.submit": _APPLICANT_ACTS,
    "application.sign": _APPLICANT_ACTS,
    "consent.ask": _APPLICANT_ACTS,
    "consent.read": (grant("applicant", relation="asked"),),
    # A consent binds a person who did not start the matter, so it takes the same level as submitting.
    "consent.answer": (grant("applicant", relation="asked", level="L2"),),
    "case.list": (grant("applicant", "officer", "window", "supervisor"),),
    "case.read": (grant("applicant", relation="party"), *_OFFICER_READS),
    "case.correct": _APPLICANT_ACTS,
    "case.withdraw": _APPLICANT_ACTS,
    "case.urge": (grant("applicant", relation="own"),),
    "case.complain": (grant("applicant", relation="party"),),
    "case.rate": (grant("applicant", relation="own"),),
    "case.pay": _APPLICANT_ACTS,
    "case.read_document": (grant("applicant", relation="own"), *_OFFICER_READS),
    "case.read_access_log": (grant("applicant", relation="party"),),
    "case.order": _SUPERVISES,
    "case.urge_officially": _SUPERVISES,
    "case.take_back": _DECIDES_AGAIN,
    "case.rectify": _DECIDES_AGAIN,
    "case.revoke": _DECIDES_AGAIN,
    "case.reopen": _SUPERVISES,
    # Asking for it: the window sees a double entry first. Approving it takes another person.
    "case.void": (grant("officer", relation="department"), grant("window", relation="window_region")),
    "case.pause": _DECIDES_AGAIN,
    "case.reject_suspension": _SUPERVISES,
    "case.extend": (grant("officer", relation="department"),),
    "case.approve": _DECIDES_AGAIN,
    "case.deliver": (grant("officer", relation="department"), grant("window", relation="window_region")),
    "case.supply": (*_APPLICANT_ACTS, grant("window", relation="window_region")),
    "case.confirm": _APPLICANT_ACTS,
    # Against what was put before the public, so no relation to the case is asked for.
    "case.object": (grant("applicant", level="L2"),),
    "case.consent_service": (grant("applicant", level="L2"),),
    "case.archive": _PUBLISHES,
    # The whole record, so of the officers only those of the lead department (`casework.archive_case`).
    "case.read_archive": (grant("officer", relation="department"), *_SUPERVISES),
    "authorisation.read": (grant("applicant", "officer", "window", "supervisor"),),
    # Whom it concerns is in the row: principal and agent are found by their own numbers.
    "authorisation.grant": (grant("applicant", level="L2"),),
    "authorisation.accept": (grant("applicant", level="L2"),),
    "authorisation.end": (grant("applicant", "window"),),
    "authorisation.record": (grant("window"),),
    "task.list": (grant("officer", "window"),),
    "task.read": _OFFICER_READS,
    "task.mark_read": (grant("officer", relation="department"), grant("window", relation="window_region")),
    "task.claim": _WORKS_ON_TASK,
    "task.release": (grant("officer", "window", relation="assigned"),),
    "task.transfer": _WORKS_ON_TASK,
    "task.decide": _WORKS_ON_TASK,
    "task.reassign": _SUPERVISES,
    # Which desks: one's own, those of the department for its head (`casework.organising.desks`).
    "desk.give": (grant("officer", "window", "supervisor"),),
    "ticket.list": (grant("applicant", "officer", "supervisor"),),
    "ticket.read": _HAS_A_TICKET,
    # Which act is whose is a matter of its own table (`casework.tickets.rows`).
    "ticket.act": _HAS_A_TICKET,
    "supervision.read": _SUPERVISES,
    "incident.read": _SUPERVISES,
    "incident.retry": _SUPERVISES,
    "incident.resolve": _SUPERVISES,
    "definition.read": _ADMINISTERS,
    "definition.check": _ADMINISTERS,
    "definition.write": _ADMINISTERS,
    "definition.publish": _PUBLISHES,
    "organisation.read": _ADMINISTERS,
    # In force at once: who is appointed sees and decides, and work that is moved is the heir's.
    "organisation.write": _PUBLISHES,
    "organisation.reorganise": _PUBLISHES,
    # Whoever holds several posts; which they are, the register says.
    "post.choose": (grant("officer", "window", "supervisor", "administrator"),),
    "calendar.read": (grant("administrator", "supervisor"),),
    "calendar.write": _ADMINISTERS,
    "data_sharing.read": (grant("administrator", "supervisor"),),
    "data_sharing.write": _ADMINISTERS,
    "calendar.publish": _PUBLISHES,
    "template.read": _ADMINISTERS,
    "template.write": _ADMINISTERS,
    "template.publish": _PUBLISHES,
}

OUT_OF_SCOPE = "out-of-scope"

_WRONG_KIND = Text(zh="您的身份不能办理此操作", en="This is not for a person in your role")
_NO_RELATION = Text(zh="该事项与您无关", en="You have no part in this")
_WRONG_RELATION = Text(
    zh="此操作只能由本人、承办人或负责的部门办理", en="Only the person or department in charge may do this"
)


def can(actor: Actor, action: Action, resource: Resource = None) -> Decision:
    """May `actor` do `action` with `resource`? Without one: the action in general (a list, a new draft)."""
    grants = [grant for grant in POLICY[action] if actor.kind in grant.kinds]
    known = resource is None or is_known_to(actor, resource)
    if not known:
        return Decision(allowed=False, reason=_NO_RELATION, hidden=True)
    if not grants:
        return Decision(allowed=False, reason=_WRONG_KIND)
    fitting = [g for g in grants if resource is None or stands_in(g.relation, actor, resource)]
    if not fitting:
        return Decision(allowed=False, reason=_WRONG_RELATION)
    if actor.agency is not None:
        lacking = why_not(actor.agency, action, matter=_matter_of(resource))
        if lacking is not None:
            return Decision(allowed=False, reason=lacking)
    demanded = _demanded_level(fitting[0].level, resource)
    if not reaches(actor.assurance, demanded):
        return Decision(allowed=False, reason=_level_reason(demanded))
    return Decision(allowed=True)


def demand(actor: Actor, action: Action, resource: Resource = None) -> None:
    """Returns when allowed; raises NotSignedIn, Unknown (hidden) or NotYours with the rule's reason."""
    if actor.kind == "nobody":
        raise NotSignedIn
    decision = can(actor, action, resource)
    if decision.hidden:
        raise Unknown
    if not decision.allowed:
        raise NotYours(decision.reason, type=OUT_OF_SCOPE if _is_for_scope(actor, action, resource) else None)


def demand_scope(actor: Actor, needed: AgentAction, *, matter: str | None) -> None:
    """For a part of an act that an agent needs more for; raises NotYours, naming the scope."""
    if actor.agency is None:
        return
    lacking = why_not_in_scope(actor.agency, needed, matter=matter)
    if lacking is not None:
        raise NotYours(lacking, type=OUT_OF_SCOPE)


def demand_level(actor: Actor, level: Level) -> None:
    """For a step or consent whose definition names a level."""
    if not reaches(actor.assurance, level):
        raise NotYours(_level_reason(level), type="login-too-weak")


def _is_for_scope(actor: Actor, action: Action, resource: Resource) -> bool:
    agency = actor.agency
    return agency is not None and why_not(agency, action, matter=_matter_of(resource)) is not None


def _matter_of(resource: Resource) -> str | None:
    return getattr(resource, "matter", None)


def _demanded_level(level: Level, resource: Resource) -> Level:
    own = getattr(resource, "level", None)
    return own if own is not None and reaches(own, level) else level


def _level_reason(level: Level) -> Text:
    return Text(
        zh=f"此操作需要 {level} 级以上的实名认证，请用更高级别的方式登录",
        en=f"This needs a login of assurance level {level} or above; please sign in that way",
    )
