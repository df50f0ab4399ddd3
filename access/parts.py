"""What every request of the web process may use; built once, in the application's lifespan."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated

import httpx
from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from access.actor import Actor
from access.cookies import Cookies
from access.identity import identity_of
from access.people import ActorIndex
from access.signing_keys import SigningKeys
from access.tokens import Tokens
from access.trusted_issuers import KeySource, OwnKeys, ProviderKeys
from database.session import make_engine, transaction
from engine.checking import FOR_PAGES, CheckingRoom
from engine.context import EngineContext, open_context
from settings import MasterKeys, Settings

SIGNING_KEYS_FILE = "secrets/token_keys.json"

# Carries out what is due at the legal time of now; gives how many cases it moved.
DueScan = Callable[["WebParts"], Awaitable[int]]


@dataclass(frozen=True)
class WebParts:
    """`own_keys` is None outside the local stack: there, only the identity provider issues tokens.

    `tokens` knows whose we believe; `master_keys` are read once.
    """

    settings: Settings
    database: AsyncEngine
    client: httpx.AsyncClient
    engine: EngineContext
    actors: ActorIndex
    master_keys: MasterKeys
    tokens: Tokens
    provider: ProviderKeys
    own_keys: SigningKeys | None
    cookies: Cookies
    run_due: DueScan | None = None


@asynccontextmanager
async def open_parts(
    settings: Settings, *, client: httpx.AsyncClient | None = None, run_due: DueScan | None = None
) -> AsyncIterator[WebParts]:
    database = make_engine(settings.database_url)
    http = client or httpx.AsyncClient()
    provider = ProviderKeys(settings.identity_provider_url, client=http)
    own_keys, master_keys = _own_keys(settings), settings.master_keys
    engine = open_context(
        database,
        keys=master_keys,
        two_persons=settings.two_persons_publish,
        room=CheckingRoom(),
        page_room=CheckingRoom(FOR_PAGES),
    )
    try:
        yield WebParts(
            settings=settings,
            database=database,
            client=http,
            engine=engine,
            actors=ActorIndex(database),
            master_keys=master_keys,
            tokens=Tokens(
                _issuers(settings, provider=provider, own_keys=own_keys), audience=settings.public_url
            ),
            provider=provider,
            own_keys=own_keys,
            cookies=Cookies.of(settings.public_url),
            run_due=run_due,
        )
    finally:
        await engine.notifier.finish()
        await engine.catalogue.close()
        await http.aclose()
        await database.dispose()


def _own_keys(settings: Settings) -> SigningKeys | None:
    if not settings.local:
        return None
    return SigningKeys.load_or_create(settings.data_dir / SIGNING_KEYS_FILE)


def _issuers(
    settings: Settings, *, provider: ProviderKeys, own_keys: SigningKeys | None
) -> dict[str, KeySource]:
    issuers: dict[str, KeySource] = {provider.issuer: provider}
    if own_keys is not None:
        issuers[settings.public_url] = OwnKeys(own_keys)
    return issuers


def get_parts(request: Request) -> WebParts:
    return request.app.state.parts


def get_actor(request: Request) -> Actor:
    """Put there by the authentication, before the body was read."""
    return request.state.actor


async def open_connection(request: Request) -> AsyncIterator[AsyncConnection]:
    """One transaction as the reader that the actor is; for what only reads (an act takes a `CurrentAct`)."""
    async with transaction(get_parts(request).database, identity_of(get_actor(request))) as connection:
        yield connection


async def _parts(request: Request) -> WebParts:
    """A coroutine, as all that routes depend on: other functions are called in a thread, which costs more."""
    return get_parts(request)


async def _actor(request: Request) -> Actor:
    return get_actor(request)


Parts = Annotated[WebParts, Depends(_parts)]
CurrentActor = Annotated[Actor, Depends(_actor)]
Connection = Annotated[AsyncConnection, Depends(open_connection, scope="function")]
