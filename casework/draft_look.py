"""One look at a draft with everything around it: plan, consents, uploads, and what is under way already."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import text

from access.act import Act
from casework.chains.requiring import Requirement, requirements_of
from casework.commitments import Offer, offers_in, spared_materials, without_spared
from casework.consents import (
    ConsentRow,
    element_of,
    has_changed,
    plan_of,
    read_consents,
    reading_consents,
    states_for_form,
)
from casework.draft_row import DraftRow
from casework.draft_words import RETIRED
from casework.fresh_lookups import asked_lately, numbered
from casework.organisation import Responsibility, read_responsibility, reading_responsibility
from casework.recent_looks import look_once
from casework.region_heirs import regions_of_today
from casework.signing.looking import StatementLook, look_at_statement
from clocks.calendar import local_date
from database.connection import Statement
from engine.new_case import UniqueItem
from forms.belonging import answers_of, values_of
from forms.draft import Draft
from forms.problems import FormProblem
from forms.switching import ItemOn
from forms.uniqueness import unique_values
from matter_definitions.plan import Plan
from secrecy.lookup import number_hash, uniqueness_digest

UNDER_WAY = "under_way"
_RETIRED = FormProblem("/matter", "retired", RETIRED.zh, RETIRED.en)

_MATERIALS = text("""
    SELECT m.material, m.file_id, f.sha256 FROM application_material m JOIN stored_file f ON f.id = m.file_id
    WHERE m.application_id = :application AND f.scan <> 'refused'
""")
_TAKEN = text("""
    SELECT u.digest, u.parties, c.case_no FROM uniqueness u JOIN matter_case c ON c.id = u.case_id
    WHERE u.item = ANY(:items) AND u.digest = ANY(:digests)
