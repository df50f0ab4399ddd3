"""Who may do an act is written in the table of transitions; the routes and the policy must say the same.

The desk (a decision on a task) serves many acts at once: the table itself refuses whom it does not name.
"""

from collections.abc import Mapping
from typing import Final

import pytest
from fastapi.routing import iter_route_contexts

from access.actor import Kind
from access.policy import POLICY, Action
from access.rules import find_rule
from api.app_factory import create_app
from matter_definitions.rows import PEOPLE, ActWord, Party
from matter_definitions.transitions import ALL_ACTS, TRANSITIONS
from settings import get_settings

Operation = tuple[str, Action]

DESK: Final[Operation] = ("/tasks/{task_id}/decide", "task.decide")
ITEM: Final = "/cases/{case_no}/items/{item}"
JOINT: Final = "/cases/{case_no}/joint-extension"
APPROVE: Final[Operation] = (f"/supervision{ITEM}/approve", "case.approve")

KINDS: Mapping[Party, Kind] = {
    "applicant": "applicant",
    "third_party": "applicant",
    "window": "window",
    "receiver": "window",
    "officer": "officer",
    "superior": "officer",
    "supervisor": "supervisor",
    "administrator": "administrator",
}
OPERATIONS: Mapping[ActWord, tuple[Operation, ...]] = {
    "submit": (("/applications/{application_id}/submit", "application.submit"),),
    "resubmit": (("/cases/{case_no}/corrections", "case.correct"),),
    "supply": (("/cases/{case_no}/corrections", "case.correct"),),
    "suspend": (DESK, (f"{ITEM}/suspend", "case.pause")),
    "resume": (DESK, (f"{ITEM}/resume", "case.pause")),
    "reject_suspension": ((f"/supervision{ITEM}/reject-suspension", "case.reject_suspension"),),
    "ask_extension": (DESK, (f"{ITEM}/extend", "case.extend")),
    "grant_extension": (DESK, APPROVE),
    "refuse_extension": (DESK, APPROVE),
    "ask_joint_extension": ((JOINT, "case.extend"),),
    "grant_joint_extension": ((f"{JOINT}/decide", "case.approve"),),
    "refuse_joint_extension": ((f"{JOINT}/decide", "case.approve"),),
    "ask_void": ((f"{ITEM}/void", "case.void"),),
    "approve_void": (APPROVE,),
    "refuse_void": (APPROVE,),
    "redo": (
        ("/supervision/incidents/{incident_id}/retry", "incident.retry"),
        ("/supervision/incidents/{incident_id}/correct", "incident.retry"),
    ),
    "end": (("/supervision/incidents/{incident_id}/resolve", "incident.resolve"),),
    "confirm": (("/cases/{case_no}/confirmations/{item}/{step}", "case.confirm"),),
    "supply_late": ((f"{ITEM}/late-supply", "case.supply"),),
    "withdraw": (("/cases/{case_no}/withdraw", "case.withdraw"),),
    "give_prior_notice": ((f"{ITEM}/prior-notice", "case.revoke"),),
    "record_heard": (DESK, (f"{ITEM}/heard", "case.revoke")),
    "suspend_result": ((f"{ITEM}/suspend-result", "case.revoke"),),
    "restore_result": ((f"{ITEM}/restore-result", "case.revoke"),),
    "revoke": ((f"{ITEM}/revoke", "case.revoke"),),
    "take_back": ((f"{ITEM}/take-back", "case.take_back"),),
    "rectify": ((f"{ITEM}/rectify", "case.rectify"),),
    "reopen": ((f"/supervision{ITEM}/reopen", "case.reopen"),),
    "deliver": ((f"{ITEM}/delivery", "case.deliver"),),
    "sign": ((f"{ITEM}/delivery", "case.deliver"),),
    "archive": (("/cases/{case_no}/archive", "case.archive"),),
    "rate": (("/cases/{case_no}/ratings", "case.rate"),),
    "consent_to_service": (("/me/service-consent", "case.consent_service"),),
    "calendar_changed": (("/calendars/drafts/{draft}/publish", "calendar.publish"),),
    "hand_over": (("/organisation/reorganisations", "organisation.reorganise"),),
    "object": (("/publicity/{publicity_id}/objections", "case.object"),),
    "ask_hearing": (("/cases/{case_no}/hearings/{item}/{step}", "case.confirm"),),
    "hold_hearing": (("/tasks/{task_id}/hearing/time", "task.decide"),),
    "record_hearing": (("/tasks/{task_id}/hearing/record", "task.decide"),),
    "propose_visit": (("/tasks/{task_id}/visit/times", "task.decide"),),
    "consent_visit": (("/tasks/{task_id}/visit/consent", "task.decide"),),
    "record_visit": (("/tasks/{task_id}/visit/record", "task.decide"),),
    "conclude_visit": (("/tasks/{task_id}/visit/conclusion", "task.decide"),),
    "send_letter": (("/tasks/{task_id}/letter", "task.decide"),),
    "answer_letter": (("/tasks/{task_id}/letter/answer", "task.decide"),),
}
"""Acts that have an operation of their own; every other act of people is a decision at the desk."""


def named(word: ActWord) -> frozenset[Kind]:
    """Kinds of people whom the table names for an act."""
    parties = frozenset[Party]().union(*(row.who for row in TRANSITIONS if row.act == word))
    return frozenset(KINDS[party] for party in parties & PEOPLE)


OF_PEOPLE = [word for word in ALL_ACTS if named(word)]


@pytest.fixture(scope="module")
def rules() -> dict[str, frozenset[str]]:
    """Who may call each writing route of the API, by its path."""
    found: dict[str, frozenset[str]] = {}
    for route in iter_route_contexts(create_app(get_settings()).routes):
        rule = find_rule(route.endpoint)
        if rule is not None and "POST" in (route.methods or ()):
            found[str(route.path).removeprefix("/api/v1")] = frozenset(rule.who)
    return found


@pytest.mark.parametrize("word", OF_PEOPLE)
def test_an_act_is_open_to_exactly_those_whom_the_table_names(
    rules: dict[str, frozenset[str]], word: ActWord
) -> None:
    may: set[str] = set()
    for path, action in OPERATIONS.get(word, (DESK,)):
        assert path in rules, f"there is no POST {path}"
        allowed = rules[path] & {kind for each in POLICY[action] for kind in each.kinds}
        may |= allowed & named(word) if (path, action) == DESK else allowed
    assert may == named(word)


def test_no_act_that_happens_by_itself_has_a_route() -> None:
    assert set(OPERATIONS) <= set(OF_PEOPLE)
