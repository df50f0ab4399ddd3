"""Is this process alive, and can it take acts? Acts need the database only."""

import asyncio
from typing import Literal

from pydantic import BaseModel, Field
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from access.parts import Parts, WebParts
from access.rules import access
from api.frame.routing import ROOT, api_router
from database.session import ENGINE, transaction
from refusals import Busy
from settings import SettingMissing

CONNECT_SECONDS = 0.5
DATABASE_SECONDS = 3.0

router = api_router(tag="public")


class Alive(BaseModel):
    status: Literal["alive"] = "alive"


class Ready(BaseModel):
    status: Literal["ready"] = "ready"
    degraded: list[str] = Field(
        description="Parts that are away: temporal, worker. Acts are taken all the same"
    )


@router.get("/health/live", summary="The process answers")
@router.get(f"{ROOT}/health/live", include_in_schema=False)
@access("public")
async def get_live() -> Alive:
    """Says nothing of other parts."""
    return Alive()


@router.get("/health/ready", summary="Acts can be taken")
@router.get(f"{ROOT}/health/ready", include_in_schema=False)
@access("public")
async def get_ready(parts: Parts) -> Ready:
    """200 while acts can be taken; 503 only without the database."""
    await _check_database(parts)
    away = await asyncio.gather(_temporal_is_away(parts), _worker_is_away(parts))
    return Ready(
        degraded=[name for name, is_away in zip(("temporal", "worker"), away, strict=True) if is_away]
    )


async def _check_database(parts: WebParts) -> None:
    try:
        async with asyncio.timeout(DATABASE_SECONDS), transaction(parts.database, ENGINE) as connection:
            await connection.execute(text("SELECT 1"))
    except (SQLAlchemyError, OSError, TimeoutError) as error:
        raise Busy from error


async def _temporal_is_away(parts: WebParts) -> bool:
    """A web process that was given no address has nothing to say about it."""
    try:
        host, _, port = parts.settings.temporal_address.rpartition(":")
    except SettingMissing:
        return False
    return not await _listens(host, int(port))


async def _worker_is_away(parts: WebParts) -> bool:
    port = parts.settings.worker_metrics_port
    return port is not None and not await _listens(parts.settings.host, port)


async def _listens(host: str, port: int) -> bool:
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            _, writer = await asyncio.open_connection(host, port)
    except (OSError, TimeoutError):
        return False
    writer.close()
    return True