""")


@dataclass(frozen=True, slots=True)
class Conflict:
    """The same thing is under way or done; `case_no` only for a party to that case."""

    item_key: str
    case_no: str | None


@dataclass(frozen=True, slots=True)
class Look:
    """`problems`: everything that keeps it from being submitted. `files`: uploads by material.

    `offers`: the commitments that may be made, signed or not. `statement`: what is signed with a
    certificate, where the matter wants that. `requirements`: matters that have to be over before.
    """

    row: DraftRow
    plan: Plan
    draft: Draft
    consents: Mapping[str, ConsentRow]
    files: Mapping[str, UUID]
    unique: tuple[UniqueItem, ...]
    conflicts: tuple[Conflict, ...]
    responsibility: Responsibility
    problems: tuple[FormProblem, ...]
    offers: tuple[Offer, ...] = ()
    statement: StatementLook | None = None
    requirements: tuple[Requirement, ...] = ()

    @property
    def can_submit(self) -> bool:
        return self.row.state == "draft" and not self.problems


def reading_around(application_id: UUID) -> tuple[Statement, ...]:
    """What `look_at` reads of the draft, beside its row."""
    return reading_materials(application_id), reading_consents(application_id)


def reading_materials(application_id: UUID) -> Statement:
    return _MATERIALS, {"application": application_id}


async def look_at(act: Act, row: DraftRow) -> Look:
    """Needs the engine's rights: what others have under way is nobody's to read."""
    plan = await act.engine.plans.get(act.connection, row.plan)
    found = (await act.connection.execute(*reading_materials(row.id))).all()
    files: dict[str, UUID] = {each.material: each.file_id for each in found}
    digests: dict[str, str] = {each.material: each.sha256 for each in found}
    consents = await read_consents(act.connection, row.id)
    draft, consents = _look_at_what_stands(act, row, plan, files=files, consents=consents)
    unique = tuple(_unique_items(act, plan, draft))
    conflicts = await _conflicts(act, row, unique) if row.state == "draft" else ()
    codes = {each.code for each in draft.items}
    act.connection.ask_along(reading_responsibility(codes))
    draft = await _in_regions_of_today(act, row, draft)
    responsibility = await read_responsibility(act.connection, codes)
    offers = await offers_in(act, row, plan, draft)
    statement = await look_at_statement(act, row, plan, draft, file_digests=digests, offers=offers)
    requirements = await requirements_of(act, row, plan, draft)
    problems = (
        *(each.problem for each in requirements if each.met_by is None),
        *without_spared(draft.problems, spared_materials(plan, draft, offers)),
        *(_of_conflict(each) for each in conflicts),
        *_of_responsibility(draft, responsibility),
        *(statement.problems if statement else ()),
        *((_RETIRED,) if row.is_retired else ()),
    )
    return Look(
        row=row,
        plan=plan,
        draft=draft,
        consents=consents,
        files=files,
        unique=unique,
        conflicts=conflicts,
        responsibility=responsibility,
        problems=problems,
        offers=offers,
        statement=statement,
        requirements=requirements,
    )


def look(
    row: DraftRow, plan: Plan, *, files: Mapping[str, UUID], consents: Mapping[str, ConsentRow]
) -> Draft:
    content = row.content
    draft = look_once(
        plan.form,
        answers=answers_of(plan.form, content.answers),
        today=local_date(row.now),
        values=values_of(plan.form, content.form),
        prefilled=values_of(plan.form, content.prefilled_for_form()),
        materials=frozenset(files),
        consents=states_for_form(consents, now=row.now),
        found=content.found,
        asked=asked_lately(content, plan.form, now=row.now),
        delivery=content.mode,
    )
    return replace(draft, lookups_due=tuple(numbered(each, content) for each in draft.lookups_due))


def _look_at_what_stands(
    act: Act, row: DraftRow, plan: Plan, *, files: Mapping[str, UUID], consents: Mapping[str, ConsentRow]
) -> tuple[Draft, Mapping[str, ConsentRow]]:
    """A consent to something that has changed since counts as void, whoever has changed it.

    What one void consent takes away may be what another person agreed to, so it is looked again."""
    draft = look(row, plan, files=files, consents=consents)
    while row.state == "draft" and (fallen := _fallen(act, row, plan, draft, consents)):
        consents = {code: replace(c, state="void") if code in fallen else c for code, c in consents.items()}
        draft = look(row, plan, files=files, consents=consents)
    return draft, consents


async def _in_regions_of_today(act: Act, row: DraftRow, draft: Draft) -> Draft:
    if row.state != "draft":
        return draft
    today = await regions_of_today(act.connection, {each.region for each in draft.items if each.region})
    items = tuple(replace(each, region=today.get(each.region or "", each.region)) for each in draft.items)
    return replace(draft, items=items)


def _fallen(
    act: Act, row: DraftRow, plan: Plan, draft: Draft, consents: Mapping[str, ConsentRow]
) -> set[str]:
    """Those that are asked or given, about something else than what stands in the draft now."""
    fallen: set[str] = set()
    for code, consent in consents.items():
        asked_for = plan_of(plan, code)
        if consent.state_at(row.now) not in ("asked", "given"):
            continue
        number = draft.values.get(element_of(asked_for, code, "id_number")) if asked_for else None
        is_he = isinstance(number, str) and consent.number_hash == number_hash(act.engine.keys, number)
        shown = row.content.shown.get(code, {})
        if (
            asked_for is None
            or not is_he
            or has_changed(asked_for, shown, consent.digest, draft, code=code, matter=row.matter)
        ):
            fallen.add(code)
    return fallen


def _unique_items(act: Act, plan: Plan, draft: Draft) -> list[UniqueItem]:
    found: list[UniqueItem] = []
    for item in draft.items:
        values = unique_values(plan.form, item.code, values=draft.values, instance=item.instance)
        if values is not None:
            digest = uniqueness_digest(act.engine.keys, item=item.code, values=values)
            found.append(UniqueItem(item=item.code, item_key=item.key, digest=digest))
    return found


async def _conflicts(act: Act, row: DraftRow, unique: tuple[UniqueItem, ...]) -> tuple[Conflict, ...]:
    if not unique:
        return ()
    wanted = {"items": sorted({each.item for each in unique}), "digests": [each.digest for each in unique]}
    taken = {bytes(each.digest): each for each in await act.connection.execute(_TAKEN, wanted)}
    people = {row.owner, row.on_behalf_of} - {None}
    return tuple(
        Conflict(each.item_key, found.case_no if people & set(found.parties) else None)
        for each in unique
        if (found := taken.get(each.digest)) is not None
    )


def _of_conflict(conflict: Conflict) -> FormProblem:
    zh = "同一事项已在办理或已办结，不能重复申请"
    en = "The same thing is being handled or has been done; it cannot be applied for again"
    if conflict.case_no:
        zh, en = f"{zh}。请查看办件 {conflict.case_no}", f"{en}. See your case {conflict.case_no}"
    return FormProblem(f"/items/{conflict.item_key}", UNDER_WAY, zh, en)


def _of_responsibility(draft: Draft, responsibility: Responsibility) -> list[FormProblem]:
    return [_nobody(item) for item in draft.items if item.region and not _department(item, responsibility)]


def _department(item: ItemOn, responsibility: Responsibility) -> str | None:
    return responsibility.find_department(item.code, item.region or "")


def _nobody(item: ItemOn) -> FormProblem:
    return FormProblem(
        f"/items/{item.key}",
        "not_handled_there",
        f"所填地区暂未开通“{item.title.zh}”的网上办理",
        f"“{item.title.en}” cannot be done online in the region entered yet",
    )
