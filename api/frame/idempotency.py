"""Idempotency-Key: the same write, sent twice, is carried out once and answered twice.

The act and its answer are committed in one transaction, so no crash can separate them, and an advisory
lock makes a repetition wait for the first. Answers are kept 24 hours, encrypted, per person and route. A
refusal is not kept: nothing was done, so trying again is right.
"""

import hashlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Row, text
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from access.act import Act, begin_act
from access.agencies import Agency
from access.parts import get_actor, get_parts
from access.representing import find_agency_by_id
from api.frame.kept_answers import open_answer, seal_answer
from database.connection import Connection
from database.session import ENGINE, become_engine, become_reader, transaction
from forms.form_plan import Text
from refusals import FieldError, Malformed, NotNow, Unknown
from settings import MasterKeys

HEADER = "idempotency-key"
KEPT_FOR = timedelta(hours=24)
LONGEST_KEY = 200
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
KEPT_HEADERS = ("content-type", "location", "etag")
AUTHORISATION = "authorisation"  # beside the kept headers: by which an agent was given the answer

_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:lock, 0))")
_THIS = "actor = :actor AND route = :route AND key = :key AND created_at > :since"
_FIND = text(f"""
    SELECT body_hash, status, answer, answer_headers FROM idempotency_key
    WHERE {_THIS} ORDER BY created_at DESC LIMIT 1
""")  # noqa: S608 - a constant
_KEEP = text("""
    INSERT INTO idempotency_key (actor, route, key, body_hash, status, answer, answer_headers)
    VALUES (:actor, :route, :key, :body_hash, :status, :answer, CAST(:answer_headers AS jsonb))
""")
_KEEP_INSTEAD = text(f"UPDATE idempotency_key SET answer = :answer WHERE {_THIS}")  # noqa: S608 - a constant

Handler = Callable[[Request], Awaitable[Response]]


class KeyUsedOtherwise(NotNow):
    type = "idempotency-key-reused"
    title = Text(
        zh="同一幂等键已用于内容不同的请求",
        en="This Idempotency-Key was used for a request with another content",
    )


@dataclass(frozen=True, slots=True)
class Ticket:
    """Names one write. `route` is the concrete path: two tasks are two routes."""

    actor: str
    route: str
    key: str
    body_hash: bytes

    @property
    def lock(self) -> str:
        return f"{self.actor} {self.route} {self.key}"


async def answer_once(request: Request, handler: Handler) -> Response:
    """The kept answer, or the handler's, kept."""
    ticket = await _ticket(request)
    if ticket is None:
        return await handler(request)
    parts = get_parts(request)
    async with begin_act(parts, get_actor(request)) as act:
        become_engine(act.connection)
        kept = await _find(act.connection, ticket)
        if kept is not None:
            await _demand_authorisation(act, kept)
            return _repeated(kept, ticket, parts.master_keys)
        become_reader(act.connection)
        request.state.act = act
        response = await handler(request)
        if response.status_code < 400 and not isinstance(response, StreamingResponse):
            become_engine(act.connection)
            sealed = seal_answer(bytes(response.body), master_keys=parts.master_keys, context=ticket.lock)
            row = _row(ticket, response, sealed, agency=act.actor.agency)
            await act.connection.execute_and_commit((_KEEP, row))
    return await _answer_afterwards(request, response, ticket)


async def _answer_afterwards(request: Request, response: Response, ticket: Ticket) -> Response:
    """The answer with what came of the calls that had to wait for the commit (`afterwards`)."""
    request.state.act = None
    finish = getattr(request.state, "afterwards", None)
    if finish is None:
        return response
    view = await finish()
    parts, body = get_parts(request), TypeAdapter(type(view)).dump_json(view)
    async with transaction(parts.database, ENGINE) as connection:
        sealed = seal_answer(body, master_keys=parts.master_keys, context=ticket.lock)
        await connection.execute(_KEEP_INSTEAD, {**_named(ticket), "answer": sealed})
    kept = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    return Response(body, status_code=response.status_code, headers=kept)


def _repeated(kept: Row[Any], ticket: Ticket, master_keys: MasterKeys) -> Response:
    if kept.body_hash != ticket.body_hash:
        raise KeyUsedOtherwise
    body = open_answer(kept.answer, master_keys=master_keys, context=ticket.lock)
    headers = {name: value for name, value in kept.answer_headers.items() if name != AUTHORISATION}
    return Response(body, status_code=kept.status, headers=headers)


async def _demand_authorisation(act: Act, kept: Row[Any]) -> None:
    """What an agent was told once he is told again only as long as he may act. Raises Unknown (404)."""
    authorisation, person = kept.answer_headers.get(AUTHORISATION), act.actor.himself.person_id
    if authorisation is None:
        return
    if person is None or await find_agency_by_id(act.connection, UUID(authorisation), agent=person) is None:
        raise Unknown


async def _ticket(request: Request) -> Ticket | None:
    """None for a write without a key, and for uploads: putting the same file twice changes nothing, and the
    body of a repeated upload differs (its boundary is random)."""
    key = request.headers.get(HEADER)
    is_upload = request.headers.get("content-type", "").startswith("multipart/")
    if key is None or is_upload or request.method not in WRITES or get_actor(request).kind == "nobody":
        return None
    if not 0 < len(key) <= LONGEST_KEY or not key.isprintable():
        error = FieldError(
            pointer="/header/Idempotency-Key", zh="应为 1 到 200 个字符", en="should be 1 to 200 characters"
        )
        raise Malformed(errors=[error])
    body_hash = hashlib.sha256(await request.body()).digest()
    route = f"{request.method} {request.url.path}"
    return Ticket(actor=get_actor(request).key, route=route, key=key, body_hash=body_hash)


async def _find(connection: Connection, ticket: Ticket) -> Row[Any] | None:
    connection.send_with_next(_LOCK, {"lock": ticket.lock})
    return (await connection.execute(_FIND, _named(ticket))).one_or_none()


def _named(ticket: Ticket) -> dict[str, object]:
    since = datetime.now(UTC) - KEPT_FOR
    return {"actor": ticket.actor, "route": ticket.route, "key": ticket.key, "since": since}


def _row(ticket: Ticket, response: Response, sealed: bytes, *, agency: Agency | None) -> dict[str, object]:
    headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    headers |= {AUTHORISATION: str(agency.id)} if agency else {}
    return {
        "actor": ticket.actor,
        "route": ticket.route,
        "key": ticket.key,
        "body_hash": ticket.body_hash,
        "status": response.status_code,
        "answer": sealed,
        "answer_headers": json.dumps(headers),
    }
