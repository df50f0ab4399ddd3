"""Definitions, for those who write them: the catalogue, drafts, checks, publishing, and trying them out."""

from datetime import date
from typing import Annotated, Literal

from fastapi import Query, Request, Response
from pydantic import Field

from access.act import CurrentAct
from access.rules import access
from api.frame.models import Body, Values
from api.frame.pages import Page, Paging
from api.frame.routing import ROOT, api_router
from api.frame.spoken import Spoken
from api.frame.versions import IfVersion, set_version
from casework.defining.checking import DefinitionChecked, check_definition, check_version
from casework.defining.differing import DefinitionDifference, definition_difference
from casework.defining.drafting import (
    DraftKept,
    copy_definition,
    create_definition,
    discard_draft,
    new_version,
    save_draft,
)
from casework.defining.listing import DefinitionLine, list_definitions
from casework.defining.publishing import (
    DefinitionPublished,
    DefinitionRetired,
    publish_definition,
    retire_definition,
    retirement_ahead,
)
from casework.defining.reading import DefinitionView, VersionView, definition_view, version_view
from casework.defining.simulating import Script, Simulated, simulate_version
from engine.definition_rows import Ref, State
from matter_definitions.read import MAX_CHARACTERS
from matter_definitions.sources import Kind
from refusals import FieldError, Malformed

router = api_router(tag="administration", prefix=ROOT)

_SOURCE = {
    "required": True,
    "content": {
        "application/yaml": {"schema": {"type": "string"}},
        "application/json": {"schema": {"type": "object"}},
    },
}
Source = Annotated[str, Field(max_length=MAX_CHARACTERS, description="One definition, as YAML")]
Code = Annotated[str, Field(max_length=120)]
CodePath = Annotated[str, Field(pattern=r"^[a-z0-9_@-]+$", max_length=120)]
Number = Annotated[int, Field(ge=1, le=1_000_000)]
Reason = Annotated[str | None, Field(max_length=500, description="Why; kept in the history")]
Region = Annotated[str, Field(pattern=r"^\d{12}$")]


class RefBody(Body):
    """`revision`: as it was read; 412 when somebody has saved since."""

    kind: Kind
    code: Code
    version: Number
    revision: Number | None = None

    @property
    def ref(self) -> Ref:
        return Ref(self.kind, self.code, self.version)


Together = Annotated[list[RefBody], Field(max_length=100, description="Drafts that it needs")]


class CreateBody(Body):
    source: Source
    reason: Reason = None


class VersionBody(Body):
    """Begins as `from_version` (left out: the newest), or as `source`."""

    from_version: Number | None = None
    source: Source | None = None
    reason: Reason = None


class CopyBody(Body):
    code: Code = Field(description="The new code")
    version: Number | None = None
    reason: Reason = None


class TogetherBody(Body):
    together: Together = Field(default_factory=list)


class PublishBody(TogetherBody):
    """`regions`: 12 digits each; left out: everywhere. `with_matters`: the matters that use it follow."""

    effective_from: Annotated[date | None, Field(strict=False)] = None
    regions: list[Region] = Field(default_factory=list, max_length=4000)
    reason: Reason = None
    with_matters: bool = False


class RetireBody(Body):
    reason: str = Field(min_length=1, max_length=500)


class SimulateBody(TogetherBody):
    answers: Values = Field(default_factory=dict)
    values: Values = Field(default_factory=dict, description="By form key, also such as officers enter")
    decisions: dict[str, list[str]] = Field(default_factory=dict, description="By `item.step`, one by one")
    delivery: Literal["pickup", "mail", "electronic"] | None = None
    example: str | None = Field(default=None, description="One of the matter's own, changed by the rest")


