"""What can be done here: published matters, one matter's guide, and what answers make of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from access.act import Act
from casework.form_words import (
    ExitOut,
    FieldOut,
    ItemOut,
    MaterialOut,
    QuestionOut,
    exit_out,
    field_out,
    item_out,
    material_out,
    question_out,
)
from casework.item_codes import implementation_codes
from casework.plan_words import GuideItem, MaterialLine, fee_lines, guide_items, limit_words, material_lines
from casework.region_heirs import regions_of_today
from casework.words import Language
from clocks.calendar import local_date
from database.queries.plans_in_force import find_plan_in_force, list_plans_in_force
from database.session import legal_now
from forms.answering import QuestionView, read_answers
from forms.guide import guide
from matter_definitions.fees import fees_of
from matter_definitions.plan import Plan
from matter_definitions.saving import Saving, fullest_answers, saving_of
from matter_definitions.search import search_matters
from refusals import Unknown

_CODE = re.compile(r"[a-z0-9][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class MatterLine:
    code: str
    title: str
    summary: str
    audience: str
    items: int
    departments: int
    promise: str | None


@dataclass(frozen=True, slots=True)
class MatterView:
    """The guide of a matter before any question is answered; `saving` for an example of answers; `requires`:
    what has to be over before, in words."""

    code: str
    title: str
    summary: str
    audience: str
    plan: str
    promise: str | None
    correction_days: int
    items: list[GuideItem]
    materials: list[MaterialLine]
    fees: list[str]
    questions: list[QuestionOut]
    delivery_modes: list[str]
    synonyms: list[str]
    saving: Saving
    requires: list[str] = field(default_factory=list[str])


@dataclass(frozen=True, slots=True)
class GuideView:
    """What these answers mean. `questions`: still to ask. `complete`: all are answered, no exit is open."""

    complete: bool
    questions: list[QuestionOut]
    items: list[ItemOut]
    fields: list[FieldOut]
    materials: list[MaterialOut]
    fees: list[str]
    promise: str | None
    exits: list[ExitOut]
    saving: Saving


async def list_matters(
    act: Act, *, q: str = "", audience: str | None = None, region: str = "", language: Language = "zh"
) -> list[MatterLine]:
    """Best first. `q` looks through titles, synonyms and items in both languages."""
    now = await legal_now(act.connection)
    found = await list_plans_in_force(act.connection, day=local_date(now), place=region)
    plans = [await act.engine.plans.get(act.connection, each.plan) for each in found]
    return [
        MatterLine(
            code=plan.matter,
            title=plan.title.in_language(language),
            summary=plan.summary.in_language(language),
            audience=plan.audience,
            items=len(plan.items),
            departments=len({item.department_kind for item in plan.items}),
            promise=limit_words(plan.promise, language=language) if plan.promise else None,
        )
        for plan in search_matters(plans, q=q, audience=audience)
    ]


async def matter_view(act: Act, code: str, *, region: str = "", language: Language = "zh") -> MatterView:
    """Raises Unknown (404)."""
    now = await legal_now(act.connection)
    name, plan = await get_plan_in_force(act, code, now=now, place=region)
    today = local_date(now)
    views = [QuestionView(each.code, each, None) for each in plan.form.questions]
    codes = await implementation_codes(act.connection, plan, place=region) if region else {}
    return MatterView(
        code=plan.matter,
        title=plan.title.in_language(language),
        summary=plan.summary.in_language(language),
        audience=plan.audience,
        plan=name,
        promise=limit_words(plan.promise, language=language) if plan.promise else None,
        correction_days=plan.correction_days,
        items=guide_items(plan, language=language, codes=codes),
        materials=material_lines(plan, language=language),
        fees=fee_lines(fees_of(plan, [item.code for item in plan.items]), language=language),
        questions=[question_out(each, language=language) for each in views],
        delivery_modes=list(plan.form.delivery.modes) if plan.form.delivery else [],
        synonyms=list(plan.synonyms),
        saving=saving_of(plan, answers=fullest_answers(plan.form, today=today), today=today),
        requires=[each.text.in_language(language) for each in plan.requires],
    )


async def guide_for_answers(
    act: Act, code: str, *, answers: Mapping[str, Any], region: str = "", language: Language = "zh"
) -> GuideView:
    """Keeps nothing. Raises Unknown (404)."""
    now = await legal_now(act.connection)
    _, plan = await get_plan_in_force(act, code, now=now, place=region)
    today = local_date(now)
    found = guide(plan.form, answers=answers, today=today)
    asked = read_answers(plan.form, answers, today=today)
    on = list(dict.fromkeys(each.code for each in found.items))
    return GuideView(
        complete=found.complete and not asked.problems,
        questions=[question_out(each, language=language) for each in found.questions_to_ask],
        items=[item_out(each, language=language) for each in found.items],
        fields=[field_out(each, language=language) for each in found.fields],
        materials=[material_out(each, language=language) for each in found.materials],
        fees=fee_lines(fees_of(plan, on, answers=asked.answers, today=today), language=language),
        promise=limit_words(plan.promise, language=language) if plan.promise else None,
        exits=[exit_out(each, language=language) for each in found.exits],
        saving=saving_of(plan, answers=answers, today=today),
    )


async def get_plan_in_force(act: Act, matter: str, *, now: datetime, place: str = "") -> tuple[str, Plan]:
    """The name and plan that a new case gets; raises Unknown (404)."""
    if not _CODE.fullmatch(matter):
        raise Unknown
    place = (await regions_of_today(act.connection, {place}))[place] if place else ""
    found = await find_plan_in_force(act.connection, matter=matter, day=local_date(now), place=place)
    if found is None:
        raise Unknown
    return found.plan, await act.engine.plans.get(act.connection, found.plan)
