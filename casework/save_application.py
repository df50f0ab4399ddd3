"""The owner of a draft saves what she typed; a changed answer brings and takes away parts of the form."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from access.act import Act
from access.policy import demand_scope
from casework.commitments import commitment_named, signatures
from casework.draft_in_force import read_draft_in_force
from casework.draft_limits import check_parts
from casework.draft_look import look, look_at
from casework.draft_row import DraftRow, known_by_sign_in, update_draft
from casework.finding import demand_application
from casework.plans_of_draft import earlier_plans, take_as_told
from casework.void_consents import void_what_changed
from database.session import become_engine
from forms.draft import Differences, differences
from forms.form_plan import Text
from refusals import NotNow, Stale


class NotADraft(NotNow):
    type = "already-submitted"
    title = Text(zh="该申请已提交，不能再修改", en="This was submitted already and cannot be changed")


@dataclass(frozen=True, slots=True)
class ApplicationSaved:
    """`changed`: what a changed answer (or choice of delivery) has brought and taken away; None: nothing."""

    id: UUID
    version: int
    changed: Differences | None


async def save_application(
    act: Act,
    application_id: UUID,
    *,
    answers: Mapping[str, Any] | None = None,
    form: Mapping[str, Any] | None = None,
    delivery: Mapping[str, Any] | None = None,
    commitments: Mapping[str, Any] | None = None,
    shown_plan: str | None = None,
    if_version: int | None = None,
) -> ApplicationSaved:
    """Each part is merged into what is there; null takes a value away. Nothing typed is refused for being
    wrong: the view names the problems. A commitment is signed with {agreed, statement_sha256}.
    `shown_plan`: the plan by which she was asked what she sends; what an older one asked for is kept, too.

    Raises Unknown (404), Stale (412), NotADraft (409) and Malformed (422) for entries that this matter does
    not have, and for a signature under other words."""
    await demand_application(act, application_id, action="application.change")
    row = await open_draft(act, application_id, if_version=if_version)
    looked = await look_at(act, row)
    before, content = looked.draft, row.content
    if commitments:
        demand_scope(act.actor, "sign", matter=row.matter)
    parts = {"answers": answers, "form": form, "delivery": delivery, "commitments": commitments}
    plan = looked.plan
    forms = [plan.form, *(each.form for each in await earlier_plans(act, row, shown=shown_plan))]
    check_parts(forms, parts, is_commitment=lambda key: commitment_named(plan, key) is not None)
    take_as_told(row, shown=shown_plan)
    signed = signatures(plan, commitments, signer=act.actor.himself.person_id or row.owner, at=row.now)
    content.prefilled |= await known_by_sign_in(act, plan, at=row.now)
    content.answers = _merged(content.answers, answers)
    content.form = _merged(content.form, form)
    content.delivery = _merged(content.delivery, delivery)
    content.commitments = _merged(content.commitments, signed)
    seen = await look_at(act, row)
    for due in seen.draft.lookups_due:
        if due.key in content.asked:
            content.forget_lookup(due.key)
    await void_what_changed(act, seen)
    after = look(row, seen.plan, files=seen.files, consents=seen.consents)
    version = await update_draft(act, row)
    found = differences(before, after)
    nothing = found == replace(found, **dict.fromkeys(found.__slots__, ()))
    return ApplicationSaved(application_id, version, None if nothing else found)


async def open_draft(act: Act, application_id: UUID, *, if_version: int | None = None) -> DraftRow:
    """The locked draft, for a change; the caller has authorised. From here on with the engine's rights."""
    become_engine(act.connection)
    row = await read_draft_in_force(act, application_id, lock=True)
    if row.state != "draft":
        raise NotADraft(allowed=["read"])
    if if_version is not None and if_version != row.version:
        raise Stale
    if row.has_moved:  # a version with another statement: nobody has agreed to that
        await void_what_changed(act, await look_at(act, row))
    return row


def _merged(old: Mapping[str, Any], new: Mapping[str, Any] | None) -> dict[str, Any]:
    together = {**old, **(new or {})}
    return {key: value for key, value in together.items() if value is not None}
