"""What can be done here, and what it takes: for everybody."""

from typing import Literal

from fastapi import Query
from pydantic import Field

from access.act import CurrentAct
from access.rules import access
from api.frame.models import Body, Values
from api.frame.pages import Page
from api.frame.routing import ROOT, api_router
from api.frame.spoken import Spoken
from casework.published_matters import (
    GuideView,
    MatterLine,
    MatterView,
    guide_for_answers,
    list_matters,
    matter_view,
)

router = api_router(tag="public", prefix=ROOT)

Region = Query(default="", pattern=r"^(\d{12})?$", description="12 digits; a region may have its own rules")


class GuideBody(Body):
    answers: Values = Field(default_factory=dict, description="Answers by question")
    region: str = Field(default="", pattern=r"^(\d{12})?$")


@router.get("/matters", summary="Published matters")
@access("public")
async def get_matters(
    act: CurrentAct,
    language: Spoken,
    q: str = Query(default="", max_length=200, description="Titles, synonyms and items, in zh and en"),
    audience: Literal["person", "company"] | None = None,
    region: str = Region,
) -> Page[MatterLine]:
    """Best match first."""
    found = await list_matters(act, q=q, audience=audience, region=region, language=language)
    return Page[MatterLine](items=found, next=None)


@router.get("/matters/{code}", summary="The guide of a matter")
@access("public")
async def get_matter(code: str, act: CurrentAct, language: Spoken, region: str = Region) -> MatterView:
    """Items, departments, limits, materials, fees, results, questions and legal basis. `saving`: against
    doing the items one by one, for the answers that it names."""
    return await matter_view(act, code, region=region, language=language)


@router.post("/matters/{code}/guide", summary="What these answers mean")
@access("public")
async def ask_guide(code: str, body: GuideBody, act: CurrentAct, language: Spoken) -> GuideView:
    """Keeps nothing and knows nobody: the same answers give the same guide."""
    return await guide_for_answers(act, code, answers=body.answers, region=body.region, language=language)
