"""A person starts a matter: a draft that knows already what signing in says of her."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from access.act import Act
from access.policy import demand
from access.representing import represent
from access.resources import ApplicationResource
from casework.chains.giving import Finished, finished_cases, given_by, link_to
from casework.draft_limits import check_parts, check_room_for_draft
from casework.draft_row import DraftContent, insert_draft, known_by_sign_in
from casework.published_matters import get_plan_in_force
from database.session import become_engine, legal_now
from forms.form_plan import Text
from matter_definitions.plan import Plan
from refusals import NotYours


class NoAuthorisation(NotYours):
    type = "no-authorisation"
    title = Text(
        zh="没有此人办理本事项的有效委托，请先由本人委托并由您接受",
        en="You have no authorisation of this person for this matter; it is to be granted and accepted first",
    )


@dataclass(frozen=True, slots=True)
class ApplicationStarted:
    id: UUID


async def start_application(
    act: Act,
    matter: str,
    *,
    region: str | None = None,
    answers: Mapping[str, Any] | None = None,
    on_behalf_of: UUID | None = None,
    after: Finished | None = None,
) -> ApplicationStarted:
    """`on_behalf_of`: the person for whom the actor acts; the draft is hers. `after`: a case of hers that led
    to this matter; without one the latest that the matter requires.

    Raises Unknown (404, no such matter there), NotYours (403), TooManyDrafts (409) and Malformed (422)."""
    if on_behalf_of is not None:
        await _act_for(act, on_behalf_of, matter=matter)
    assert act.actor.person_id is not None, "an applicant has a row of person"
    own = ApplicationResource(owner=act.actor.person_id, matter=matter)
    demand(act.actor, "application.create", own)
    await check_room_for_draft(act, act.actor.person_id)
    now = await legal_now(act.connection)
    name, plan = await get_plan_in_force(act, matter, now=now, place=region or "")
    check_parts([plan.form], {"answers": answers})
    content = DraftContent(answers=dict(answers or {}))
    before = after or await _required(act, plan, act.actor.person_id)
    given = await given_by(act, before, plan) if before else {}
    content.prefilled = {**given, **await known_by_sign_in(act, plan, at=now)}
    become_engine(act.connection)
    application_id = uuid4()
    await insert_draft(
        act,
        application_id,
        owner=act.actor.person_id,
        on_behalf_of=None,
        matter=matter,
        plan=name,
        region=region,
        content=content,
        now=now,
        authorisation=act.actor.agency.id if act.actor.agency else None,
    )
    if before:
        await link_to(act, application_id, before)
    return ApplicationStarted(application_id)


async def _required(act: Act, plan: Plan, owner: UUID) -> Finished | None:
    """Of her own only: an agent was not given what earlier cases say."""
    if act.actor.agency is not None:
        return None
    return next(iter(await finished_cases(act, owner, [each.matter for each in plan.requires])), None)


async def _act_for(act: Act, principal: UUID, *, matter: str) -> None:
    draft = ApplicationResource(owner=principal, matter=matter)
    await represent(act, "application.create", draft, principal=principal, matter=matter)
    if act.actor.person_id != principal:
        raise NoAuthorisation
