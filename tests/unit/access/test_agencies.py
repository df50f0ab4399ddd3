"""An agent never gets an action outside the scope or the time of his authorisation."""

from datetime import date, datetime, timedelta
from typing import get_args
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.actor import Actor
from access.agencies import (
    AGENT_ACTIONS,
    NEEDED,
    Agency,
    AgentAction,
    end_of_childhood,
    why_not,
)
from access.policy import POLICY, Action, can, demand, demand_scope
from access.resources import ApplicationResource, CaseResource
from clocks.calendar import SHANGHAI
from refusals import NotYours

PRINCIPAL, AGENT = UUID(int=1), UUID(int=2)
BEGIN = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)
MATTERS = ("newborn", "retirement", "open-business")

moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(
    lambda at: at.replace(tzinfo=SHANGHAI)
)
actions = st.frozensets(st.sampled_from(AGENT_ACTIONS))
scopes = st.frozensets(st.sampled_from(MATTERS))
maybe = st.one_of(st.none(), moments)


def agency(
    *,
    matters: frozenset[str] = frozenset({"newborn"}),
    granted: frozenset[AgentAction] = frozenset({"see", "submit"}),
    begins_at: datetime = BEGIN,
    ends_at: datetime = BEGIN + timedelta(days=30),
    accepted_at: datetime | None = BEGIN,
    ended_at: datetime | None = None,
    agent: UUID | None = AGENT,
) -> Agency:
    return Agency(
        id=UUID(int=9),
        principal=PRINCIPAL,
        agent=agent,
        matters=matters,
        actions=granted,
        begins_at=begins_at,
        ends_at=ends_at,
        accepted_at=accepted_at,
        ended_at=ended_at,
    )


@given(
    scopes,
    actions,
    moments,
    moments,
    maybe,
    maybe,
    st.sampled_from(AGENT_ACTIONS),
    st.sampled_from(MATTERS),
    moments,
)
def test_what_is_covered_lies_inside_scope_and_time(
    matters: frozenset[str],
    granted: frozenset[AgentAction],
    begins_at: datetime,
    ends_at: datetime,
    accepted_at: datetime | None,
    ended_at: datetime | None,
    action: AgentAction,
    matter: str,
    now: datetime,
) -> None:
    one = agency(
        matters=matters,
        granted=granted,
        begins_at=begins_at,
        ends_at=ends_at,
        accepted_at=accepted_at,
        ended_at=ended_at,
    )
    inside = (
        accepted_at is not None
        and ended_at is None
        and begins_at <= now < ends_at
        and (not matters or matter in matters)
        and (action == "see" or action in granted)
    )
    assert one.covers(action, matter=matter, now=now) is inside


@given(actions, st.sampled_from(get_args(Action)), st.sampled_from(MATTERS))
def test_the_policy_lets_an_agent_do_only_what_was_granted_for_the_matter(
    granted: frozenset[AgentAction], action: Action, matter: str
) -> None:
    one = agency(granted=granted)
    actor = Actor("applicant", "agent", person_id=AGENT, assurance="L4").acting_for(one, assurance="L4")
    case = CaseResource(applicant=PRINCIPAL, parties=frozenset({PRINCIPAL}), matter=matter)
    if can(actor, action, case).allowed:
        needed = NEEDED[action]
        assert matter == "newborn"
        assert needed == "see" or needed in granted


@pytest.mark.parametrize(
    "action", ["case.rate", "case.complain", "case.object", "case.consent_service", "case.read_access_log",
               "authorisation.grant", "authorisation.accept", "authorisation.end"]
)  # fmt: skip
def test_some_things_are_for_the_person_alone_whatever_was_granted(action: Action) -> None:
    assert action in POLICY
    assert why_not(agency(granted=frozenset(AGENT_ACTIONS)), action, matter="newborn") is not None


def test_a_refusal_names_what_is_missing_and_what_was_granted() -> None:
    actor = Actor("applicant", "agent", person_id=AGENT, assurance="L3").acting_for(agency(), assurance="L3")
    draft = ApplicationResource(owner=PRINCIPAL, matter="newborn")
    demand(actor, "application.submit", draft)
    demand_scope(actor, "submit", matter="newborn")
    with pytest.raises(NotYours) as refused:
        demand_scope(actor, "sign", matter="newborn")
    assert refused.value.type == "out-of-scope"
    assert "签署承诺" in refused.value.detail.zh
    assert "填写和提交申请" in refused.value.detail.zh
    with pytest.raises(NotYours) as elsewhere:
        demand(actor, "application.submit", ApplicationResource(owner=PRINCIPAL, matter="retirement"))
    assert "事项" in elsewhere.value.detail.zh


def test_whoever_acts_for_another_counts_as_sure_as_the_weaker_of_both_logins() -> None:
    actor = Actor("applicant", "agent", person_id=AGENT, assurance="L3").acting_for(agency(), assurance="L2")
    assert (actor.person_id, actor.assurance) == (PRINCIPAL, "L2")
    assert (actor.himself.person_id, actor.key) == (AGENT, str(AGENT))


def test_without_an_agent_who_has_signed_in_nobody_acts() -> None:
    assert not agency(agent=None).is_in_force(BEGIN)


@given(st.dates(date(1930, 1, 1), date(2020, 12, 31)))
def test_childhood_ends_with_the_eighteenth_birthday(birth: date) -> None:
    end = end_of_childhood(birth)
    assert end.year == birth.year + 18
    assert (end.month, end.day) == (birth.month, birth.day) or (birth.month, birth.day) == (2, 29)
    assert end.tzinfo is SHANGHAI
