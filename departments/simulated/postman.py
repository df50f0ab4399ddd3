"""Sends callbacks: signed, repeated with back-off until the receiver takes them, resumed after a restart."""

import asyncio
import time
from collections.abc import Coroutine, Mapping, Sequence
from datetime import UTC, datetime

import httpx
import structlog

from departments import signatures
from departments.simulated.control import Controls
from departments.simulated.state import Message, State
from departments.wire import CallbackEvent

# About four minutes; who was away longer asks, or gets it after our restart.
RETRY_DELAYS_SECONDS: tuple[float, ...] = (0.5, 1, 2, 4, 8, 15, 30, 60, 60, 60)
CALLBACK_TIMEOUT_SECONDS = 10.0

log = structlog.get_logger()


class Postman:
    def __init__(
        self,
        state: State,
        controls: Controls,
        *,
        secrets: Mapping[str, str],
        client: httpx.AsyncClient,
        retry_delays: Sequence[float] = RETRY_DELAYS_SECONDS,
    ) -> None:
        self._state = state
        self._controls = controls
        self._secrets = secrets
        self._client = client
        self._retry_delays = retry_delays
        self._running: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[object, object, None]) -> None:
        """Run `work` beside the requests, until `stop`."""
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    def post(self, message: Message) -> None:
        self.start(self._deliver(message))

    def resume(self) -> None:
        """After a restart: whatever nobody took yet."""
        for message in list(self._state.unsent.values()):
            self.post(message)

    async def stop(self) -> None:
        for task in list(self._running):
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def attempt(self, message: Message) -> bool:
        """One try. True when nothing is left to do: taken, or refused for good."""
        status = await self._send(message)
        if status is not None and status < 300:
            self._state.record({"record": "delivered", "id": message.id})
            for _ in range(self._controls.of(message.department).duplicate_callbacks):
                await self._send(message)
            return True
        # 404: our key is not known there yet (the answer overtook it), so it is worth another try.
        if status is None or status in (404, 408, 429) or status >= 500:
            return False
        log.warning("callback_refused", department=message.department, status=status)
        self._state.record({"record": "dropped", "id": message.id})
        return True

    async def _deliver(self, message: Message) -> None:
        await asyncio.sleep(max(0.0, message.not_before - time.time()))
        for delay in (*self._retry_delays, None):
            # Recalled or already delivered in the meantime.
            if message.id not in self._state.unsent or await self.attempt(message):
                return
            if delay is not None:
                await asyncio.sleep(delay)
        log.warning("callback_given_up", department=message.department)

    async def _send(self, message: Message) -> int | None:
        """The status, or None when nobody answered."""
        body = self._body(message)
        wrong = self._controls.of(message.department).wrong_signature
        secret = signatures.new_secret() if wrong else self._secrets[message.department]
        headers = signatures.sign(body, secret=secret, message_id=message.id)
        headers["Content-Type"] = "application/cloudevents+json"
        try:
            answer = await self._client.post(
                message.callback_url, content=body, headers=headers, timeout=CALLBACK_TIMEOUT_SECONDS
            )
        except (httpx.TransportError, httpx.InvalidURL):
            return None
        return answer.status_code

    def _body(self, message: Message) -> bytes:
        senseless = self._controls.of(message.department).nonsense
        event = CallbackEvent(
            specversion="1.0",
            id=message.id,
            source=f"/simulated/{message.department}",
            type=message.type,
            subject=message.key,
            time=datetime.now(UTC),
            data={"outcome": ["?"], "data": "这不是答复"} if senseless else message.data,
        )
        return event.model_dump_json().encode()
