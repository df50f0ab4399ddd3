"""One movement of a case under way: the state being worked on and what follows from it so far.

Private to `advance.py` and the rooms that it is made of; everyone else sees states go in and come out.
"""

from dataclasses import dataclass, field
from datetime import datetime

from matter_definitions import events
from matter_definitions.clock_effects import end_pauses, take_effect
from matter_definitions.consequences import (
    Consequences,
    EffectUnwanted,
    EffectWanted,
    Event,
    ServiceWanted,
    TaskClosed,
    TaskKind,
    TaskOpened,
)
from matter_definitions.movements import row_of
from matter_definitions.plan import ItemPlan, Plan, StepPlan
from matter_definitions.rows import ActWord, Transition
from matter_definitions.situation import ActorRef, ActRefused, NotOffered, Situation
from matter_definitions.state import (
    OPEN_STANDINGS,
    CaseState,
    ItemStanding,
    ItemState,
    Notice,
    StepState,
)

__all__ = [
    "ActRefused",
    "ActorRef",
    "Motion",
    "NotOffered",
    "Situation",
    "collecting_notice",
    "end_pauses",
    "is_open",
]

EVENT_OF_END: dict[ItemStanding, str] = {
    "granted": events.GRANTED,
    "denied": events.DENIED,
    "refused": events.REFUSED,
    "not_applicable": events.NOT_APPLICABLE,
    "withdrawn": events.WITHDRAWN,
    "lapsed": events.LAPSED,
    "not_pursued": events.NOT_PURSUED,
    "ended": events.BRANCH_ENDED,
    "void": events.VOIDED,
    "revoked": events.REVOKED,
}
# By which row an item usually comes to an end; the others say it themselves.
_WORD_OF_END: dict[ItemStanding, ActWord] = {
    "denied": "deny",
    "refused": "refuse",
    "not_applicable": "not_applicable",
    "withdrawn": "withdraw",
    "lapsed": "lapse",
    "not_pursued": "not_pursue",
    "ended": "end",
    "void": "approve_void",
    "revoked": "revoke",
}


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
        nth: int | None = None,
        notice_number: int | None = None,
        must_by: datetime | None = None,
        **data: str | int | bool | None,
    ) -> None:
        """Records an event, and asks for the messages and papers that the plan hangs on its kind.

        `nth` tells repetitions of one event of one item and step apart, so that each is told once; what
        was undone in between may be said again. Where the message is a notice of law, its delivery has to
        be proved until `must_by`.
        """
        key = item.key if item else None
        nth = nth or 1 + (item.undone if item else self.state.ends_undone)
        self.out.events.append(Event(kind=kind, at=self.now, item=key, step=step, data=data))
        subject = ":".join(part for part in (kind, step) if part)
        if any(notice.legal and notice.event == kind for notice in self.plan.notices):
            self.out.services_wanted.append(
                ServiceWanted(key, notice_number, kind, legal=True, must_by=must_by)
            )
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
            if paper.is_written_on(kind, item=item.code if item else None, step=step):
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

    def open_task(
        self,
        item: ItemState,
        step: StepState,
        *,
        kind: TaskKind | None = None,
        about: tuple[str, ...] = (),
    ) -> None:
        step.standing, step.opened_at = "open", self.now
        department, region = item.places.get(step.code, (item.department, item.region))
        self.out.tasks_opened.append(
            TaskOpened(
                item=item.key,
                step=step.code,
                round=step.round,
                department=department,
                region=region,
                kind=kind,
                limit_at=step.limit_at,
                about=about,
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
                planned = self.plan.find_step(item.code, step.code)
                if planned is None or planned.kind == "approval":
                    self.close_task(item, step, None)
                else:
                    self.out.effects_unwanted.append(EffectUnwanted(item.key, step.code, step.round))
            if step.standing in ("open", "pending"):
                step.standing, step.closed_at = "ended", self.now

    def shift(
        self,
        item: ItemState,
        row: Transition,
        *,
        to: ItemStanding | None = None,
        kind: str | None = None,
        clock: bool = True,
        step: str | None = None,
        nth: int | None = None,
        notice_number: int | None = None,
        must_by: datetime | None = None,
        **data: str | int | bool | None,
    ) -> None:
        """Moves an item as its row of the table says: its standing, its clocks and the row's event.

        `to` is needed where the row leads to several standings; `kind` is the act's own, for the pause (of
        those under way only the ones of that kind end). `clock` False: the clocks stay as they are, where
        the row's effect depends on the act.
        """
        self.become(item, row, to=to)
        if clock:
            take_effect(item, row.clock, now=self.now, kind=kind)
        if row.event:
            self.say(row.event, item, step, nth=nth, notice_number=notice_number, must_by=must_by, **data)

    def become(self, item: ItemState, row: Transition, *, to: ItemStanding | None = None) -> None:
        """The new standing alone; what has no row in the table cannot happen."""
        before = item.standing
        after = to or (row.target[0] if len(row.target) == 1 and not row.may_stay else before)
        assert not row.sources or before in row.sources, f"{row.act} is not possible in {before}"
        assert after in row.leads_to(before), f"{row.act} does not lead from {before} to {after}"
        item.standing = after

    def end_item(
        self,
        item: ItemState,
        standing: ItemStanding,
        *,
        word: ActWord | None = None,
        event: str | None = None,
        reason: str | None = None,
        **data: str | int | bool | None,
    ) -> None:
        """Ends an item without a grant; `settle` lets what depends on it follow.

        `word`: the row by which it ends, `event`: what is said, where they are not the usual ones.
        """
        self.become(item, row_of(item, word or _WORD_OF_END[standing]), to=standing)
        item.reason, item.decided_at = reason, self.now
        item.waiting_for = []
        self.drop_open_steps(item)
        end_pauses(item, self.now)
        for lasting in (*item.suspensions, *item.specials, *item.forwardings):
            lasting.ended_at = lasting.ended_at or self.now
        for notice in self.state.notices:
            notice.marks.pop(item.key, None)
        said = event or EVENT_OF_END[standing]
        self.say(said, item, None, nth=None, notice_number=None, must_by=None, reason=reason, **data)


def is_open(item: ItemState) -> bool:
    return item.standing in OPEN_STANDINGS


def collecting_notice(state: CaseState) -> Notice | None:
    """The merged correction notice that has not left yet; there is never more than one."""
    for notice in reversed(state.notices):
        if notice.sent_at is None and notice.closed_at is None:
            return notice
    return None
