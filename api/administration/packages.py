"""Matters that leave and come as packages, and what regions do otherwise."""

from typing import Annotated, Any

from fastapi import File, Query, Response, UploadFile

from access.act import CurrentAct
from access.rules import access
from api.frame.pages import Page
from api.frame.routing import ROOT, api_router
from api.frame.spoken import Spoken
from casework.defining.packaging import PackageLooked, export_matter, import_package
from casework.defining.regions import RegionLine, regional_differences
from casework.outside import CurrentOutside
from matter_definitions.packaging.reading import MAX_ARCHIVE_BYTES

router = api_router(tag="administration", prefix=ROOT)

Code = Annotated[str, Query(pattern=r"^[a-z0-9-]+$", max_length=60)]
_ARCHIVE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}}}
}


@router.get("/definitions/export", summary="A matter as a package", responses=_ARCHIVE)
@access("administrator")
async def export(
    matter: Code,
    act: CurrentAct,
    overrides: Annotated[bool, Query(description="With what regions do otherwise")] = False,
) -> Response:
    """One archive with all that the matter needs, as it is in force; another installation accepts it."""
    exported = await export_matter(act, matter, with_overrides=overrides)
    name = {"Content-Disposition": f'attachment; filename="{exported.name}"'}
    return Response(exported.content, media_type="application/zip", headers=name)


@router.post("/definitions/import", summary="Take a package in")
@access("administrator")
async def take_in(
    act: CurrentAct,
    outside: CurrentOutside,
    language: Spoken,
    file: Annotated[UploadFile, File(description="A package, at most 5 MB")],
    create: Annotated[bool, Query(description="Make drafts; without it nothing is changed")] = False,
    take: Annotated[list[str] | None, Query(description="`kind:code` that is to be as it is there")] = None,
) -> PackageLooked:
    """What is new, the same or different here, what is missing here, and what publishing would find. 422 with
    the reason for a package that is damaged or hostile."""
    content = await file.read(MAX_ARCHIVE_BYTES + 1)
    connectors = outside.connectors.keys()
    return await import_package(
        act, content, connectors=connectors, create=create, take=take or (), language=language
    )


@router.get("/definitions/matter/{code}/regions", summary="What regions do otherwise")
@access("administrator")
async def get_regions(code: str, act: CurrentAct, language: Spoken) -> Page[RegionLine]:
    """Each region with an override, the larger ones first, and how it differs from the level above it."""
    return Page[RegionLine](items=await regional_differences(act, code, language=language), next=None)
