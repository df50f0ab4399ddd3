"""The desk of every simulated department: takes a task in, carries it out once, answers now or later."""

import asyncio
import time
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from secrets import token_hex
from zoneinfo import ZoneInfo

from departments.simulated.answers.providers import (
    paid_lines,
    payment_closed,
    payment_create,
    payment_order,
)
from departments.simulated.answers.registry import ANSWERS
from departments.simulated.answers.signing import SECONDS_TO_SIGN, unfit
from departments.simulated.answers.treasury import arrival_expect, is_closed
from departments.simulated.control import Control, Controls, contradict
from departments.simulated.dialect import in_dialect
from departments.simulated.outcome import Outcome, Progress, WaitsForPerson, refused
from departments.simulated.postman import Postman
from departments.simulated.state import Message, State, Task
from departments.wire import ANSWERED_EVENT, TaskBody

DOWN_POLL_SECONDS = 0.2
CONTRADICTION_SECONDS = 0.3
ON_ITS_WAY_SECONDS = 0.5

Data = dict[str, object]

# What waits for a person; `answers/registry.py` has the others.
_PAID_ON_A_PAGE = {"payment_create": payment_create, "payment_order": payment_order}


class KeyUsedForAnotherTask(Exception):
    """The same key with another content."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What to say to the caller: the answer, or that it was accepted (even when the answer left already)."""

    task: Task
    answered: bool


