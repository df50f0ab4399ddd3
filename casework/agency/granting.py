"""A person lets another act for her: granted by her, accepted by him, ended by either at any time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import cast, get_args
from uuid import UUID, uuid4

from sqlalchemy import text

from access.act import Act
from access.agencies import Agency, AgentAction
from access.policy import demand
from casework.agency.authorisation_rows import NewAuthorisation, find_stored, insert_authorisation
from casework.agency.authorisation_views import allowed_for, role_of
from clocks.calendar import SHANGHAI, local_date
from database.queries.person_rows import find_person_details
from database.session import become_engine, legal_now
from engine.authorisation_box import AgencyNames
from forms.form_plan import Text
from forms.values.checked import Invalid
from forms.values.resident_id import check_resident_id
from refusals import FieldError, Malformed, NotNow
from secrecy.lookup import number_hash

_PERSON = text("SELECT id FROM person WHERE number_hash = :hash AND kind = 'person'")
_MATTERS = text("SELECT DISTINCT matter FROM matter_in_force WHERE matter = ANY(:matters)")
_ACCEPT = text("UPDATE authorisation SET accepted_at = :now WHERE id = :id")
_END = text("UPDATE authorisation SET ended_at = :now, ended_by = :by WHERE id = :id")


class AgentIsAnother(NotNow):
    type = "agent-is-another"
    title = Text(
        zh="委托书上的代办人姓名与您的实名信息不一致，请委托人重新委托",
        en="The authorisation names an agent with another name than yours; it has to be granted anew",
    )


class NotOpenAnyMore(NotNow):
    type = "authorisation-not-open"
    title = Text(zh="该委托已接受、解除或到期", en="This authorisation was accepted, ended, or is over")


class NoProvenNumber(NotNow):
    type = "no-proven-number"
    title = Text(
        zh="您的账号还没有实名，请用实名认证的方式登录后再委托",
        en="Your account has no proven identity number yet; please sign in with your real name first",
    )


@dataclass(frozen=True, slots=True)
class Scope:
    """As it was typed. `matters`: at least one, unless `all_matters`. `until`: the last day."""

    agent_name: str
    agent_number: str
    actions: Sequence[str]
    until: date
    matters: Sequence[str] = ()
    all_matters: bool = False
    begins_on: date | None = None


async def grant_authorisation(act: Act, scope: Scope) -> UUID:
    """By the principal, who is signed in with her real name. Counts once the agent has accepted it.

    Raises NotYours (403: an agent cannot authorise others), NoProvenNumber (409), Malformed (422)."""
    demand(act.actor, "authorisation.grant")
    person = act.actor.person_id
    assert person is not None, "an applicant has a row of person"
    now = await legal_now(act.connection)
    known = await find_person_details(act.connection, act.engine.keys, person=person) or {}
    if not known.get("number"):
        raise NoProvenNumber
    become_engine(act.connection)
    number = await check_scope(act, scope, principal_number=known["number"], today=local_date(now))
    agent_hash = number_hash(act.engine.keys, number)
    agency = Agency(
        id=uuid4(),
        principal=person,
        agent=(await act.connection.execute(_PERSON, {"hash": agent_hash})).scalar_one_or_none(),
        matters=frozenset(() if scope.all_matters else scope.matters),
        actions=actions_of(scope),
        begins_at=max(now, start_of(scope.begins_on)) if scope.begins_on else now,
        ends_at=start_of(scope.until + timedelta(days=1)),
    )
    names = AgencyNames(known["name"], known["number"], scope.agent_name.strip(), number)
    new = NewAuthorisation(agency, agent_hash, names, act.actor.assurance, granted_at=now)
    await insert_authorisation(act, new)
    return agency.id


async def accept_authorisation(act: Act, authorisation: UUID) -> None:
    """By the agent. Raises Unknown (404), NotOpenAnyMore and AgentIsAnother (409)."""
    act.actor = act.actor.himself
    demand(act.actor, "authorisation.accept")
    await find_stored(act, authorisation)
    known = await find_person_details(act.connection, act.engine.keys, person=_person(act)) or {}
    become_engine(act.connection)
    stored = await find_stored(act, authorisation, lock=True)
    if "accept" not in allowed_for(act, stored):
        raise NotOpenAnyMore(allowed=allowed_for(act, stored))
    if stored.names is None or known.get("name") != stored.names.agent:
        raise AgentIsAnother
    await act.connection.execute(_ACCEPT, {"id": authorisation, "now": stored.now})


async def end_authorisation(act: Act, authorisation: UUID) -> None:
    """Revoked by the principal, laid down or declined by the agent, or by the window that recorded it: at
    once. What the agent began stays the principal's. Raises Unknown (404), NotOpenAnyMore (409)."""
    act.actor = act.actor.himself
    demand(act.actor, "authorisation.end")
    await find_stored(act, authorisation)
    become_engine(act.connection)
    stored = await find_stored(act, authorisation, lock=True)
    if "end" not in allowed_for(act, stored):
        raise NotOpenAnyMore(allowed=allowed_for(act, stored))
    by = role_of(act, stored)
    await act.connection.execute(_END, {"id": authorisation, "now": stored.now, "by": by})


