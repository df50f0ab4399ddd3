"""Templates of papers: a list, one text with its preview, publishing."""

from typing import Annotated

from fastapi import Form, Request
from starlette.responses import Response

from access.act import CurrentAct
from access.rules import access
from casework.outside import Acts
from casework.templates import (
    PREVIEW_POLICY,
    keep_text,
    list_templates,
    preview_text,
    publish_text,
    template_view,
)
from documents.template_texts import LONGEST
from forms.form_plan import Text
from portal.language import language_of
from portal.page_router import page_router
from portal.problems import problems_of
from portal.rendering import go_to, show
from refusals import Malformed

router = page_router()


@router.get("/templates")
@access("administrator")
async def show_templates(request: Request, act: CurrentAct) -> Response:
    lines = await list_templates(act, language=language_of(request))
    return show(request, "administrator/templates.html", lines=lines)


@router.get("/templates/{template}")
@access("administrator")
async def show_template(request: Request, act: CurrentAct, template: str) -> Response:
    paper = await template_view(act, template, language=language_of(request))
    return show(request, "administrator/template.html", paper=paper, source=paper.source, problems=[])


@router.post("/templates/{template}")
@access("administrator")
async def keep(
    request: Request,
    acts: Acts,
    template: str,
    source: Annotated[str, Form(max_length=LONGEST)],
    title_zh: Annotated[str, Form(max_length=60)] = "",
    title_en: Annotated[str, Form(max_length=100)] = "",
) -> Response:
    """A browser sends line ends of two characters; a text has them of one."""
    source, language = source.replace("\r\n", "\n"), language_of(request)
    try:
        async with acts() as act:
            await keep_text(act, template, source=source, title=_title(title_zh, title_en))
    except Malformed as refusal:
        problems = problems_of(refusal.errors, language)
        async with acts() as act:
            paper = await template_view(act, template, language=language)
        return show(
            request, "administrator/template.html", paper=paper, source=source, problems=problems, status=422
        )
    return go_to(f"/templates/{template}")


def _title(zh: str, en: str) -> Text | None:
    """One that is left empty in a language leaves the title as it was."""
    return Text(zh.strip(), en.strip()) if zh.strip() and en.strip() else None


@router.get("/templates/{template}/versions/{version}/preview")
@access("administrator")
async def preview(request: Request, act: CurrentAct, template: str, version: int) -> Response:
    page = await preview_text(act, template, version, language=language_of(request))
    return Response(page, media_type="text/html", headers={"Content-Security-Policy": PREVIEW_POLICY})


@router.post("/templates/{template}/versions/{version}/publish")
@access("administrator", level="L2")
async def publish(act: CurrentAct, template: str, version: int) -> Response:
    await publish_text(act, template, version)
    return go_to(f"/templates/{template}")
