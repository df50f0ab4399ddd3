"""Templates of papers: versions, previews, publishing."""

from fastapi import Response
from pydantic import Field

from access.act import CurrentAct
from access.rules import access
from api.frame.models import Body
from api.frame.pages import Page
from api.frame.routing import ROOT, api_router
from api.frame.spoken import Spoken
from casework.templates import (
    PREVIEW_POLICY,
    TemplateLine,
    TemplateView,
    TextKept,
    keep_text,
    list_templates,
    preview_text,
    publish_text,
    template_view,
)
from documents.template_texts import LONGEST
from forms.form_plan import Text

router = api_router(tag="administration", prefix=ROOT)


class TitleBody(Body):
    zh: str = Field(min_length=1, max_length=60)
    en: str = Field(min_length=1, max_length=100)


class TextBody(Body):
    source: str = Field(min_length=1, max_length=LONGEST, description="A Jinja template (docs/guides)")
    title: TitleBody | None = Field(default=None, description="Left out: as it was")


@router.get("/templates", summary="The papers that there are")
@access("administrator")
async def get_templates(act: CurrentAct, language: Spoken) -> Page[TemplateLine]:
    """Every paper with its version in force, and whether a draft waits."""
    return Page[TemplateLine](items=await list_templates(act, language=language), next=None)


@router.get("/templates/{template}", summary="The text of a paper, its variables and versions")
@access("administrator")
async def get_template(template: str, act: CurrentAct, language: Spoken) -> TemplateView:
    """The draft, if there is one."""
    return await template_view(act, template, language=language)


@router.put("/templates/{template}/draft", summary="Keep a new text of a paper")
@access("administrator")
async def put_draft(template: str, body: TextBody, act: CurrentAct) -> TextKept:
    """422 with every problem and its line: an unknown variable, a frame that is not ours, a text that cannot
    be drawn."""
    title = Text(body.title.zh, body.title.en) if body.title else None
    return await keep_text(act, template, source=body.source, title=title)


@router.get(
    "/templates/{template}/versions/{version}/preview",
    summary="A paper with made-up data",
    response_class=Response,
)
@access("administrator")
async def get_preview(template: str, version: int, act: CurrentAct, language: Spoken) -> Response:
    """A page of HTML."""
    page = await preview_text(act, template, version, language=language)
    headers = {"Content-Security-Policy": PREVIEW_POLICY}
    return Response(page, media_type="text/html", headers=headers)


@router.post("/templates/{template}/versions/{version}/publish", summary="Draw papers from this text")
@access("administrator", level="L2")
async def publish(template: str, version: int, act: CurrentAct) -> TextKept:
    """Papers that were issued stay as they are and name their own version. 409 when it is no draft."""
    return await publish_text(act, template, version)
