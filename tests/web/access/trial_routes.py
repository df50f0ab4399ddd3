"""Routes that only the tests of the frame have: they count what was really done."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, File, UploadFile
from sqlalchemy import func, select, text

from access.act import CurrentAct
from access.csrf import require_csrf_token
from access.parts import Connection, CurrentActor
from access.rules import access
from api.frame.models import Body
from api.frame.pages import Page, Paging
from api.frame.routing import ROOT, api_router
from database.session import become_engine
from database.tables.person import Person
from refusals import Busy, NotNow

router = api_router(tag="trial", prefix=f"{ROOT}/trial")
pages = APIRouter(include_in_schema=False, dependencies=[Depends(require_csrf_token)])


class Note(Body):
    score: int
    text: str = ""


@router.get("/me")
@access("applicant", "officer", "window", "supervisor", "administrator")
async def get_me(actor: CurrentActor) -> dict[str, str | None]:
    return {"kind": actor.kind, "key": actor.key, "level": actor.assurance, "department": actor.department}


@router.post("/notes", status_code=201)
@access("applicant")
async def make_note(note: Note, act: CurrentAct) -> dict[str, object]:
    """Writes a row, so that a test can count; a score of 5 fails after writing."""
    become_engine(act.connection)
    await act.connection.execute(text("UPDATE installation SET created_at = created_at + interval '1 day'"))
    done = await act.connection.scalar(select(func.to_char(text("created_at"), "YYYYDDD")).select_from(
        text("installation")))  # fmt: skip
    if note.score == 5:
        raise NotNow(allowed=["wait"])
    if note.score == 6:
        raise ZeroDivisionError("a secret in the text of an error")
    await asyncio.sleep(0.05)
    return {"done": done, "score": note.score}


@router.put("/files/{id}")
@access("applicant", level="L3")
async def put_file(id: str, file: Annotated[UploadFile, File()]) -> dict[str, int]:
    return {"size": len(await file.read())}


@router.get("/people")
@access("applicant", "officer")
async def list_people(connection: Connection, page: Paging) -> Page[str]:
    """Row-level security decides whom the caller sees."""
    query = select(Person.id).order_by(Person.id).limit(page.rows_to_read)
    if page.after:
        query = query.where(Person.id > page.after[0])
    people = [str(person) for person in await connection.scalars(query)]
    shown, following = page.cut(people, key=lambda person: [person])
    return Page(items=list(shown), next=following)


@router.get("/people/{id}")
@access("applicant")
async def get_person(id: int) -> dict[str, int]:
    return {"id": id}


@router.post("/busy")
@access("public")
async def be_busy() -> None:
    raise Busy(retry_after=7)


@pages.get("/trial-page")
@access("applicant")
async def get_page(actor: CurrentActor) -> dict[str, str]:
    return {"key": actor.key}


@pages.post("/trial-page")
@access("applicant")
async def post_page(actor: CurrentActor) -> dict[str, str]:
    return {"key": actor.key}
