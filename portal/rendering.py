"""From a template to an answer: one Jinja environment per language, and the headers every page has."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from access.act import Act
from access.actor import NOBODY, Actor
from access.csrf import FORM_FIELD
from access.sessions import OpenSession
from portal.language import Language, language_of
from portal.showing import filters_in
from portal.static_files import static_url
from portal.wording import gettext_in, ngettext_in

TEMPLATES = Path(__file__).parent / "templates"
HTML_LANG = {"zh": "zh-CN", "en": "en"}

# What is safe to show is decided for every answer alike (the web frame's headers); these are a page's own.
HEADERS = {"Vary": "Cookie, Accept-Language"}


@cache
def environment(language: Language) -> Environment:
    jinja = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    jinja.install_gettext_callables(  # pyright: ignore[reportAttributeAccessIssue]
        gettext_in(language), ngettext_in(language), newstyle=True
    )
    jinja.filters.update(filters_in(language))
    jinja.globals.update(
        language=language, html_lang=HTML_LANG[language], static=static_url, anchor=anchor_of
    )
    return jinja


def show(
    request: Request,
    template: str,
    context: Mapping[str, object] | None = None,
    *,
    status: int = 200,
    **more: object,
) -> Response:
    """The page `template` in the reader's language. `problems` is always there for the error summary."""
    language = language_of(request)
    base: dict[str, object] = {
        "actor": actor_of(request),
        "path": request.url.path,
        "here": address_of(request),
        "is_known": actor_of(request) is not NOBODY or request.scope.get("endpoint") is not None,
        "csrf": _csrf_input(request),
        "who": getattr(request.state, "who", ""),
        "acts_for": acts_for(request),
        "problems": (),
        "said": request.query_params.get("said", ""),
    }
    body = environment(language).get_template(template).render({**base, **(context or {}), **more})
    return HTMLResponse(
        body, status_code=status, headers={**HEADERS, "Content-Language": HTML_LANG[language]}
    )


def go_to(path: str) -> Response:
    """After a write: the browser asks anew, so that reloading repeats nothing."""
    return RedirectResponse(path, status_code=303, headers={"Cache-Control": "no-store"})


def address_of(request: Request) -> str:
    """Where to come back to: this page; for the answer to a form, which has no address of its own, the page
    that the form stood on."""
    if request.method in ("GET", "HEAD"):
        return f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path
    came_from = urlsplit(request.headers.get("referer", ""))
    if came_from.netloc != request.url.netloc or not came_from.path:
        return "/"
    return f"{came_from.path}?{came_from.query}" if came_from.query else came_from.path


def actor_of(request: Request) -> Actor:
    """NOBODY also when the request was refused before anybody looked who it is."""
    return getattr(request.state, "actor", NOBODY)


def acts_for(request: Request) -> str:
    """The name of the person for whom this page is, by the reader's choice or by what it shows."""
    act: Act | None = getattr(request.state, "latest_act", None)
    return getattr(request.state, "acts_for", "") or (act.for_whom if act else "")


def anchor_of(pointer: str) -> str:
    """The id of the input that a JSON pointer means: `/form/child.1.name` is `form-child.1.name`."""
    return pointer.strip("/").replace("/", "-")


def _csrf_input(request: Request) -> Callable[[], Markup]:
    """`{{ csrf() }}` in every form that writes; nothing for who is not signed in."""
    session: OpenSession | None = getattr(request.state, "session", None)
    token = "" if session is None else session.csrf_token
    return lambda: Markup('<input type="hidden" name="{}" value="{}">').format(FORM_FIELD, token)
