"""An act with an item as a page sent it: done, or shown again with what it lacks."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from fastapi import Request
from starlette.responses import Response

from access.act import Act
from casework.outside import BeginAct
from portal.inputs import text_sent
from portal.language import language_of
from portal.officer.act_forms import LONGEST_REASON, SentAct
from portal.officer.case_page import office_case_page
from portal.rendering import go_to
from refusals import FieldError, Malformed, Refusal, Unknown


@dataclass(frozen=True, slots=True)
class Sending:
    """`version`: of the case that the page showed; what has changed since is refused."""

    case_no: str
    item: str
    word: str
    version: int | None
    values: Mapping[str, str]

    def typed(self, name: str) -> str | None:
        return self.values.get(name, "").strip()[:LONGEST_REASON] or None

    def needed(self, name: str) -> str:
        """Raises Malformed (422) when nothing was typed."""
        words = self.typed(name)
        if words is None:
            raise Malformed(errors=[FieldError(f"/{name}", "请填写此项", "please fill this in")])
        return words

    def chosen(self, name: str, *choices: str) -> str:
        """Raises Malformed (422) when it is none of them."""
        word = self.needed(name)
        if word not in choices:
            raise Malformed(errors=[FieldError(f"/{name}", "没有这个选项", "there is no such choice")])
        return word


Doing = Callable[[Act, Sending], Awaitable[object]]


async def do_act(
    request: Request,
    acts: BeginAct,
    case_no: str,
    item: str,
    word: str,
    *,
    doings: Mapping[str, Doing],
) -> Response:
    """What is not possible now (409) stands above the page of the case, which shows what is."""
    if word not in doings:
        raise Unknown
    form = await request.form()
    values = {name: text_sent(form, name) for name in form}
    version = values.get("version", "")
    sending = Sending(case_no, item, word, int(version) if version.isdigit() else None, values)
    try:
        async with acts() as act:
            await doings[word](act, sending)
    except Refusal as refusal:
        if refusal.status not in (409, 412, 422):
            raise
        language = language_of(request)
        errors = {each.pointer: each.en if language == "en" else each.zh for each in refusal.errors}
        sent = SentAct(item, word, values, errors or {"/": refusal.detail.in_language(language)})
        async with acts() as act:
            return await office_case_page(request, act, case_no, sent=sent, status=refusal.status)
    return go_to(f"/office/cases/{case_no}?said={word}")
