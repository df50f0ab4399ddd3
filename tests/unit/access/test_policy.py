"""The policy as a table: who, what, with which thing, and what comes of it."""

from dataclasses import replace
from typing import get_args
from uuid import UUID

import pytest

from access.actor import NOBODY, Actor
from access.policy import POLICY, Action, can, demand, demand_level
from access.resources import (
    ApplicationResource,
    CaseResource,
    ConsentResource,
    RegionResource,
    TaskResource,
    TicketResource,
)
from refusals import NotSignedIn, NotYours, Unknown
from tests.every_case import for_every

MOTHER_ID, FATHER_ID, STRANGER_ID, OFFICER_ID, COLLEAGUE_ID = (UUID(int=number) for number in range(1, 6))
YUHANG, XIHU, HANGZHOU, NINGBO = "330110000000", "330106000000", "330100000000", "330200000000"

MOTHER = Actor(kind="applicant", subject="mother", person_id=MOTHER_ID, assurance="L3")
WEAK_MOTHER = Actor(kind="applicant", subject="mother", person_id=MOTHER_ID, assurance="L1")
FATHER = Actor(kind="applicant", subject="father", person_id=FATHER_ID, assurance="L3")
STRANGER = Actor(kind="applicant", subject="stranger", person_id=STRANGER_ID, assurance="L3")
POLICE = Actor(
    kind="officer", subject="police", officer_id=OFFICER_ID, department=f"police@{YUHANG}", region=YUHANG
)
TAX = Actor(kind="officer", subject="tax", officer_id=UUID(int=9), department=f"tax@{YUHANG}", region=YUHANG)
WINDOW = Actor(kind="window", subject="window", officer_id=UUID(int=10), region=YUHANG)
SUPERVISOR = Actor(kind="supervisor", subject="supervisor", officer_id=UUID(int=11), region=HANGZHOU)
OTHER_SUPERVISOR = Actor(kind="supervisor", subject="other", officer_id=UUID(int=12), region=NINGBO)
ADMINISTRATOR = Actor(kind="administrator", subject="admin", officer_id=UUID(int=13), assurance="L3")

CASE = CaseResource(
    applicant=MOTHER_ID,
    parties=frozenset({MOTHER_ID, FATHER_ID}),
    departments=frozenset({f"police@{YUHANG}"}),
    regions=frozenset({YUHANG, XIHU}),
    region=YUHANG,
)
FREE_TASK = TaskResource(department=f"police@{YUHANG}", region=YUHANG)
RECEIPT = TaskResource(department=f"police@{YUHANG}", region=YUHANG, kind="receipt")
MY_TASK = TaskResource(department=f"police@{YUHANG}", region=YUHANG, assignee=OFFICER_ID)
COLLEAGUES_TASK = TaskResource(department=f"police@{YUHANG}", region=YUHANG, assignee=COLLEAGUE_ID)
TICKET = TicketResource(author=MOTHER_ID, department=f"police@{YUHANG}", region=YUHANG)
DRAFT = ApplicationResource(owner=MOTHER_ID)
CONSENT = ConsentResource(person=FATHER_ID)

ALLOWED, REFUSED, HIDDEN = "allowed", "refused", "hidden"