@router.post("/definitions/check", summary="Check a definition", openapi_extra={"requestBody": _SOURCE})
@access("administrator")
async def check(request: Request, act: CurrentAct, language: Spoken) -> DefinitionChecked:
    """As publishing would, with line and words; changes nothing."""
    try:
        source = (await request.body()).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Malformed(errors=[FieldError("", "应为 UTF-8 文本", "should be UTF-8 text")]) from error
    return await check_definition(act, source, language=language)


@router.get("/definitions", summary="The catalogue")
@access("administrator")
async def get_definitions(
    act: CurrentAct,
    page: Paging,
    language: Spoken,
    kind: Annotated[Kind | None, Query()] = None,
    q: Annotated[str, Query(max_length=100)] = "",
    state: Annotated[State | None, Query(description="Of the newest version")] = None,
) -> Page[DefinitionLine]:
    """By kind and code. `problems`: it is in force, and what it names was retired."""
    rows = await list_definitions(
        act, kind=kind, q=q, state=state, limit=page.rows_to_read, after=page.after, language=language
    )
    items, cursor = page.cut(rows, key=lambda each: (each.kind, each.code))
    return Page[DefinitionLine](items=list(items), next=cursor)


@router.post("/definitions", summary="Write a definition", status_code=201)
@access("administrator")
async def post_definition(body: CreateBody, act: CurrentAct, response: Response) -> DraftKept:
    """The first version of something new, as a draft. 409 when the code is taken, 422 when unreadable."""
    return _kept(await create_definition(act, body.source, reason=body.reason), response)


@router.get("/definitions/{kind}/{code}", summary="One definition with its versions")
@access("administrator")
async def get_definition(kind: Kind, code: CodePath, act: CurrentAct, language: Spoken) -> DefinitionView:
    """Where each version is in force, who uses it, and who did what when and why."""
    return await definition_view(act, kind, code, language=language)


@router.post("/definitions/{kind}/{code}/versions", summary="Begin a new version", status_code=201)
@access("administrator")
async def post_version(
    kind: Kind, code: CodePath, body: VersionBody, act: CurrentAct, response: Response
) -> DraftKept:
    """From an older one, too: publish it to go back. 409 when there is a draft already."""
    kept = await new_version(
        act, kind, code, from_version=body.from_version, source=body.source, reason=body.reason
    )
    return _kept(kept, response)


@router.post("/definitions/{kind}/{code}/copy", summary="Copy under a new code", status_code=201)
@access("administrator")
async def post_copy(
    kind: Kind, code: CodePath, body: CopyBody, act: CurrentAct, response: Response
) -> DraftKept:
    """Comments and all. 409 when the code is taken."""
    kept = await copy_definition(
        act, kind, code, new_code=body.code, version=body.version, reason=body.reason
    )
    return _kept(kept, response)


@router.get("/definitions/{kind}/{code}/diff", summary="What differs between two versions")
@access("administrator")
async def get_difference(
    kind: Kind,
    code: CodePath,
    act: CurrentAct,
    language: Spoken,
    old: Annotated[int, Query(alias="from", ge=1, le=1_000_000)],
    new: Annotated[int, Query(alias="to", ge=1, le=1_000_000)],
) -> DefinitionDifference:
    """In words, and how many running cases, at which step, it would concern had they the new version."""
    return await definition_difference(act, kind, code, old=old, new=new, language=language)


@router.get("/definitions/{kind}/{code}/versions/{version}", summary="One version with its text")
@access("administrator")
async def get_version(
    kind: Kind, code: CodePath, version: Number, act: CurrentAct, language: Spoken, response: Response
) -> VersionView:
    """`ETag` is the revision of a draft."""
    view = await version_view(act, Ref(kind, code, version), language=language)
    set_version(response, view.line.revision)
    return view


@router.put("/definitions/{kind}/{code}/versions/{version}", summary="Save a draft")
@access("administrator")
async def put_version(
    kind: Kind,
    code: CodePath,
    version: Number,
    body: CreateBody,
    act: CurrentAct,
    if_version: IfVersion,
    response: Response,
) -> DraftKept:
    """A checked draft becomes a draft again. 412 when somebody saved meanwhile, 409 when it was published."""
    ref = Ref(kind, code, version)
    kept = await save_draft(act, ref, body.source, if_revision=if_version, reason=body.reason)
    return _kept(kept, response)


