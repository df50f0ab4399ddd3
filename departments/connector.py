"""The contract over HTTP: send, ask before repeating, read a callback, fetch the day's list."""

import asyncio
import json
from collections.abc import Mapping
from datetime import date
from email.utils import parsedate_to_datetime
from secrets import token_hex
from time import time
from typing import TypeVar
from urllib.parse import quote

import httpx
from pydantic import BaseModel, ValidationError

from departments import signatures
from departments.contract import (
    Accepted,
    Answered,
    CallbackAnswer,
    CallbackProgress,
    CallbackRefused,
    DepartmentNonsense,
    DepartmentUnavailable,
    ReconciliationLine,
    Request,
    Unknown,
)
from departments.dialect import Dialect
from departments.kinds import check_answer, describe
from departments.wire import (
    ANSWERED_EVENT,
    PROGRESS_EVENTS,
    AcceptedBody,
    AnsweredBody,
    AnswerEventData,
    CallbackEvent,
    ProgressEventData,
    ReconciliationBody,
    TaskBody,
    UnknownBody,
)

LATER_STATUSES = frozenset({408, 425, 429})

Model = TypeVar("Model", bound=BaseModel)


class HttpConnector:
    """One department or provider, reached over HTTP.

    The client is passed in (shared, with its own pool and certificates) and is
    neither opened nor closed here. `dialect`: the other side's names and codes, where they are not ours.
    """

    def __init__(
        self,
        code: str,
        base_url: str,
        secret: str,
        client: httpx.AsyncClient,
        dialect: Dialect | None = None,
    ) -> None:
        self.code = code
        self._base_url = base_url.rstrip("/")
        self._secret = secret
        self._client = client
        self._dialect = dialect or Dialect()

    async def send(self, request: Request, *, timeout: float) -> Answered | Accepted:  # noqa: ASYNC109
        """Carry `request` out; `timeout` in seconds. Safe to repeat with the same key.

        Raises `DepartmentUnavailable` (retry) or `DepartmentNonsense` (incident).
        """
        body = _task_body(self._dialect.request_in_theirs(request, connector=self.code))
        headers = {"Idempotency-Key": request.key, "Content-Type": "application/json"}
        response = await self._call("POST", "/tasks", body=body, headers=headers, seconds=timeout)
        if response.status_code in (200, 202):
            return self._read_state(response, kind=request.kind, key=request.key)
        raise self._refusal(response, key=request.key)

    async def ask(
        self,
        key: str,
        *,
        timeout: float,  # noqa: ASYNC109
        kind: str | None = None,
    ) -> Answered | Accepted | Unknown:
        """What became of `key`, without making anything happen.

        Only a 404 that says "unknown" counts as unknown: a 404 of a proxy must
        not lead to a second payment. With `kind`, an answer of another kind is nonsense.
        """
        path = f"/tasks/{quote(key, safe='')}"
        response = await self._call("GET", path, body=b"", headers={}, seconds=timeout)
        if response.status_code == 404:
            unknown = self._read(UnknownBody, response.content, key=key)
            if unknown.key != key:
                raise DepartmentNonsense(self.code, "speaks of another key", key=key)
            return Unknown(key)
        if response.status_code in (200, 202):
            return self._read_state(response, kind=kind, key=key)
        raise self._refusal(response, key=key)

    async def reconcile(self, day: date, *, timeout: float) -> tuple[ReconciliationLine, ...]:  # noqa: ASYNC109
        """The other side's own list of `day` (its calendar day in Asia/Shanghai, real time)."""
        path = f"/reconciliation/{day.isoformat()}"
        response = await self._call("GET", path, body=b"", headers={}, seconds=timeout)
        if response.status_code != 200:
            raise self._refusal(response, key=None)
        listed = self._read(ReconciliationBody, response.content, key=None)
        if listed.date != day.isoformat():
            raise DepartmentNonsense(self.code, "lists another day")
        return tuple(ReconciliationLine(**line.model_dump()) for line in listed.items)

    def verify_callback(self, headers: Mapping[str, str], body: bytes) -> CallbackAnswer | CallbackProgress:
        """Read a callback. Raises `CallbackRefused` (401) or, when it is signed but senseless,
        `DepartmentNonsense` with the key where one could be read."""
        try:
            webhook_id = signatures.verify(body, secret=self._secret, headers=headers)
        except signatures.SignatureRefused as problem:
            raise CallbackRefused(self.code, str(problem)) from problem
        event = self._read(CallbackEvent, body, key=_subject(body))
        if event.type == ANSWERED_EVENT:
            return self._read_answer(event, webhook_id=webhook_id)
        if event.type in PROGRESS_EVENTS:
            return self._read_progress(event, webhook_id=webhook_id)
        raise DepartmentNonsense(self.code, "sends an unknown type of event", key=event.subject)

    def _read_answer(self, event: CallbackEvent, *, webhook_id: str) -> CallbackAnswer:
        told = self._read(AnswerEventData, json.dumps(event.data).encode(), key=event.subject)
        answered = _answered(told)
        answered = self._dialect.answer_in_ours(told.kind, answered, connector=self.code, key=event.subject)
        check_answer(told.kind, answered, connector=self.code, key=event.subject)
        return CallbackAnswer(event.subject, told.kind, answered, webhook_id)

    def _read_progress(self, event: CallbackEvent, *, webhook_id: str) -> CallbackProgress:
        told = self._read(ProgressEventData, json.dumps(event.data).encode(), key=event.subject)
        return CallbackProgress(
            key=event.subject,
            event=PROGRESS_EVENTS[event.type],
            stage=told.stage,
            sequence=told.sequence,
            at=told.at.isoformat(),
            data=told.data,
            webhook_id=webhook_id,
        )

    async def _call(
        self, method: str, path: str, *, body: bytes, headers: dict[str, str], seconds: float
    ) -> httpx.Response:
        signed = signatures.sign(body, secret=self._secret, message_id=f"req_{token_hex(16)}")
        try:
            # One limit for the whole call; the client's own would start again with every chunk.
            async with asyncio.timeout(seconds):
                return await self._client.request(
                    method, self._base_url + path, content=body, headers=headers | signed, timeout=None
                )
        except httpx.DecodingError as problem:
            raise DepartmentNonsense(self.code, "an answer in a broken encoding") from problem
        except (httpx.TransportError, TimeoutError) as problem:
            raise DepartmentUnavailable(self.code, type(problem).__name__) from problem

    def _read_state(self, response: httpx.Response, *, kind: str | None, key: str) -> Answered | Accepted:
        if response.status_code == 202:
            accepted = self._read(AcceptedBody, response.content, key=key)
            return Accepted(accepted.reference, accepted.data)
        told = self._read(AnsweredBody, response.content, key=key)
        if kind is not None and told.kind != kind:
            raise DepartmentNonsense(self.code, "answers another kind than was asked", key=key)
        answered = self._dialect.answer_in_ours(told.kind, _answered(told), connector=self.code, key=key)
        return check_answer(told.kind, answered, connector=self.code, key=key)

    def _read(self, model: type[Model], body: bytes, *, key: str | None) -> Model:
        try:
            return model.model_validate_json(body)
        except ValidationError as problem:
            raise DepartmentNonsense(self.code, describe(problem), key=key) from None

    def _refusal(
        self, response: httpx.Response, *, key: str | None
    ) -> DepartmentUnavailable | DepartmentNonsense:
        status = response.status_code
        if status in LATER_STATUSES or status >= 500:
            return DepartmentUnavailable(
                self.code, f"status {status}", retry_after_seconds=_retry_after(response)
            )
        return DepartmentNonsense(self.code, f"status {status}", key=key)


def _task_body(request: Request) -> bytes:
    body = TaskBody(
        key=request.key,
        kind=request.kind,
        purpose=request.purpose,
        payload=request.payload,
        callback_url=request.callback_url,
    )
    return body.model_dump_json().encode()


def _answered(told: AnsweredBody | AnswerEventData) -> Answered:
    return Answered(
        outcome=told.outcome,
        data=told.data,
        reason_zh=told.reason.zh if told.reason else None,
        reason_en=told.reason.en if told.reason else None,
        reference=told.reference,
        data_of=told.data_of,
    )


def _subject(body: bytes) -> str | None:
    """The key that a senseless callback speaks of, if it can be made out: its case gets the incident."""
    try:
        event = json.loads(body)
    except (ValueError, RecursionError):
        return None
    subject = event.get("subject") if isinstance(event, dict) else None
    return subject if isinstance(subject, str) else None


def _retry_after(response: httpx.Response) -> float | None:
    """RFC 9110, 10.2.3: seconds, or a date."""
    text = response.headers.get("Retry-After", "")
    if text.isdecimal():
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time())
    except ValueError:
        return None
