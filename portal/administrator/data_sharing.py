"""The data-sharing responsibility list and the catalogue of elements; supervisors see what fell short."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import Form, Path, Request
from starlette.responses import Response

from access.act import Act, CurrentAct
from access.rules import access
from casework.data_sharing.elements import list_elements
from casework.data_sharing.promises import (
    LONGEST_BASIS,
    PromiseLine,
    Terms,
    change_promise,
    list_promises,
    take_over,
)
from casework.data_sharing.shortfalls import list_shortfalls
from casework.outside import Acts
from forms.form_plan import Text
from portal.language import language_of
from portal.page_router import page_router
from portal.problems import errors_by_pointer, problems_of
from portal.rendering import go_to, show
from portal.wording import gettext_in
from refusals import Malformed, Unknown

router = page_router()
Code = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Number = Annotated[str, Form(max_length=8)]
Basis = Annotated[str, Form(max_length=LONGEST_BASIS)]
Typed = dict[str, str]
LONGEST_SEARCH, ELEMENTS_SHOWN = 60, 40


@router.get("/data-sharing")
@access("administrator", "supervisor")
async def show_promises(request: Request, act: CurrentAct) -> Response:
    language = language_of(request)
    _ = gettext_in(language)
    said = {"saved": _("Saved."), "added": _("The list has what the definitions need.")}
    return show(
        request,
        "administrator/data_sharing.html",
        promises=await list_promises(act, language=language),
        confirmation=said.get(request.query_params.get("said", ""), ""),
    )


@router.get("/data-sharing/elements")
@access("administrator", "supervisor")
async def show_elements(
    request: Request, act: CurrentAct, q: str = "", owner: str = "", after: str = ""
) -> Response:
    """`q`: a part of name or code; `owner`: a kind of department; `after`: the code of the last before."""
    language = language_of(request)
    _ = gettext_in(language)
    everything = await list_elements(act, language=language)
    wanted = q[:LONGEST_SEARCH].strip().casefold()
    found = [
        each
        for each in everything
        if wanted in f"{each.title} {each.code}".casefold() and owner in ("", each.owner)
    ]
    start = next((n for n, each in enumerate(found, start=1) if each.code == after), 0)
    shown = found[start : start + ELEMENTS_SHOWN]
    kept = {"q": q[:LONGEST_SEARCH], "owner": owner, "after": shown[-1].code if shown else ""}
    return show(
        request,
        "administrator/data_elements.html",
        elements=shown,
        count=len(found),
        q=q[:LONGEST_SEARCH],
        owner=owner,
        owners=dict(sorted((each.owner, each.owner_words) for each in everything)),
        more=f"/data-sharing/elements?{urlencode(kept)}" if start + len(shown) < len(found) else "",
        sensitivities={"plain": _("plain"), "personal": _("personal"), "sensitive": _("sensitive")},
    )


@router.post("/data-sharing/take-over")
@access("administrator")
async def add_what_is_needed(acts: Acts) -> Response:
    async with acts() as act:
        await take_over(act)
    return go_to("/data-sharing?said=added")


@router.get("/data-sharing/promises/{connector}/{call}/{element}")
@access("administrator")
async def show_promise(
    request: Request, act: CurrentAct, connector: Code, call: Code, element: Code
) -> Response:
    return await _form(request, act, (connector, call, element))


@router.post("/data-sharing/promises/{connector}/{call}/{element}")
@access("administrator")
async def save_promise(
    request: Request,
    acts: Acts,
    connector: Code,
    call: Code,
    element: Code,
    version: Number = "",
    answer_within: Number = "",
    found_percent: Number = "",
    fresh_days: Number = "",
    basis_zh: Basis = "",
    basis_en: Basis = "",
    in_force: Annotated[str, Form(pattern="^(yes|no)$")] = "yes",
) -> Response:
    terms = Terms(
        fresh_days=_number(fresh_days) if fresh_days.strip() else None,
        answer_within=_number(answer_within),
        found_percent=_number(found_percent),
        basis=Text(basis_zh, basis_en),
        in_force=in_force == "yes",
    )
    try:
        async with acts() as act:
            await change_promise(
                act,
                connector=connector,
                call=call,
                element=element,
                terms=terms,
                if_version=int(version) if version.isdecimal() else None,
            )
    except Malformed as refusal:
        typed = {
            "answer_within": answer_within,
            "found_percent": found_percent,
            "fresh_days": fresh_days,
            "basis_zh": basis_zh,
            "basis_en": basis_en,
            "in_force": in_force,
        }
        async with acts() as act:
            return await _form(request, act, (connector, call, element), refusal=refusal, typed=typed)
    return go_to("/data-sharing?said=saved")


@router.get("/overview/data-sharing")
@access("supervisor")
async def show_shortfalls(request: Request, act: CurrentAct) -> Response:
    """What the figure of the overview counts, and what has been settled since."""
    shortfalls = await list_shortfalls(act, language=language_of(request))
    return show(request, "supervisor/data_shortfalls.html", shortfalls=shortfalls)


async def _form(
    request: Request,
    act: Act,
    key: tuple[str, str, str],
    *,
    refusal: Malformed | None = None,
    typed: Typed | None = None,
) -> Response:
    language = language_of(request)
    _ = gettext_in(language)
    promises = await list_promises(act, language=language)
    promise = next((each for each in promises if (each.connector, each.call, each.element) == key), None)
    if promise is None:
        raise Unknown
    wrong = refusal.errors if refusal else []
    return show(
        request,
        "administrator/data_promise.html",
        status=422 if refusal else 200,
        promise=promise,
        typed=typed or _typed(promise),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        errors=errors_by_pointer(wrong, language),
        problems=problems_of(wrong, language),
    )


def _typed(promise: PromiseLine) -> Typed:
    return {
        "answer_within": str(promise.answer_within),
        "found_percent": str(promise.found_percent),
        "fresh_days": str(promise.fresh_days or ""),
        "basis_zh": promise.basis_zh,
        "basis_en": promise.basis_en,
        "in_force": "yes" if promise.in_force else "no",
    }


def _number(typed: str) -> int:
    """What is no number is out of every range, and told there."""
    return int(typed) if typed.strip().isdecimal() else -1
