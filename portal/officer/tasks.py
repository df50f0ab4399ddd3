"""One task: look at it, take it, give it back, decide it, and go on with the next."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated
from uuid import UUID

from fastapi import Form, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from access.act import Act, CurrentAct
from access.rules import access
from casework.decide_task import decide_task
from casework.decision import Decision, Mark
from casework.holding_tasks import claim_task, release_task
from casework.outside import Acts, CurrentOutside
from casework.task_personal import open_task_material, unmask_field
from casework.task_view import task_view
from casework.words import find_words, state_words
from portal.inputs import read_value, text_sent
from portal.language import language_of
from portal.moods import mood_of
from portal.officer.confirming import confirmation_of
from portal.officer.task_shown import (
    FIELD_MARK,
    MATERIAL_MARK,
    OFFICER_VALUE,
    Sent,
    groups_seen,
    materials_seen,
    outcomes_shown,
)
from portal.page_router import page_router
from portal.problems import Problem
from portal.regions import region_choices
from portal.rendering import go_to, show
from refusals import Malformed

router = page_router()
LONGEST_REASON = 200


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
    except Malformed as refusal:
        language = language_of(request)
        errors = {each.pointer: each.en if language == "en" else each.zh for each in refusal.errors}
        async with acts() as act:
            return await _page(request, act, task_id, sent=_kept(outcome, sent, errors))
    path = f"/tasks/{decided.next_task}" if decided.next_task else "/desk"
    return go_to(f"{path}?said={outcome}")


async def _page(
    request: Request,
    act: Act,
    task_id: UUID,
    *,
    sent: Sent | None = None,
    unmasked: Mapping[str, object] = MappingProxyType({}),
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
        status=422 if sent.errors else 200,
        task=task,
        mood=mood_of("light", task.light),
        light_words=state_words("light", task.light, language=language),
        decided=decided.in_language(language) if decided else "",
        groups=groups_seen(task, language, regions=regions, unmasked=unmasked),
        materials=materials_seen(task, language),
        outcomes=outcomes_shown(task, language, regions=regions, sent=sent) if can_decide else [],
        chosen=sent.outcome,
        problems=[Problem(words, _href(pointer, sent.outcome)) for pointer, words in sent.errors.items()],
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
        marks=[
            *(Mark(message=words, material=key) for key, words in _named(typed, MATERIAL_MARK)),
            *(Mark(message=words, field=key) for key, words in _named(typed, FIELD_MARK)),
        ],
        data=dict(_officer_value(name, words) for name, words in _named(typed, OFFICER_VALUE)),
    )


def _named(typed: Mapping[str, str], prefix: str) -> list[tuple[str, str]]:
    return [(name.removeprefix(prefix), words) for name, words in typed.items() if name.startswith(prefix)]


def _officer_value(name: str, words: str) -> tuple[str, object]:
    value_type, _, key = name.partition(".")
    return key, read_value(value_type, words)


def _kept(outcome: str, sent: FormData, errors: Mapping[str, str]) -> Sent:
    values = {name: value for name, value in sent.items() if isinstance(value, str)}
    return Sent(outcome=outcome, values=values, errors=errors)


def _href(pointer: str, outcome: str) -> str:
    """Data have inputs of their own; reasons and comment stand once in each decision's form."""
    kind, _, key = pointer.strip("/").partition("/")
    return f"#data-{key}" if kind == "data" else f"#{kind}-{outcome}"