async def check_scope(
    act: Act, scope: Scope, *, principal_number: str, today: date, longest: date | None = None
) -> str:
    """The agent's number in its normal form. `longest`: the last day that may be named, else a year from
    now. Raises Malformed (422) with all that is wrong."""
    errors: list[FieldError] = []
    if not scope.agent_name.strip():
        errors.append(FieldError("/agent_name", "请填写代办人姓名", "Enter the agent's name"))
    checked = check_resident_id(scope.agent_number, today=today)
    if isinstance(checked, Invalid):
        errors.append(FieldError("/agent_number", checked.zh, checked.en))
    elif checked.normal == principal_number:
        errors.append(FieldError("/agent_number", "代办人不能是本人", "Nobody is his own agent"))
    errors += _wrong_times(scope, today=today, longest=longest or a_year_after(today))
    if not actions_of(scope):
        errors.append(FieldError("/actions", "请至少选择一项权限", "Choose at least one thing"))
    if unknown := set(scope.actions) - set(get_args(AgentAction)):
        errors.append(FieldError("/actions", "没有这项权限", f"There is no {min(unknown)}"))
    errors += await _wrong_matters(act, scope)
    if errors or isinstance(checked, Invalid):
        raise Malformed(errors=errors)
    return checked.normal


def _wrong_times(scope: Scope, *, today: date, longest: date) -> list[FieldError]:
    begins = max(scope.begins_on or today, today)
    if scope.until < begins:
        return [FieldError("/until", "截止日期已过", "This day has passed")]
    if scope.until > longest:
        day = f"{longest.year} 年 {longest.month} 月 {longest.day} 日"
        return [FieldError("/until", f"最长到 {day}", f"{longest.isoformat()} at the latest")]
    return []


async def _wrong_matters(act: Act, scope: Scope) -> list[FieldError]:
    if scope.all_matters:
        return []
    if not scope.matters:
        return [FieldError("/matters", "请选择委托代办的事项", "Choose a matter")]
    rows = await act.connection.execute(_MATTERS, {"matters": list(scope.matters)})
    if set(scope.matters) - set(rows.scalars()):
        return [FieldError("/matters", "没有这个事项", "There is no such matter")]
    return []


def actions_of(scope: Scope) -> frozenset[AgentAction]:
    """Whoever acts sees what he does."""
    known = {each for each in scope.actions if each in get_args(AgentAction)}
    return frozenset(cast(set[AgentAction], known | {"see"} if known else known))


def a_year_after(day: date) -> date:
    """The same day of the next year; of 29 February the 28th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def start_of(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=SHANGHAI)


def _person(act: Act) -> UUID:
    assert act.actor.person_id is not None, "an applicant has a row of person"
    return act.actor.person_id
