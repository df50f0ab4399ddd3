"""One person's way into the public API: her token, her language, and patience with a server that restarts.

A write carries an Idempotency-Key and is repeated under the same key when the connection breaks or the
server is busy. That is what the key is for: the act happens once, however often it had to be sent.
"""

import time
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx

from demo.trust import trusted

ROOT = "/api/v1"
ANSWER_WITHIN_SECONDS = 15.0
PATIENCE_SECONDS = 40.0
PAUSE_SECONDS = 0.25
_TRY_AGAIN = frozenset({502, 503, 504})

Json = Any
"""What an answer holds; the contract is in the API's own description, which the demo takes at its word."""


@dataclass
class Refused(Exception):
    """The API said no; `problem` is its problem document (RFC 9457)."""

    status: int
    problem: dict[str, Json]

    def __post_init__(self) -> None:
        super().__init__(f"{self.status} {self.problem.get('type', '')}: {self.words}")

    @property
    def words(self) -> str:
        """Everything it says to a person, all problems at once."""
        errors = [f"{error['pointer']}: {error['message']}" for error in self.problem.get("errors", [])]
        return "; ".join([str(self.problem.get("detail") or self.problem.get("title") or ""), *errors])


class Client:
    """`token` None: a stranger."""

    def __init__(self, url: str, *, language: str, token: str | None = None) -> None:
        headers = {"Accept-Language": language} | ({"Authorization": f"Bearer {token}"} if token else {})
        # The stack is on this machine; a proxy from the environment has no part in that.
        self._http = httpx.Client(
            base_url=url.rstrip("/") + ROOT,
            headers=headers,
            timeout=ANSWER_WITHIN_SECONDS,
            trust_env=False,
            verify=trusted(),
        )

    def get(self, path: str, **query: str) -> Json:
        return self._ask("GET", path, params=query).json()

    def get_bytes(self, path: str) -> bytes:
        return self._ask("GET", path).content

    def post(self, path: str, body: Json = None, *, key: str | None = None) -> Json:
        """`key`: the Idempotency-Key, when the caller wants to send the same act twice."""
        return self._write("POST", path, body, key=key)

    def patch(self, path: str, body: Json) -> Json:
        return self._write("PATCH", path, body)

    def put_file(self, path: str, *, name: str, content: bytes, media_type: str) -> Json:
        return self._ask("PUT", path, files={"file": (name, content, media_type)}).json()

    def close(self) -> None:
        self._http.close()

    def _write(self, method: str, path: str, body: Json, *, key: str | None = None) -> Json:
        headers = {"Idempotency-Key": key or str(uuid4())}
        answer = self._ask(method, path, json={} if body is None else body, headers=headers)
        return answer.json() if answer.content else None

    def _ask(self, method: str, path: str, **how: Any) -> httpx.Response:
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                answer = self._http.request(method, path, **how)
            except httpx.TransportError:
                if time.monotonic() > until:
                    raise
            else:
                if answer.status_code not in _TRY_AGAIN or time.monotonic() > until:
                    return _accepted(answer)
            time.sleep(PAUSE_SECONDS)


def _accepted(answer: httpx.Response) -> httpx.Response:
    if answer.is_success:
        return answer
    is_json = "json" in answer.headers.get("content-type", "")
    raise Refused(answer.status_code, answer.json() if is_json else {"detail": answer.text[:500]})
