"""Routes of the local stack only: ready people, their tokens, and time that can be moved.

`create_app` includes this router only when `settings.local`; elsewhere these addresses do not exist.
"""

import hmac
from datetime import timedelta
from typing import Annotated, Literal

from fastapi import Header
from pydantic import BaseModel, Field
from sqlalchemy import update

from access.actor import Level, level_of
from access.enrolment import enrol, person_of_persona
from access.parts import Parts
from access.personas import PERSONAS, Persona, PersonaUnknown, get_persona
from access.rules import access
from access.signing_keys import TOKEN_LIFE
from access.tokens import issue_token
from api.frame.models import Body
from api.frame.routing import ROOT, api_router
from database.session import ENGINE, transaction
from database.tables.installation import Installation
from forms.form_plan import Text
from refusals import NotSignedIn, Unknown

LONGEST_MOVE_DAYS = 3660

router = api_router(tag="local stack", prefix=f"{ROOT}/dev")


class PersonaView(BaseModel):
    id: str
    role: str
    name: str
    name_en: str
    about_zh: str
    about_en: str
    level: str = Field(description="Assurance level of the login, unless another is asked for")
    department: str | None
    region: str | None


class PersonaList(BaseModel):
    items: list[PersonaView]
    next: None = None


class TokenBody(Body):
    persona: str = Field(max_length=100)
    level: Literal["L1", "L2", "L3", "L4"] | None = None


class Token(BaseModel):
    access_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 the scheme's name (RFC 6750), no secret
    expires_in: int = Field(description="Seconds")


class MoveTimeBody(Body):
    days: int = Field(ge=0, le=LONGEST_MOVE_DAYS)


class TimeMoved(BaseModel):
    days: int
    cases_moved: int = Field(description="Cases in which something fell due")


class StackView(BaseModel):
    departments_url: str
    temporal_ui: str | None


class NoSuchPersona(Unknown):
    type = "no-such-persona"
    title = Text(zh="没有这个人员", en="There is no such persona")


@router.get("/personas", summary="Ready people of the local stack")
@access("local")
async def list_personas() -> PersonaList:
    """Each can sign in to the pages and get a token."""
    return PersonaList(items=[_view(persona) for persona in PERSONAS])


@router.post("/token", summary="A token for a persona")
@access("local")
async def give_token(body: TokenBody, parts: Parts) -> Token:
    """What the identity provider would give; for one hour."""
    assert parts.own_keys is not None
    level = _level(body.persona) if body.level is None else body.level
    person = person_of_persona(_known(body.persona).id, level=level)
    async with transaction(parts.database, ENGINE) as connection:
        await enrol(connection, person, master_keys=parts.master_keys)
    issuer = parts.settings.public_url
    token = issue_token(parts.own_keys, subject=person.subject, level=level, issuer=issuer, audience=issuer)
    return Token(access_token=token, expires_in=int(TOKEN_LIFE.total_seconds()))


@router.post("/time", summary="Move legal time forward")
@access("local")
async def move_time(
    body: MoveTimeBody,
    parts: Parts,
    x_onematter_dev: Annotated[str, Header(description="The local stack's own secret")] = "",
) -> TimeMoved:
    """Shifts the clock of this installation and carries out what is due by then."""
    if not hmac.compare_digest(x_onematter_dev.encode(), parts.settings.dev_token.encode()):
        raise NotSignedIn
    shifted = Installation.clock_offset + timedelta(days=body.days)
    async with transaction(parts.database, ENGINE) as connection:
        await connection.execute(update(Installation).values(clock_offset=shifted))
    moved = await parts.run_due(parts) if parts.run_due else 0
    return TimeMoved(days=body.days, cases_moved=moved)


@router.get("/stack", summary="Where the other parts of the local stack are")
@access("local")
async def get_stack(parts: Parts) -> StackView:
    """Addresses on this machine."""
    settings = parts.settings
    return StackView(departments_url=settings.departments_url, temporal_ui=settings.temporal_ui_url)


def _level(id: str) -> Level:
    return level_of(_known(id).level)


def _known(id: str) -> Persona:
    try:
        return get_persona(id)
    except PersonaUnknown as error:
        raise NoSuchPersona from error


def _view(persona: Persona) -> PersonaView:
    return PersonaView(
        id=persona.id,
        role=persona.role,
        name=persona.name,
        name_en=persona.name_en,
        about_zh=persona.about_zh,
        about_en=persona.about_en,
        level=persona.level,
        department=persona.department,
        region=persona.region,
    )
