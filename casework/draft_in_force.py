"""A draft is not a case: it follows the version of its matter that is in force on the day it is looked at.

Nothing typed is lost by that: what the new version has no place for stays in the draft and is not read
(`forms/belonging.py`), and counts again as soon as a version asks for it. A look-up that asks otherwise now
is asked anew. Looking moves only what is looked at; the first change writes it down.
"""

from dataclasses import replace
from uuid import UUID

from access.act import Act
from casework.consents import read_consents
from casework.draft_look import look
from casework.draft_row import DraftContent, DraftRow, read_draft
from casework.region_heirs import regions_of_today
from clocks.calendar import local_date
from database.queries.plans_in_force import find_plan_in_force, finding_plan
from database.queries.plans_of_regions import has_regional_plans
from engine.plans import PlanMissing
from forms.form_plan import LookupPlan, Text
from matter_definitions.plan import Plan

# Of so many versions what they asked for can still be named.
MOST_EARLIER_PLANS = 20
_NO_TITLE = Text("", "")


async def read_draft_in_force(act: Act, application_id: UUID, *, lock: bool = False) -> DraftRow:
    """With the engine's rights; the caller has authorised. Raises Unknown."""
    row = await read_draft(act, application_id, lock=lock)
    if row.state != "draft":
        return row
    name = await _plan_in_force(act, row)
    if name is None:
        return replace(row, is_retired=True)
    if name == row.plan:
        return row
    plans = act.engine.plans
    old, new = await plans.get(act.connection, row.plan), await plans.get(act.connection, name)
    move_content(row.content, old, new, names=(row.plan, name))
    return replace(row, plan=name, has_moved=True)


async def read_draft_as_shown(act: Act, application_id: UUID, *, shown: str | None) -> DraftRow:
    """Under the plan that a page had when it was made, so that what is sent from it is read as it was asked;
    without one, or with that of another matter, the plan that counts."""
    row = await read_draft_in_force(act, application_id)
    if shown is None or shown == row.plan or row.state != "draft":
        return row
    try:
        plan = await act.engine.plans.get(act.connection, shown)
    except PlanMissing:
        return row
    return replace(await read_draft(act, application_id), plan=shown) if plan.matter == row.matter else row


def move_content(content: DraftContent, old: Plan, new: Plan, *, names: tuple[str, str]) -> None:
    """`names` of the two plans. Forth and back again is as if nothing had been."""
    before, after = names
    told = content.told_plan or before
    content.told_plan = "" if told == after else told
    earlier = [each for each in content.earlier_plans if each not in names]
    content.earlier_plans = [*earlier, before][-MOST_EARLIER_PLANS:]
    for code in _asked_otherwise(old.form.lookups, new.form.lookups):
        content.forget_lookup(code)


def _asked_otherwise(old: tuple[LookupPlan, ...], new: tuple[LookupPlan, ...]) -> list[str]:
    """Look-ups whose answer would not count for the new plan; their title, and how soon the answer grows old,
    change nothing of it."""
    same = {each.code: _asking(each) for each in new}
    return [each.code for each in old if same.get(each.code) != _asking(each)]


def _asking(lookup: LookupPlan) -> LookupPlan:
    return replace(lookup, title=_NO_TITLE, fresh_days=None)


async def _plan_in_force(act: Act, row: DraftRow) -> str | None:
    """For the place that the applicant named, or else the one where the leading department handles it."""
    day = local_date(row.now)
    place = ""
    act.connection.ask_along(finding_plan(matter=row.matter, day=day))
    if await has_regional_plans(act.connection, matter=row.matter, day=day):
        named = row.region or await _place_of(act, row)
        place = (await regions_of_today(act.connection, {named}))[named] if named else ""
    found = await find_plan_in_force(act.connection, matter=row.matter, day=day, place=place)
    return found.plan if found else None


async def _place_of(act: Act, row: DraftRow) -> str:
    """As the version says that is in force everywhere, so that moving never changes the place."""
    everywhere = await find_plan_in_force(act.connection, matter=row.matter, day=local_date(row.now))
    plan = await act.engine.plans.get(act.connection, everywhere.plan if everywhere else row.plan)
    consents = await read_consents(act.connection, row.id)
    items = look(row, plan, files={}, consents=consents).items
    kinds = {each.code: each.department_kind for each in plan.items}
    leading = [each for each in items if kinds[each.code] == plan.lead_department_kind]
    return next((each.region for each in (*leading, *items) if each.region), "")
