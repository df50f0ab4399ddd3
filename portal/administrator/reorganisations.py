"""Departments that end: what there is to hand over, the order, and how far it is."""

from collections.abc import Mapping
from datetime import date
from typing import Any, cast
from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from access.act import Act, CurrentAct
from access.rules import access
from casework.organising.choices import choices_of
from casework.organising.end_order import EndOrder, Kind
from casework.organising.registers import RESPONSIBILITY
from casework.organising.reorganising import (
    cancel_reorganisation,
    list_reorganisations,
    plan_reorganisation,
    preview_end,
)
from casework.outside import Acts
from portal.language import Language, language_of
from portal.page_router import page_router
from portal.problems import errors_by_pointer, problems_of
from portal.rendering import go_to, show
from portal.wording import gettext_in
from refusals import FieldError, Malformed

router = page_router()
LONGEST = 500


@router.get("/organisation/reorganisations")
@access("administrator")
async def show_reorganisations(request: Request, act: CurrentAct) -> Response:
    return await _list(request, act)


@router.get("/organisation/reorganisations/new")
@access("administrator")
async def show_order(request: Request, act: CurrentAct, department: str = "") -> Response:
    return await _order_page(request, act, department)


@router.post("/organisation/reorganisations")
@access("administrator", level="L2")
async def post_order(request: Request, acts: Acts) -> Response:
    typed = {name: str(value)[:LONGEST] for name, value in (await request.form()).items()}
    version = typed.get("version", "")
    try:
        order = _order(typed)
        async with acts() as act:
            await plan_reorganisation(act, order, if_version=int(version) if version.isdecimal() else None)
    except Malformed as refusal:
        async with acts() as act:
            return await _order_page(request, act, typed.get("department", ""), refusal=refusal, typed=typed)
    return go_to("/organisation/reorganisations?said=planned")


@router.post("/organisation/reorganisations/{one}/cancel")
@access("administrator", level="L2")
async def cancel(request: Request, acts: Acts, one: UUID) -> Response:
    reason = str((await request.form()).get("reason", ""))[:LONGEST]
    try:
        async with acts() as act:
            await cancel_reorganisation(act, one, reason=reason)
    except Malformed as refusal:
        async with acts() as act:
            return await _list(request, act, refusal=refusal)
    return go_to("/organisation/reorganisations?said=cancelled")


async def _list(request: Request, act: Act, *, refusal: Malformed | None = None) -> Response:
    language = language_of(request)
    _ = gettext_in(language)
    said = {
        "planned": _("Ordered. It happens on its day."),
        "cancelled": _("Cancelled. Nothing has changed."),
    }
    choices = await choices_of(act, RESPONSIBILITY, language=language)
    wrong = refusal.errors if refusal else []
    return show(
        request,
        "administrator/organisation/reorganisations.html",
        status=422 if refusal else 200,
        plans=await list_reorganisations(act, language=language),
        departments=choices.get("department", []),
        kind_words=dict(_kinds(language)),
        state_words={
            "planned": _("planned"),
            "under_way": _("under way"),
            "done": _("done"),
            "cancelled": _("cancelled"),
        },
        confirmation=said.get(request.query_params.get("said", ""), ""),
        errors=errors_by_pointer(wrong, language),
        problems=problems_of(wrong, language),
    )


async def _order_page(
    request: Request,
    act: Act,
    department: str,
    *,
    refusal: Malformed | None = None,
    typed: Mapping[str, str] | None = None,
) -> Response:
    language = language_of(request)
    _ = gettext_in(language)
    seen = await preview_end(act, department, language=language)
    titles = dict((await choices_of(act, RESPONSIBILITY, language=language)).get("item", []))
    items = sorted({each.code for each in seen.left if each.what in ("item", "cell")})
    wrong = refusal.errors if refusal else []
    return show(
        request,
        "administrator/organisation/reorganise.html",
        status=422 if refusal else 200,
        seen=seen,
        titles=titles,
        items=[(code, titles.get(code, code)) for code in items],
        posts=[(each.code, each.title) for each in seen.left if each.what == "post"],
        kinds=_kinds(language),
        what_words={
            "item": _("Cases under way with"),
            "cell": _("Cells of the responsibility table"),
            "post": _("Post"),
            "person": _("People"),
            "ticket": _("Open ratings and complaints"),
        },
        typed=typed or {},
        errors=errors_by_pointer(wrong, language),
        problems=problems_of(wrong, language),
    )


def _kinds(language: Language) -> list[tuple[str, str]]:
    _ = gettext_in(language)
    return [
        ("merge", _("Merged into another")),
        ("split", _("Split among others")),
        ("dissolve", _("Dissolved")),
    ]


def _order(typed: Mapping[str, str]) -> EndOrder:
    """Raises Malformed (422)."""
    kind, day = typed.get("kind", ""), typed.get("effective_on", "")
    if kind not in ("merge", "split", "dissolve"):
        raise Malformed(errors=[FieldError("/kind", "请选择", "choose one")])
    try:
        effective_on = date.fromisoformat(day)
    except ValueError as error:
        raise Malformed(errors=[FieldError("/effective_on", "请填写日期", "give a day")]) from error
    return EndOrder(
        cast(Kind, kind),
        typed.get("department", ""),
        typed.get("successor", ""),
        effective_on,
        typed.get("source", ""),
        items=_of(typed, "item."),
        posts=_of(typed, "post."),
    )


def _of(typed: Mapping[str, Any], prefix: str) -> dict[str, str]:
    return {
        name.removeprefix(prefix): value for name, value in typed.items() if name.startswith(prefix) and value
    }