@router.delete("/definitions/{kind}/{code}/versions/{version}", summary="Throw a draft away", status_code=204)
@access("administrator")
async def delete_version(
    kind: Kind, code: CodePath, version: Number, act: CurrentAct, if_version: IfVersion
) -> None:
    """Its number is not given again. 409 when it was published."""
    await discard_draft(act, Ref(kind, code, version), if_revision=if_version)


@router.post("/definitions/{kind}/{code}/versions/{version}/check", summary="Check a draft")
@access("administrator")
async def post_check(
    kind: Kind,
    code: CodePath,
    version: Number,
    body: TogetherBody,
    act: CurrentAct,
    if_version: IfVersion,
    language: Spoken,
) -> DefinitionChecked:
    """One in which nothing is wrong is `checked` until somebody changes it."""
    return await check_version(
        act,
        Ref(kind, code, version),
        together=[each.ref for each in body.together],
        if_revision=if_version,
        language=language,
    )


@router.post("/definitions/{kind}/{code}/versions/{version}/publish", summary="Publish a draft")
@access("administrator", level="L2")
async def post_publish(
    kind: Kind, code: CodePath, version: Number, body: PublishBody, act: CurrentAct, if_version: IfVersion
) -> DefinitionPublished:
    """New cases get it from the day on, in the regions named; running cases keep their plan. 422 with every
    problem; each `pointer` reads `kind/code:line#path`. 412 when somebody has saved since it was read."""
    ref = Ref(kind, code, version)
    seen = {each.ref: each.revision for each in body.together if each.revision is not None}
    return await publish_definition(
        act,
        ref,
        together=[each.ref for each in body.together],
        effective_from=body.effective_from,
        regions=body.regions,
        reason=body.reason,
        with_matters=body.with_matters,
        seen=seen if if_version is None else {**seen, ref: if_version},
    )


@router.post("/definitions/{kind}/{code}/versions/{version}/retire", summary="Take out of force")
@access("administrator", level="L2")
async def post_retire(
    kind: Kind, code: CodePath, version: Number, body: RetireBody, act: CurrentAct, language: Spoken
) -> DefinitionRetired:
    """From today no new cases of it, and nothing new is built of it; running cases go on. Where a version of
    a matter ends, the one of the region around holds: `follows`. 422 when what a region overrides does not
    fit that one."""
    return await retire_definition(act, Ref(kind, code, version), reason=body.reason, language=language)


@router.get("/definitions/{kind}/{code}/versions/{version}/retire", summary="What retiring would leave")
@access("administrator")
async def get_retire(
    kind: Kind, code: CodePath, version: Number, act: CurrentAct, language: Spoken
) -> DefinitionRetired:
    """As if it were retired today: which version each region would get then. Changes nothing."""
    return await retirement_ahead(act, Ref(kind, code, version), language=language)


@router.post("/definitions/{kind}/{code}/versions/{version}/simulate", summary="Play an imaginary case")
@access("administrator")
async def post_simulate(
    kind: Kind, code: CodePath, version: Number, body: SimulateBody, act: CurrentAct, language: Spoken
) -> Simulated:
    """The timeline: what happens when, who does what, where it waits. Nothing is kept and nothing leaves."""
    script = Script(body.answers, body.values, body.decisions, body.delivery, body.example)
    together = [each.ref for each in body.together]
    return await simulate_version(act, Ref(kind, code, version), script, together=together, language=language)


def _kept(kept: DraftKept, response: Response) -> DraftKept:
    path = f"{ROOT}/definitions/{kept.kind}/{kept.code}/versions/{kept.version}"
    response.headers["Location"] = path
    set_version(response, kept.revision)
    return kept
