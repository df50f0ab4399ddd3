"""Departments for tests of the engine: one object that answers like them and counts what it really did."""

import asyncio
from dataclasses import dataclass, field
from datetime import date

from departments.contract import Accepted, Answered, DepartmentUnavailable, Request, Unknown


@dataclass
class Ledger:
    """Departments that remember: how often each effect was really carried out, and what was said.

    `unavailable`: so many calls fail before they reach it; `away`: kinds of which all do. `lost`: kinds
    whose answer is lost after the effect. `later`: kinds that answer by callback. `answers` and `outcomes`
    by kind. `data_of`: of which day the answers say that they are.
    """

    done: dict[str, int] = field(default_factory=dict[str, int])
    said: dict[str, Answered] = field(default_factory=dict[str, Answered])
    calls: list[str] = field(default_factory=list[str])
    requests: list[Request] = field(default_factory=list[Request])
    asked: list[str] = field(default_factory=list[str])
    unavailable: int = 0
    away: set[str] = field(default_factory=set[str])
    later: set[str] = field(default_factory=set[str])
    lost: set[str] = field(default_factory=set[str])
    answers: dict[str, dict[str, object]] = field(default_factory=dict[str, dict[str, object]])
    outcomes: dict[str, str] = field(default_factory=dict[str, str])
    slowness: float = 0.0
    data_of: date | None = None

    async def send(self, request: Request, *, timeout: float) -> Answered | Accepted:
        self.calls.append(request.key)
        self.requests.append(request)
        await asyncio.sleep(self.slowness)
        if self.unavailable or request.kind in self.away:
            self.unavailable = max(self.unavailable - 1, 0)
            raise DepartmentUnavailable("office", "status 503")
        if request.key in self.said:
            return self.said[request.key]
        if request.kind in self.later:
            return Accepted(f"ref-{request.key}", {"pay_url": "http://127.0.0.1/pay"})
        answer = self.carry_out(request)
        if request.kind in self.lost:
            raise DepartmentUnavailable("office", "the line broke after the effect")
        return answer

    def carry_out(self, request: Request) -> Answered:
        self.done[request.key] = self.done.get(request.key, 0) + 1
        usual = {"payment_create": {"amount_fen": 500, "transaction_no": f"t-{request.key}"}}
        data = self.answers.get(request.kind) or usual.get(request.kind) or {}
        outcome = self.outcomes.get(request.kind, "done")
        reference = f"ref-{request.key}"
        self.said[request.key] = Answered(outcome, dict(data), reference=reference, data_of=self.data_of)
        return self.said[request.key]

    def answer_to(self, key: str) -> Answered:
        """What was promised is done now, without a callback."""
        return self.carry_out(Request(key, "system_call", "", {}))

    async def ask(
        self, key: str, *, timeout: float, kind: str | None = None
    ) -> Answered | Accepted | Unknown:
        self.asked.append(key)
        return self.said.get(key) or Unknown(key)
