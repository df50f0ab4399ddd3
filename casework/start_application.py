"""A person starts a matter: a draft that knows already what signing in says of her."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from access.act import Act
from access.policy import demand
from casework.draft_limits import check_parts, check_room_for_draft
from casework.draft_row import DraftContent, insert_draft, known_by_sign_in
from casework.published_matters import get_plan_in_force
from database.session import become_engine, legal_now
from forms.form_plan import Text
from refusals import NotYours


class AgencyNotOffered(NotYours):
    type = "agency-not-offered"
    title = Text(
        zh="暂不支持代他人办理，请由本人登录办理",
        en="Acting for somebody else is not offered yet; please let the person sign in",
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
) -> ApplicationStarted:
    """Raises Unknown (404, no such matter there), NotYours (403), TooManyDrafts (409) and Malformed (422)."""
    demand(act.actor, "application.create")
    assert act.actor.person_id is not None, "an applicant has a row of person"
    if on_behalf_of not in (None, act.actor.person_id):
        raise AgencyNotOffered
    await check_room_for_draft(act, act.actor.person_id)
    now = await legal_now(act.connection)
    name, plan = await get_plan_in_force(act, matter, now=now, place=region or "")
    check_parts(plan.form, {"answers": answers})
    content = DraftContent(answers=dict(answers or {}))
    content.prefilled = await known_by_sign_in(act, plan, at=now)
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
    )
    return ApplicationStarted(application_id)
