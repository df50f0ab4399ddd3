"""One movement of a case under way: the state being worked on and what follows from it so far.

Private to `advance.py` and the rooms that it is made of; everyone else sees states go in and come out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from clocks.calendar import WorkCalendar
from clocks.pauses import Pause
from matter_definitions import events
from matter_definitions.consequences import (
    Consequences,
    EffectUnwanted,
    EffectWanted,
    Event,
    TaskClosed,
    TaskOpened,
)
from matter_definitions.plan import ItemPlan, Plan, StepPlan
from matter_definitions.state import (
    OPEN_STANDINGS,
    RECEIPT,
    CaseState,
    ItemStanding,
    ItemState,
    Notice,
    StepState,
)

EVENT_OF_END: dict[ItemStanding, str] = {
    "granted": events.GRANTED,
    "denied": events.DENIED,
    "refused": events.REFUSED,
    "not_applicable": events.NOT_APPLICABLE,
    "withdrawn": events.WITHDRAWN,
    "lapsed": events.LAPSED,
    "not_pursued": events.NOT_PURSUED,
    "ended": events.BRANCH_ENDED,
}


@dataclass(frozen=True, slots=True)
class Situation:
    """What `advance` may know besides plan and state: the legal time, the calendar, the form's values.

    `values` are keyed as stored (`mother.name`, `child.2.name`), `answers` by question.
    """

    now: datetime
    calendar: WorkCalendar
    values: Mapping[str, object] = field(default_factory=dict)
    answers: Mapping[str, object] = field(default_factory=dict)


class ActRefused(Exception):
    """The act is not possible now; `allowed` names what is."""

    def __init__(self, code: str, allowed: tuple[str, ...] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.allowed = allowed


@dataclass(slots=True)
class Motion:
    plan: Plan
    state: CaseState
    situation: Situation
    now: datetime
    out: Consequences = field(default_factory=Consequences)

    def item_plan(self, item: ItemState) -> ItemPlan:
        return self.plan.item(item.code)

    def step_plan(self, item: ItemState, step: str) -> StepPlan:
        return self.plan.step(item.code, step)

    def say(
        self,
        kind: str,
        item: ItemState | None = None,
        step: str | None = None,
        *,
        nth: int = 1,
        **data: str | int | bool | None,
    ) -> None:
        """Records an event, and asks for the messages and papers that the plan hangs on its kind.

        `nth` tells repetitions of one event of one item and step apart, so that each is told once.
        """
        key = item.key if item else None
        self.out.events.append(Event(kind=kind, at=self.now, item=key, step=step, data=data))
        subject = ":".join(part for part in (kind, step) if part)
        for notice in self.plan.notices:
            if notice.event == kind:
                for channel in notice.channels:
                    self._want(
                        EffectWanted(
                            kind="notify",
                            item=key,
                            step=f"{subject}:{notice.template}:{notice.to}:{channel}",
                            round=nth,
                            template=notice.template,
                            to=notice.to,
                            channel=channel,
                            connector=None if channel == "box" else channel,
                        )
                    )
        for paper in self.plan.papers:
            if paper.event == kind:
                self._want(
                    EffectWanted(
                        kind="paper",
                        item=key,
                        step=f"{subject}:{paper.template}",
                        round=nth,
                        template=paper.template,
                        quick=False,
                    )
                )

    def _want(self, effect: EffectWanted) -> None:
        self.out.effects_wanted.append(effect)

    def open_task(self, item: ItemState, step: StepState) -> None:
        step.standing, step.opened_at = "open", self.now
        self.out.tasks_opened.append(
            TaskOpened(
                item=item.key,
                step=step.code,
                round=step.round,
                department=item.department,
                region=item.region,
            )
        )

    def close_task(self, item: ItemState, step: StepState, outcome: str | None) -> None:
        self.out.tasks_closed.append(
            TaskClosed(item=item.key, step=step.code, round=step.round, outcome=outcome)
        )

    def want_effect(self, item: ItemState, step: StepState) -> None:
        plan = self.step_plan(item, step.code)
        self._want(
            EffectWanted(
                kind=plan.kind,
                item=item.key,
                step=step.code,
                round=step.round,
                connector=plan.connector,
                quick=plan.quick,
                template=plan.template,
            )
        )

    def close_step(self, item: ItemState, step: StepState, *, refused: bool = False, outcome: str) -> None:
        step.standing = "refused" if refused else "done"
        step.outcome, step.closed_at = outcome, self.now

    def drop_open_steps(self, item: ItemState) -> None:
        """Whatever the item still had to do falls away: open tasks close, open effects become unwanted."""
        for step in item.steps.values():
            if step.standing == "open":
                if step.code == RECEIPT or self.step_plan(item, step.code).kind == "approval":
                    self.close_task(item, step, None)
                else:
                    self.out.effects_unwanted.append(EffectUnwanted(item.key, step.code, step.round))
            if step.standing in ("open", "pending"):
                step.standing, step.closed_at = "ended", self.now

    def end_item(self, item: ItemState, standing: ItemStanding, *, reason: str | None = None) -> None:
        """Ends an item without a grant; `settle` lets what depends on it follow."""
        item.standing, item.reason, item.decided_at = standing, reason, self.now
        item.waiting_for = []
        self.drop_open_steps(item)
        end_pauses(item, self.now)
        for notice in self.state.notices:
            notice.marks.pop(item.key, None)
        self.say(EVENT_OF_END[standing], item, reason=reason)


def is_open(item: ItemState) -> bool:
    return item.standing in OPEN_STANDINGS


def end_pauses(item: ItemState, at: datetime) -> None:
    """A pause that has no end yet ends now; one that lasted no time never was."""
    item.receipt_pauses = [_ended(pause, at) for pause in item.receipt_pauses if pause.start < at]
    item.handling_pauses = [_ended(pause, at) for pause in item.handling_pauses if pause.start < at]


def _ended(pause: Pause, at: datetime) -> Pause:
    return pause if pause.end else replace(pause, end=at)


def copy_state(state: CaseState) -> CaseState:
    """A copy that shares nothing that changes; by hand, because every act makes one."""
    items = {
        key: replace(
            item,
            waiting_for=list(item.waiting_for),
            receipt_pauses=list(item.receipt_pauses),
            handling_pauses=list(item.handling_pauses),
            steps={code: replace(step) for code, step in item.steps.items()},
        )
        for key, item in state.items.items()
    }
    notices = [
        replace(
            notice,
            marks={key: [replace(mark) for mark in marks] for key, marks in notice.marks.items()},
            asked=dict(notice.asked),
        )
        for notice in state.notices
    ]
    return replace(state, items=items, notices=notices, versions=dict(state.versions))


def collecting_notice(state: CaseState) -> Notice | None:
    last = state.notices[-1] if state.notices else None
    return last if last and last.sent_at is None and last.closed_at is None else None
