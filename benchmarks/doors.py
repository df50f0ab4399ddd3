"""Two doors through which people act: over HTTP, as they do, and straight into casework.

The second is what compares with the hand-written workflow's client, which has no HTTP in front either.
"""

from typing import Protocol
from uuid import UUID, uuid4

from access.act import begin_act
from access.actor import Actor
from access.parts import WebParts
from benchmarks.cast import Cast, Draft
from benchmarks.http_client import Answer, HttpClient
from casework.decide_task import decide_task
from casework.decision import Decision
from casework.submit_application import submit_application


class Refused(Exception):
    """An act that had to succeed did not: the measurement is worth nothing."""


class Door(Protocol):
    async def submit(self, draft: Draft) -> str:
        """Gives the case number."""
        ...

    async def decide(self, task: UUID, *, officer: Actor, outcome: str) -> None: ...


class CaseworkDoor:
    def __init__(self, parts: WebParts) -> None:
        self._parts = parts

    async def submit(self, draft: Draft) -> str:
        async with begin_act(self._parts, draft.applicant) as act:
            return (await submit_application(act, draft.id)).case_no

    async def decide(self, task: UUID, *, officer: Actor, outcome: str) -> None:
        async with begin_act(self._parts, officer) as act:
            await decide_task(act, task, Decision(outcome=outcome))


class HttpDoor:
    """Every write with its Idempotency-Key, as a careful client sends it."""

    def __init__(self, client: HttpClient, *, parts: WebParts, cast: Cast) -> None:
        self._client = client
        self._tokens = cast.tokens(parts)

    async def submit(self, draft: Draft) -> str:
        path = f"/api/v1/applications/{draft.id}/submit"
        answer = await self._client.post(path, {}, headers=self._headers(draft.applicant))
        return _checked(answer, 201).json()["case_no"]

    async def decide(self, task: UUID, *, officer: Actor, outcome: str) -> None:
        path = f"/api/v1/tasks/{task}/decide"
        answer = await self._client.post(path, {"outcome": outcome}, headers=self._headers(officer))
        _checked(answer, 200)

    def _headers(self, actor: Actor) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._tokens[actor.subject]}", "Idempotency-Key": uuid4().hex}


def _checked(answer: Answer, status: int) -> Answer:
    if answer.status != status:
        raise Refused(f"{answer.status}: {answer.body.decode(errors='replace')}")
    return answer