TABLE = [
    (MOTHER, "case.read", CASE, ALLOWED),
    (FATHER, "case.read", CASE, ALLOWED),
    (STRANGER, "case.read", CASE, HIDDEN),
    (POLICE, "case.read", CASE, ALLOWED),
    (TAX, "case.read", CASE, HIDDEN),
    (WINDOW, "case.read", CASE, ALLOWED),
    (SUPERVISOR, "case.read", CASE, ALLOWED),
    (OTHER_SUPERVISOR, "case.read", CASE, HIDDEN),
    (ADMINISTRATOR, "case.read", CASE, HIDDEN),
    (MOTHER, "case.withdraw", CASE, ALLOWED),
    (FATHER, "case.withdraw", CASE, REFUSED),
    (WEAK_MOTHER, "case.withdraw", CASE, REFUSED),
    (POLICE, "case.withdraw", CASE, REFUSED),
    (MOTHER, "case.read_document", CASE, ALLOWED),
    (FATHER, "case.read_document", CASE, REFUSED),
    (MOTHER, "application.change", DRAFT, ALLOWED),
    (WEAK_MOTHER, "application.change", DRAFT, ALLOWED),
    (WEAK_MOTHER, "application.submit", DRAFT, REFUSED),
    (FATHER, "application.read", DRAFT, HIDDEN),
    (POLICE, "application.read", DRAFT, HIDDEN),
    (FATHER, "consent.answer", CONSENT, ALLOWED),
    (MOTHER, "consent.answer", CONSENT, HIDDEN),
    (POLICE, "task.decide", FREE_TASK, ALLOWED),
    (POLICE, "task.decide", MY_TASK, ALLOWED),
    (POLICE, "task.decide", COLLEAGUES_TASK, REFUSED),
    (POLICE, "task.release", MY_TASK, ALLOWED),
    (POLICE, "task.release", FREE_TASK, REFUSED),
    (TAX, "task.decide", FREE_TASK, HIDDEN),
    (MOTHER, "task.decide", FREE_TASK, HIDDEN),
    (WINDOW, "task.decide", RECEIPT, ALLOWED),
    (WINDOW, "task.decide", FREE_TASK, REFUSED),
    (SUPERVISOR, "task.decide", FREE_TASK, REFUSED),
    (SUPERVISOR, "task.reassign", COLLEAGUES_TASK, ALLOWED),
    (OTHER_SUPERVISOR, "task.reassign", COLLEAGUES_TASK, HIDDEN),
    (SUPERVISOR, "incident.retry", RegionResource(region=XIHU), ALLOWED),
    (SUPERVISOR, "incident.retry", RegionResource(region=NINGBO), HIDDEN),
    (SUPERVISOR, "supervision.read", None, ALLOWED),
    (MOTHER, "supervision.read", None, REFUSED),
    (ADMINISTRATOR, "definition.publish", None, ALLOWED),
    (SUPERVISOR, "definition.publish", None, REFUSED),
    (NOBODY, "case.list", None, REFUSED),
    (POLICE, "case.take_back", CASE, ALLOWED),
    (SUPERVISOR, "case.take_back", CASE, ALLOWED),
    (WINDOW, "case.take_back", CASE, REFUSED),
    (MOTHER, "case.take_back", CASE, REFUSED),
    (TAX, "case.take_back", CASE, HIDDEN),
    (POLICE, "case.rectify", CASE, ALLOWED),
    (WINDOW, "case.rectify", CASE, REFUSED),
    (POLICE, "case.revoke", CASE, ALLOWED),
    (WINDOW, "case.revoke", CASE, REFUSED),
    (SUPERVISOR, "case.reopen", CASE, ALLOWED),
    (POLICE, "case.reopen", CASE, REFUSED),
    (OTHER_SUPERVISOR, "case.reopen", CASE, HIDDEN),
    (WINDOW, "case.void", CASE, ALLOWED),
    (POLICE, "case.void", CASE, ALLOWED),
    (MOTHER, "case.void", CASE, REFUSED),
    (SUPERVISOR, "case.approve", CASE, ALLOWED),
    (POLICE, "case.approve", CASE, ALLOWED),
    (WINDOW, "case.approve", CASE, REFUSED),
    (WINDOW, "case.deliver", CASE, ALLOWED),
    (TAX, "case.deliver", CASE, HIDDEN),
    (MOTHER, "case.supply", CASE, ALLOWED),
    (WINDOW, "case.supply", CASE, ALLOWED),
    (FATHER, "case.supply", CASE, REFUSED),
    (MOTHER, "case.confirm", CASE, ALLOWED),
    (WEAK_MOTHER, "case.confirm", CASE, REFUSED),
    (POLICE, "case.confirm", CASE, REFUSED),
    (STRANGER, "case.object", None, ALLOWED),
    (WEAK_MOTHER, "case.object", None, REFUSED),
    (MOTHER, "case.consent_service", None, ALLOWED),
    (POLICE, "case.consent_service", None, REFUSED),
    (FATHER, "case.complain", CASE, ALLOWED),
    (STRANGER, "case.complain", CASE, HIDDEN),
    (POLICE, "case.complain", CASE, REFUSED),
    (MOTHER, "case.rate", CASE, ALLOWED),
    (POLICE, "case.rate", CASE, REFUSED),
    (SUPERVISOR, "case.rate", CASE, REFUSED),
    (MOTHER, "ticket.act", TICKET, ALLOWED),
    (FATHER, "ticket.read", TICKET, HIDDEN),
    (POLICE, "ticket.act", TICKET, ALLOWED),
    (TAX, "ticket.read", TICKET, HIDDEN),
    (WINDOW, "ticket.read", TICKET, HIDDEN),
    (SUPERVISOR, "ticket.act", TICKET, ALLOWED),
    (OTHER_SUPERVISOR, "ticket.read", TICKET, HIDDEN),
    (ADMINISTRATOR, "ticket.read", TICKET, HIDDEN),
    (ADMINISTRATOR, "case.archive", None, ALLOWED),
    (SUPERVISOR, "case.archive", None, REFUSED),
    (SUPERVISOR, "calendar.read", None, ALLOWED),
    (SUPERVISOR, "calendar.publish", None, REFUSED),
    (ADMINISTRATOR, "calendar.publish", None, ALLOWED),
    (ADMINISTRATOR, "template.publish", None, ALLOWED),
    (POLICE, "template.read", None, REFUSED),
    (WINDOW, "task.decide", TaskResource(f"police@{YUHANG}", YUHANG, kind="precheck"), ALLOWED),
    (WINDOW, "task.decide", TaskResource(f"police@{YUHANG}", YUHANG, kind="intake"), ALLOWED),
    (WINDOW, "task.decide", TaskResource(f"police@{YUHANG}", YUHANG, kind="request"), REFUSED),
]


