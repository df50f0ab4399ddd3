"""The correction notice: only what was marked, each with the officer's words."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.datastructures import FormData
from starlette.responses import Response

from access.act import Act, CurrentAct
from access.rules import access
from casework.answer_correction import add_correction_file, answer_correction
from casework.case_todo import MarkView, ToDo
from casework.case_view import CaseView, case_view
from casework.outside import Acts, BeginAct, CurrentOutside, Outside
from portal.applicant.case_shown import field_of_mark
from portal.applicant.steps import about_words
from portal.inputs import Input, input_of_field, read_value, text_sent, typed_value
from portal.language import Language, language_of
from portal.page_router import page_router
from portal.problems import Problem
from portal.regions import region_choices
from portal.rendering import anchor_of, go_to, show
from portal.uploads import stream_of, upload_sent
from refusals import Refusal

router = page_router()
LONGEST_NOTE = 500
# Wrong values, and files that were too large or of the wrong kind: put right on the same page.
MENDABLE = (413, 415, 422)


@dataclass(frozen=True, slots=True)
class MarkShown:
    """`input` None: a file is asked for."""

    title: str
    item: str
    department: str
    message: str
    input: Input | None
    name: str
    id: str
    accept: str
    error: str | None


@router.get("/cases/{case_no}/correction")
@access("applicant")
async def show_correction(request: Request, act: CurrentAct, case_no: str) -> Response:
    return await _page(request, act, case_no)


@router.post("/cases/{case_no}/correction")
@access("applicant", level="L2")
async def send_correction(request: Request, acts: Acts, outside: CurrentOutside, case_no: str) -> Response:
    """What was left empty or unchanged is not sent: it may follow later."""
    sent = await request.form()
    async with acts() as act:
        case = await case_view(act, case_no, language=language_of(request))
    marks = _marks(case)
    values = {mark.key: text_sent(sent, f"fields.{mark.key}") for mark in marks if mark.kind == "field"}
    mended = {
        mark.key: read_value(mark.type or "text", values[mark.key])
        for mark in marks
        if mark.kind == "field" and values[mark.key] not in ("", typed_value(mark.type or "text", mark.value))
    }
    errors: dict[str, str] = {}
    files = await _take_files(request, acts, outside, case_no, marks=marks, sent=sent, errors=errors)
    note = text_sent(sent, "note")[:LONGEST_NOTE]
    try:
        if errors:
            raise _FilesRefused
        async with acts() as act:
            answered = await answer_correction(
                act, case_no, fields=mended, materials=files, note=note or None
            )
    except Refusal as refusal:
        if refusal.status not in MENDABLE:
            raise
        errors |= {
            each.pointer: each.en if language_of(request) == "en" else each.zh for each in refusal.errors
        }
        general = "" if errors else refusal.detail.in_language(language_of(request))
        async with acts() as act:
            return await _page(request, act, case_no, errors=errors, general=general, typed=values, note=note)
    return go_to(f"/cases/{case_no}?said={'partly' if answered.left else 'corrected'}")


class _FilesRefused(Refusal):
    status = 422


async def _take_files(
    request: Request,
    acts: BeginAct,
    outside: Outside,
    case_no: str,
    *,
    marks: list[MarkView],
    sent: FormData,
    errors: dict[str, str],
) -> dict[str, UUID]:
    taken: dict[str, UUID] = {}
    for mark in marks:
        file = upload_sent(sent, f"materials.{mark.key}") if mark.kind == "material" else None
        if file is None:
            continue
        try:
            kept = await add_correction_file(
                acts, outside, case_no, mark.key, stream=stream_of(file), name=file.filename or ""
            )
        except Refusal as refusal:
            if refusal.status not in MENDABLE:
                raise
            errors[f"/materials/{mark.key}"] = refusal.detail.in_language(language_of(request))
        else:
            taken[mark.key] = kept.file_id
    return taken


async def _page(
    request: Request,
    act: Act,
    case_no: str,
    *,
    errors: Mapping[str, str] = MappingProxyType({}),
    general: str = "",
    typed: Mapping[str, str] = MappingProxyType({}),
    note: str = "",
) -> Response:
    language = language_of(request)
    case = await case_view(act, case_no, language=language)
    marks = _marks(case)
    if not marks:
        return go_to(f"/cases/{case_no}")
    regions = await region_choices(act, language)
    departments = {item.key: item.department_name for item in case.items}
    titles = {_pointer(each): _title(each) for each in marks}
    problems = [
        Problem(about_words(titles[pointer], words, language) if pointer in titles else words, anchor)
        for pointer, words in errors.items()
        if (anchor := f"#{anchor_of(pointer)}")
    ]
    problems += [Problem(general, None)] if general else []
    return show(
        request,
        "applicant/correction.html",
        status=422 if problems else 200,
        case=case,
        answer_until=min((each.until for each in _notices(case) if each.until), default=None),
        marks=[
            _shown(each, departments, language, regions=regions, errors=errors, typed=typed) for each in marks
        ],
        note=note,
        problems=problems,
    )


def _shown(
    mark: MarkView,
    departments: Mapping[str, str],
    language: Language,
    *,
    regions: Any,
    errors: Mapping[str, str],
    typed: Mapping[str, str],
) -> MarkShown:
    pointer = _pointer(mark)
    asked: Input | None = None
    if mark.kind == "field":
        shown = input_of_field(field_of_mark(mark), language, regions=regions, errors={})
        asked = Input(
            name=f"fields.{mark.key}",
            id=anchor_of(pointer),
            kind=shown.kind,
            title=mark.title,
            value=typed.get(mark.key) or shown.value,
            hint=shown.hint,
            error=errors.get(pointer),
            choices=shown.choices,
            inputmode=shown.inputmode,
            max_length=shown.max_length,
        )
    return MarkShown(
        title=_title(mark),
        item=mark.item_title,
        department=departments.get(mark.item, ""),
        message=mark.message,
        input=asked,
        name=f"materials.{mark.key}",
        id=anchor_of(pointer),
        accept=",".join(mark.media_types),
        error=errors.get(pointer),
    )


def _pointer(mark: MarkView) -> str:
    return f"/{'fields' if mark.kind == 'field' else 'materials'}/{mark.key}"


def _title(mark: MarkView) -> str:
    return " · ".join(part for part in (mark.group, mark.title) if part)


def _notices(case: CaseView) -> list[ToDo]:
    return [each for each in case.to_do if each.kind == "correction"]


def _marks(case: CaseView) -> list[MarkView]:
    return [mark for notice in _notices(case) for mark in notice.marks]
