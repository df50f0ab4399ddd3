"""One task: look at it, take it, give it back, decide it, and go on with the next."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated
from uuid import UUID

from fastapi import Form, Request
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, Response

from access.act import Act, CurrentAct
from access.rules import access
from casework.decide_task import decide_task
from casework.decision import Decision, Mark
from casework.holding_tasks import claim_task, release_task
from casework.outside import Acts, CurrentOutside
from casework.preview_result import PreviewNotOpened, preview_result
from casework.task_personal import open_task_material, unmask_field
from casework.task_view import task_view
from casework.words import find_words, state_words
from portal.inputs import read_value, text_sent
from portal.language import Language, language_of
from portal.moods import mood_of
from portal.officer.confirming import confirmation_of
from portal.officer.office_form_shown import office_form_shown
from portal.officer.task_shown import (
    ASKED,
    FIELD_MARK,
    MATERIAL_MARK,
    OFFICER_VALUE,
    Sent,
    asked_value,
    groups_seen,
    materials_seen,
    outcomes_shown,
)
from portal.page_router import page_router
from portal.problems import Problem
from portal.regions import region_choices
from portal.rendering import go_to, show
from refusals import Malformed, Refusal

router = page_router()
LONGEST_REASON = 200
# A paper brings its own look and its QR, and nothing else.
PAPER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'"
)


@router.get("/tasks/{task_id}")
@access("officer", "window", "supervisor")
async def show_task(request: Request, act: CurrentAct, task_id: UUID) -> Response:
    return await _page(request, act, task_id)


@router.post("/tasks/{task_id}/claim")
@access("officer", "window")
async def claim(act: CurrentAct, task_id: UUID) -> Response:
    await claim_task(act, task_id)
    return go_to(f"/tasks/{task_id}?said=claim")


@router.post("/tasks/{task_id}/release")
@access("officer", "window")
async def release(act: CurrentAct, task_id: UUID) -> Response:
    await release_task(act, task_id)
    return go_to("/desk?said=release")


@router.post("/tasks/{task_id}/unmask")
@access("officer", "window")
async def unmask(
    request: Request,
    act: CurrentAct,
    task_id: UUID,
    field: Annotated[str, Form()],
    reason: Annotated[str, Form(min_length=1, max_length=LONGEST_REASON)],
) -> Response:
    """The value is in the answer itself and in no address; going on hides it again."""
    seen = await unmask_field(act, task_id, field, reason=reason)
    return await _page(request, act, task_id, unmasked={seen.key: seen.value})


@router.get("/tasks/{task_id}/materials/{material}")
@access("officer", "window")
async def download_material(
    act: CurrentAct, outside: CurrentOutside, task_id: UUID, material: str
) -> Response:
    opened = await open_task_material(act, outside, task_id, material)
    return Response(opened.content, headers=opened.headers)


@router.post("/tasks/{task_id}/decide")
@access("officer", "window")
async def decide(
    request: Request,
    acts: Acts,
    task_id: UUID,
    outcome: Annotated[str, Form()],
    version: Annotated[int, Form()],
) -> Response:
    """`version` is of the task that the page showed: what has changed since is refused."""
    sent = await request.form()
    decision = _decision(outcome, sent)
    try:
        async with acts() as act:
            decided = await decide_task(act, task_id, decision, if_version=version)
    except (Malformed, PreviewNotOpened) as refusal:
        errors = _errors(refusal, language_of(request))
        async with acts() as act:
            return await _page(
                request, act, task_id, sent=_kept(outcome, sent, errors), status=refusal.status
            )
    path = f"/tasks/{decided.next_task}" if decided.next_task else "/desk"
    return go_to(f"{path}?said={outcome}")


@router.post("/tasks/{task_id}/preview")
@access("officer", "window")
async def preview(request: Request, acts: Acts, task_id: UUID) -> Response:
    """The paper that a grant with what was typed would bring, in a page of its own."""
    sent = await request.form()
    try:
        async with acts() as act:
            shown = await preview_result(
                act, task_id, _decision("grant", sent).data, language=language_of(request)
            )
    except Malformed as refusal:
        errors = _errors(refusal, language_of(request))
        async with acts() as act:
            return await _page(request, act, task_id, sent=_kept("grant", sent, errors), status=422)
    papers = "\n".join(each.html for each in shown.papers)
    return HTMLResponse(papers, headers={"Content-Security-Policy": PAPER_POLICY})


async def _page(
    request: Request,
    act: Act,
    task_id: UUID,
    *,
    sent: Sent | None = None,
    unmasked: Mapping[str, object] = MappingProxyType({}),
    status: int = 200,
) -> Response:
    language = language_of(request)
    sent = sent or Sent()
    task = await task_view(act, task_id, language=language)
    regions = await region_choices(act, language)
    decided = find_words("outcome", task.outcome) if task.outcome else None
    can_decide = "decide" in task.allowed
    return show(
        request,
        "officer/task.html",
        status=status,
        task=task,
        mood=mood_of("light", task.light),
        light_words=state_words("light", task.light, language=language),
        decided=decided.in_language(language) if decided else "",
        groups=groups_seen(task, language, regions=regions, unmasked=unmasked),
        office_form=office_form_shown(task, language, regions=regions, unmasked=unmasked),
        materials=materials_seen(task, language),
        outcomes=outcomes_shown(task, language, regions=regions, sent=sent) if can_decide else [],
        chosen=sent.outcome,
        problems=[Problem(words, _href(pointer, sent)) for pointer, words in sent.errors.items()],
        confirmation=confirmation_of(request),
    )


def _decision(outcome: str, sent: FormData) -> Decision:
    """What was typed, by the names that the page gave; whether it may be so is not decided here."""
    typed = {name: words for name in sent if (words := text_sent(sent, name))}
    reason = typed.get("reasons")
    return Decision(
        outcome=outcome,
        comment=typed.get("comment"),
        reasons=[reason] if reason else [],
        legal_basis=typed.get("legal_basis"),
        authority=typed.get("authority"),
        marks=[
            *(Mark(message=words, material=key) for key, words in _named(typed, MATERIAL_MARK)),
            *(Mark(message=words, field=key) for key, words in _named(typed, FIELD_MARK)),
        ],
        data=dict(
            [
                *(_officer_value(name, words) for name, words in _named(typed, OFFICER_VALUE)),
                *(asked_value(name, words) for name, words in _named(typed, ASKED)),
            ]
        ),
    )


def _named(typed: Mapping[str, str], prefix: str) -> list[tuple[str, str]]:
    return [(name.removeprefix(prefix), words) for name, words in typed.items() if name.startswith(prefix)]


def _officer_value(name: str, words: str) -> tuple[str, object]:
    value_type, _, key = name.partition(".")
    return key, read_value(value_type, words)


def _kept(outcome: str, sent: FormData, errors: Mapping[str, str]) -> Sent:
    values = {name: value for name, value in sent.items() if isinstance(value, str)}
    return Sent(outcome=outcome, values=values, errors=errors)


def _errors(refusal: Refusal, language: Language) -> dict[str, str]:
    """By pointer; what is about no input stands at the outcome itself."""
    found = {each.pointer: each.en if language == "en" else each.zh for each in refusal.errors}
    return found or {"/outcome": refusal.detail.in_language(language)}


def _href(pointer: str, sent: Sent) -> str:
    """Officer's fields stand once on the page; all else once in each decision's form."""
    kind, _, key = pointer.strip("/").partition("/")
    if kind != "data":
        return f"#{kind}-{sent.outcome}"
    is_asked = any(name.startswith(ASKED) and name.endswith(f".{key}") for name in sent.values)
    return f"#data-{key}-{sent.outcome}" if is_asked else f"#data-{key}"
