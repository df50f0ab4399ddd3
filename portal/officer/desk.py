"""The worklist: mine, my group's, and what I have done."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from urllib.parse import urlencode

from fastapi import Request
from starlette.responses import Response

from access.act import CurrentAct
from access.rules import access
from casework.flags import flags_to_sign
from casework.task_list import TaskLine, cursor_of, task_list
from casework.words import state_words
from portal.language import Language, language_of
from portal.moods import mood_of
from portal.officer.confirming import confirmation_of
from portal.page_router import page_router
from portal.rendering import show
from portal.wording import gettext_in

router = page_router()
SHOWN_AT_MOST = 100
LONGEST_SEARCH = 60

Queue = Literal["all", "mine", "group", "done"]
Light = Literal["", "green", "yellow", "red"]


@router.get("/desk")
@access("officer", "window")
async def show_desk(
    request: Request,
    act: CurrentAct,
    queue: Queue = "all",
    light: Light = "",
    q: str = "",
    after: str = "",
    last: str = "",
) -> Response:
    """`after` and `last`: when the last task of the page before is due (or was done), and its id."""
    language = language_of(request)
    q = q[:LONGEST_SEARCH]
    lines = await task_list(
        act,
        queue=None if queue == "all" else queue,
        light=light or None,
        q=q,
        limit=SHOWN_AT_MOST + 1,
        after=(after or None, last) if last else (),
        language=language,
    )
    rows = [
        (each, mood_of("light", each.light), state_words("light", each.light, language=language))
        for each in lines[:SHOWN_AT_MOST]
    ]
    return show(
        request,
        "officer/desk.html",
        rows=rows,
        queue=queue,
        light=light,
        q=q,
        tabs=_tabs(language, light=light, q=q),
        lights=[(code, state_words("light", code, language=language)) for code in ("red", "yellow", "green")],
        confirmation=confirmation_of(request),
        flags=await flags_to_sign(act, language=language) if act.actor.kind == "officer" else [],
        more=_more(lines, queue, light=light, q=q) if len(lines) > SHOWN_AT_MOST else "",
        is_first=not last,
    )


def _more(lines: Sequence[TaskLine], queue: Queue, *, light: str, q: str) -> str:
    at, last = cursor_of(lines[SHOWN_AT_MOST - 1], queue=None if queue == "all" else queue)
    kept = {"queue": queue, "light": light, "q": q, "last": last}
    kept["after"] = at.isoformat() if isinstance(at, datetime) else ""
    return f"/desk?{urlencode({name: value for name, value in kept.items() if value})}"


def _tabs(language: Language, *, light: str, q: str) -> list[tuple[Queue, str, str]]:
    """Code, words and address of each list; the search goes along."""
    _ = gettext_in(language)
    labels: list[tuple[Queue, str]] = [
        ("all", _("To do")),
        ("mine", _("Mine")),
        ("group", _("Nobody's yet")),
        ("done", _("Done by me")),
    ]
    kept = {name: value for name, value in (("light", light), ("q", q)) if value}
    return [(code, label, f"/desk?{urlencode({'queue': code, **kept})}") for code, label in labels]
