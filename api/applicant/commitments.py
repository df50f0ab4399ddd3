"""Commitments of a case: what was signed, and the papers that come later."""

from typing import Annotated

from fastapi import File, UploadFile
from pydantic import Field

from access.act import CurrentAct
from access.rules import access
from api.applicant.applications import chunks_of
from api.applicant.cases import FileTaken
from api.frame.models import Body, Id
from api.frame.routing import ROOT, api_router
from api.frame.spoken import Spoken
from api.frame.versions import IfVersion
from casework.item_act import ItemActed
from casework.outside import Acts, CurrentOutside
from casework.supply_late import CommitmentLine, add_late_file, case_commitments, supply_late

router = api_router(tag="applicant", prefix=ROOT)


class SupplyBody(Body):
    """May be partial: what is still missing may follow until the time is over."""

    materials: dict[str, Id] = Field(
        min_length=1, description="By material: the `file_id` of a file handed in for it"
    )


@router.get("/cases/{case_no}/commitments", summary="What was promised in writing")
@access("applicant", "officer", "window", "supervisor")
async def get_commitments(case_no: str, act: CurrentAct, language: Spoken) -> list[CommitmentLine]:
    """The words that were signed with their hash, until when papers have to come, and how it stands."""
    return await case_commitments(act, case_no, language=language)


@router.put("/cases/{case_no}/promised/{material}", summary="Hand in a file for a promised paper")
@access("applicant", "window", level="L2")
async def put_promised(
    case_no: str,
    material: str,
    file: Annotated[UploadFile, File(description="PDF, JPEG or PNG, at most 20 MB")],
    acts: Acts,
    outside: CurrentOutside,
    language: Spoken,
) -> FileTaken:
    """`POST …/items/{item}/late-supply` then hands it in."""
    taken = await add_late_file(
        acts, outside, case_no, material, stream=chunks_of(file), name=file.filename or ""
    )
    return FileTaken(
        file_id=taken.file_id,
        sha256=taken.sha256,
        size=taken.size,
        media_type=taken.media_type,
        warnings=[each.in_language(language) for each in taken.warnings],
    )


@router.post("/cases/{case_no}/items/{item}/late-supply", summary="Bring papers that were promised for later")
@access("applicant", "window", level="L2")
async def post_late_supply(
    case_no: str, item: str, body: SupplyBody, act: CurrentAct, if_version: IfVersion
) -> ItemActed:
    """What counts is when it is handed in, however long the look at it takes. 409 after the time."""
    return await supply_late(act, case_no, item, materials=body.materials, if_version=if_version)