class Desk:
    def __init__(self, state: State, controls: Controls, postman: Postman, *, public_url: str) -> None:
        self.state = state
        self.controls = controls
        self._postman = postman
        self._public_url = public_url.rstrip("/")

    async def receive(self, department: str, body: TaskBody) -> Receipt:
        """Take `body` in, or find what was taken in under its key. Never carried out twice."""
        known = self.state.find_task(department, body.key)
        if known is not None:
            if (known.kind, known.payload) != (body.kind, body.payload):
                raise KeyUsedForAnotherTask(body.key)
            self.state.record({"record": "repeated", "department": department, "key": body.key})
            return Receipt(known, answered=known.answer is not None)
        control = self.controls.of(department)
        task = self._draft(department, body)
        if body.kind in _PAID_ON_A_PAGE:
            return self._take_payment(task, control)
        if body.kind == "statement_sign":
            return self._take_statement(task, control)
        if body.kind == "arrival_expect":
            return self._take_expectation(task, control)
        # Due from the start: a kill between the two records must not leave the task undone.
        self._take_in(task, due_at=time.time() + self._delay(control))
        if control.answer_later_seconds is not None and not control.early_callback:
            self._postman.start(self._answer_when_due(task))
            return Receipt(task, answered=False)
        messages = self.answer(task, self._decide(task, control), tell=control.early_callback)
        if control.early_callback and messages:
            first = messages.pop(0)
            if not await self._postman.attempt(first):
                self._postman.post(first)
        for message in messages:
            self._postman.post(message)
        return Receipt(task, answered=not control.early_callback)

    def answer(self, task: Task, outcome: Outcome, *, tell: bool) -> list[Message]:
        """Write the final word and, in the same record, the messages that follow from it (to be posted)."""
        control = self.controls.of(task.department)
        data = contradict(outcome.data) if control.contradictory else outcome.data
        word: Data = {"outcome": outcome.outcome, "data": data, "reason": outcome.reason}
        if control.data_age_days is not None:
            today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
            word["data_of"] = (today - timedelta(days=control.data_age_days)).isoformat()
        told: Data = {"kind": task.kind, "reference": task.reference}
        messages: list[Message] = []
        if tell or control.duplicate_callbacks:
            messages.append(self._answer_message(task, word | told, control, after=0))
        if tell and control.contradictory:
            # Where no data can disagree, the outcome does.
            other: Data = (
                {"data": outcome.data} if data != outcome.data else {"outcome": "refused", "data": {}}
            )
            told_again = word | told | other
            messages.append(self._answer_message(task, told_again, control, after=CONTRADICTION_SECONDS))
        messages += self._progress(task, outcome.progress, control)
        messages = [message for message in messages if message.callback_url]
        self.state.record(
            {
                "record": "answered",
                "department": task.department,
                "key": task.key,
                "answer": word,
                "at": _now().isoformat(),
                "messages": [asdict(message) for message in messages],
            }
        )
        return messages

    def tell(self, task: Task, outcome: Outcome) -> None:
        """Answer a task that waited, by callback."""
        for message in self.answer(task, outcome, tell=True):
            self._postman.post(message)

    def settle_lines(self) -> None:
        """The demands of orders that were paid are paid; the order's own callback has told so."""
        for line in paid_lines(self.state):
            demand = self.state.find_task("payment", str(line["key"]))
            if demand is not None and demand.answer is None:
                data = {name: line[name] for name in ("amount_fen", "transaction_no", "paid_at")}
                for message in self.answer(demand, Outcome(data=data), tell=False):
                    self._postman.post(message)

    def resume(self) -> None:
        """After a restart: lines not settled, tasks that are still due, messages that nobody took."""
        self.settle_lines()
        for task in self.state.pending():
            self._postman.start(self._answer_when_due(task))
        self._postman.resume()

    def _decide(self, task: Task, control: Control) -> Outcome:
        rejected = _rejection(task, control)
        if rejected is not None:
            return rejected
        if task.kind == "payment_cancel":
            return self._cancel_payment(str(task.payload["payment_key"]))
        if task.kind == "parcel_recall":
            return self._recall_parcel(str(task.payload["parcel_key"]))
        if task.kind == "arrival_expect":
            arrived = self._arrival(task, control)
            assert isinstance(arrived, Outcome), "only what was sent is due"
            return (
                refused("款项已退回", "The money went back.", outcome="returned")
                if is_closed(task, self.state)
                else arrived
            )
        decided = ANSWERS[task.department][task.kind](task, self.state)
        assert isinstance(decided, Outcome)
        otherwise = control.otherwise.get(task.kind)
        return replace(decided, data={**decided.data, **otherwise}) if otherwise and decided.data else decided

    def _take_payment(self, task: Task, control: Control) -> Receipt:
        decided = _rejection(task, control) or _PAID_ON_A_PAGE[task.kind](task, self.state)
        if isinstance(decided, WaitsForPerson):
            task.go_on = {"pay_url": self._public_url + decided.path}
            self._take_in(task, due_at=None)
            return Receipt(task, answered=False)
        self._take_in(task, due_at=None)
        self.answer(task, decided, tell=False)
        return Receipt(task, answered=True)

    def _take_statement(self, task: Task, control: Control) -> Receipt:
        """Answered by the signer at his page, or when his time is over."""
        decided = _rejection(task, control) or unfit(task)
        if decided is not None:
            self._take_in(task, due_at=None)
            self.answer(task, decided, tell=False)
            return Receipt(task, answered=True)
        task.go_on = {"sign_url": f"{self._public_url}/signing/sign/{task.reference}"}
        self._take_in(task, due_at=time.time() + SECONDS_TO_SIGN)
        self._postman.start(self._answer_when_due(task))
        return Receipt(task, answered=False)

    def _take_expectation(self, task: Task, control: Control) -> Receipt:
        """Money is on its way for a while, and never arrives when nobody sent it."""
        sent = not isinstance(self._arrival(task, control), WaitsForPerson)
        delay = ON_ITS_WAY_SECONDS if control.answer_later_seconds is None else self._delay(control)
        self._take_in(task, due_at=time.time() + delay if sent else None)
        if sent:
            self._postman.start(self._answer_when_due(task))
        return Receipt(task, answered=False)

    def _arrival(self, task: Task, control: Control) -> Outcome | WaitsForPerson:
        rejected = _rejection(task, control)
        if rejected is not None:
            return rejected
        return arrival_expect(task, self.state, at=_now().isoformat(), short_fen=control.short_fen)

    def _take_in(self, task: Task, *, due_at: float | None) -> None:
        task.due_at = due_at
        self.state.take_in(task)

    def _delay(self, control: Control) -> float:
        delay = control.answer_later_seconds or 0.0
        # Every other task waits longer, so that a later one overtakes it.
        return delay * 3 if control.out_of_order and len(self.state.tasks) % 2 == 0 else delay

    def _cancel_payment(self, key: str) -> Outcome:
        payment = self.state.find_task("payment", key)
        if payment is None:
            return refused("没有这笔订单", "No such order.", outcome="not_found")
        if payment.effects:
            return refused("订单已支付,请走退款", "Already paid; ask for a refund.", outcome="already_paid")
        if payment.answer is None:
            self.tell(payment, payment_closed())
        return Outcome()

    def _recall_parcel(self, key: str) -> Outcome:
        under_way = [
            one for one in self.state.unsent.values() if (one.department, one.key) == ("courier", key)
        ]
        if all(one.not_before <= time.time() for one in under_way):
            return refused("没有在途的邮件", "No such parcel is under way.")
        for message in under_way:
            self.state.record({"record": "dropped", "id": message.id})
        return Outcome()

    def _answer_message(self, task: Task, word: Data, control: Control, *, after: float) -> Message:
        said = in_dialect(word) if control.dialect else word
        return self._message(task, ANSWERED_EVENT, said, after=after)

    def _message(self, task: Task, event_type: str, data: dict[str, object], *, after: float) -> Message:
        return Message(
            id=f"evt_{token_hex(16)}",
            department=task.department,
            key=task.key,
            type=event_type,
            data=data,
            callback_url=task.callback_url,
            not_before=time.time() + after,
        )

    def _progress(self, task: Task, steps: tuple[Progress, ...], control: Control) -> list[Message]:
        messages: list[Message] = []
        for sequence, step in enumerate(steps, start=1):
            place = len(steps) + 1 - sequence if control.out_of_order else sequence
            at = _now() + timedelta(seconds=sequence * control.progress_seconds)
            data = {"stage": step.stage, "sequence": sequence, "at": at.isoformat(), "data": step.data}
            messages.append(
                self._message(task, step.event_type, data, after=place * control.progress_seconds)
            )
        return messages

    def _draft(self, department: str, body: TaskBody) -> Task:
        return Task(
            department=department,
            key=body.key,
            kind=body.kind,
            purpose=body.purpose,
            payload=body.payload,
            callback_url=body.callback_url,
            accepted_at=_now().isoformat(),
            # Whoever holds it may pay, so it cannot be guessed from another one.
            reference=f"{department}-{token_hex(16)}",
        )

    async def _answer_when_due(self, task: Task) -> None:
        assert task.due_at is not None
        await asyncio.sleep(max(0.0, task.due_at - time.time()))
        # Who is down answers nobody.
        while self.controls.of(task.department).fail:  # noqa: ASYNC110 - a control, set once in a while
            await asyncio.sleep(DOWN_POLL_SECONDS)
        if task.answer is None:
            self.tell(task, self._decide(task, self.controls.of(task.department)))


def _rejection(task: Task, control: Control) -> Outcome | None:
    rejection = control.reject.get(task.kind)
    if rejection is None:
        return None
    return Outcome(rejection.outcome, reason=rejection.reason.model_dump() if rejection.reason else None)


def _now() -> datetime:
    return datetime.now(UTC)