@for_every(("actor", "action", "resource", "expected"), TABLE)
def test_the_policy_answers_as_the_table_says(actor, action, resource, expected) -> None:
    decision = can(actor, action, resource)
    found = ALLOWED if decision.allowed else HIDDEN if decision.hidden else REFUSED
    assert found == expected
    assert decision.allowed == (decision.reason is None)


def test_every_action_has_its_line() -> None:
    assert set(POLICY) == set(get_args(Action))


@for_every("action", get_args(Action))
def test_a_stranger_may_do_nothing(action) -> None:
    assert not can(NOBODY, action).allowed
    with pytest.raises(NotSignedIn):
        demand(NOBODY, action, CASE)


def test_what_one_may_not_know_of_is_unknown_and_not_forbidden() -> None:
    with pytest.raises(Unknown):
        demand(STRANGER, "case.read", CASE)
    with pytest.raises(NotYours):
        demand(FATHER, "case.withdraw", CASE)


def test_a_definition_may_demand_a_stronger_login_than_the_policy() -> None:
    strict = ApplicationResource(owner=MOTHER_ID, level="L4")
    assert can(MOTHER, "application.submit", DRAFT).allowed
    refused = can(MOTHER, "application.submit", strict)
    assert refused.reason is not None
    assert "L4" in refused.reason.en
    with pytest.raises(NotYours):
        demand_level(MOTHER, "L4")


def test_a_definition_cannot_lower_the_level_of_the_policy() -> None:
    assert not can(
        WEAK_MOTHER, "application.submit", ApplicationResource(owner=MOTHER_ID, level="L1")
    ).allowed


def test_an_officer_without_a_department_sees_nothing() -> None:
    lost = Actor(kind="officer", subject="lost", officer_id=OFFICER_ID)
    assert can(lost, "case.read", CASE).hidden
    assert can(lost, "task.read", FREE_TASK).hidden


def test_a_supervisor_without_a_region_sees_nothing() -> None:
    assert can(Actor(kind="supervisor", subject="lost"), "case.read", CASE).hidden


def test_a_post_for_single_items_gives_no_right_to_others() -> None:
    births = replace(POLICE, items=frozenset({"birth-registration"}))
    twin = replace(FREE_TASK, item="birth-registration.2")
    assert can(births, "task.decide", twin).allowed
    assert can(births, "task.read", replace(FREE_TASK, item="residence-permit")).hidden
    assert can(POLICE, "task.read", replace(FREE_TASK, item="residence-permit")).allowed
