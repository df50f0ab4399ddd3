"""An imaginary case: a definition run through `advance` by imaginary people, with a clock of its own.

Nothing leaves: no database, no task, no message. Equal input gives an equal timeline. It always ends: each
turn is taken once, what a decision repeats is finite, and what is left then waits for somebody for ever.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Literal

from clocks.calendar import WorkCalendar, local_date
from forms.form_plan import Text
from matter_definitions.advance import ActRefused, Situation, deadlines, move, open_case, run_due
from matter_definitions.consequences import Consequences, Deadline, Event
from matter_definitions.imaginary.acting import act_of
from matter_definitions.imaginary.opening import Submitted, Unimaginable, submit
from matter_definitions.imaginary.pace import limit_of, time_of
from matter_definitions.imaginary.people import Choice, Decisions, People, usual
from matter_definitions.imaginary.saying import event_in_words
from matter_definitions.imaginary.turns import Doer, Turn, TurnKind, turns_of
from matter_definitions.imaginary.wrong_decisions import wrong_decisions
from matter_definitions.plan import Plan
from matter_definitions.state import CaseStanding, CaseState, ItemStanding

__all__ = ["Imagined", "ImaginedItem", "Moment", "Unimaginable", "Wait", "simulate"]

Who = Doer | Literal["time"]


@dataclass(frozen=True, slots=True)
class Wait:
    """It is somebody's turn. `until` None: nobody takes it; `limit`: when it should be taken."""

    kind: TurnKind
    who: Doer
    item: str
    step: str
    department: str
    since: datetime
    until: datetime | None
    limit: datetime | None


@dataclass(frozen=True, slots=True)
class Moment:
    """Something happened: `event` is a kind of `events.py`; `waits`: whose turn it is from now on."""

    at: datetime
    who: Who
    department: str
    event: str
    item: str
    step: str
    words: Text
    waits: tuple[Wait, ...] = ()


@dataclass(frozen=True, slots=True)
class ImaginedItem:
    key: str
    title: Text
    department: str
    standing: ItemStanding
    reason: str | None


@dataclass(frozen=True, slots=True)
class Imagined:
    """`end` open: it waits for ever, for `waits_for`; exit: it cannot be done here, as `exits` says.

    `materials`, `fields`: keys of what the applicant is asked for. `ended_at` None: it has no end.
    """

    matter: str
    title: Text
    started_at: datetime
    ended_at: datetime | None
    end: CaseStanding | Literal["exit"]
    items: tuple[ImaginedItem, ...]
    materials: tuple[str, ...]
    fields: tuple[str, ...]
    moments: tuple[Moment, ...] = ()
    waits_for: tuple[Wait, ...] = ()
    exits: tuple[Text, ...] = ()


def simulate(
    plan: Plan,
    *,
    calendar: WorkCalendar,
    start: datetime,
    answers: Mapping[str, object],
    values: Mapping[str, object] = MappingProxyType({}),
    decisions: Decisions = MappingProxyType({}),
    delivery: str | None = None,
) -> Imagined:
    """`start`: when it is submitted. `values` by form key, also such as officers enter later; only
    conditions look at them. `decisions`: see `people.py`. Raises Unimaginable."""
    wrong = wrong_decisions(plan, decisions)
    if wrong:
        raise Unimaginable(*wrong)
    today = local_date(start)
    given = submit(plan, answers=answers, values=values, decisions=decisions, delivery=delivery, today=today)
    if given.exits:
        return Imagined(plan.matter, plan.title, start, None, "exit", (), (), (), exits=given.exits)
    return _Play(plan, calendar, given, People(decisions), start).play()


@dataclass(slots=True)
class _Chosen:
    """A turn that somebody has: what will be done, and when."""

    turn: Turn
    choice: Choice
    wait: Wait


@dataclass(slots=True)
class _Play:
    plan: Plan
    calendar: WorkCalendar
    given: Submitted
    people: People
    now: datetime
    state: CaseState = field(init=False)
    there: list[Turn] = field(default_factory=list[Turn])
    chosen: dict[Turn, _Chosen] = field(default_factory=dict[Turn, _Chosen])
    taken: set[Turn] = field(default_factory=set[Turn])
    moments: list[Moment] = field(default_factory=list[Moment])
    stuck: list[Wait] = field(default_factory=list[Wait])  # what nobody could do

    def play(self) -> Imagined:
        start = self.now
        self.state, out = open_case(self.plan, self.given.openings, self._situation())
        self._keep(out, who="applicant")
        while True:
            agenda = deadlines(self.plan, self.state, self.calendar)
            self._look_whose_turn_it_is(agenda)
            turn = self._next_turn()
            if agenda and (turn is None or agenda[0].at <= turn[0]):
                self.now = max(self.now, agenda[0].at)
                self.state, out = run_due(self.plan, self.state, self._situation())
                self._keep(out, who="time")
            elif turn is not None:
                self.now = turn[0]
                self._take(turn[1])
            else:
                return self._imagined(start)

    def _situation(self) -> Situation:
        return Situation(
            now=self.now,
            calendar=self.calendar,
            values=self.given.draft.values,
            answers=self.given.draft.answers,
        )

    def _look_whose_turn_it_is(self, agenda: list[Deadline]) -> None:
        """A turn that rests keeps what was chosen for it. One that was taken comes again only when it had
        been over in between: so nobody does the same for ever."""
        self.there = turns_of(self.plan, self.state)
        self.taken &= set(self.there)
        for each in self.there:
            if each not in self.chosen and each not in self.taken:
                limit = limit_of(each, self.plan, self.state, agenda, self.calendar)
                self.chosen[each] = self._begin(each, limit)

    def _begin(self, turn: Turn, limit: datetime | None) -> _Chosen:
        item = self.state.items.get(turn.item)
        calendar = self.calendar.for_region(item.region) if item else self.calendar
        choice = self.people.choose(turn, item.code if item else "")
        until = None
        if not choice.does_nothing:
            until = time_of(turn, now=self.now, limit=limit, calendar=calendar, late=choice.late)
        wait = Wait(turn.kind, turn.doer, turn.item, turn.step, turn.department, self.now, until, limit)
        self.moments[-1] = replace(self.moments[-1], waits=(*self.moments[-1].waits, wait))
        return _Chosen(turn, choice, wait)

    def _next_turn(self) -> tuple[datetime, _Chosen] | None:
        """The earliest; of several at once, the first in the order of the case. What rested meanwhile is
        taken now."""
        chosen = [self.chosen[each] for each in self.there if each in self.chosen]
        times = [(max(each.wait.until, self.now), each) for each in chosen if each.wait.until]
        return min(times, key=lambda pair: pair[0], default=None)

    def _take(self, whose: _Chosen) -> None:
        turn = whose.turn
        self.taken.add(turn)
        del self.chosen[turn]
        for choice in (whose.choice, usual(turn)):
            act = act_of(turn, choice, self.plan, self.state, self._situation())
            try:
                self.state, out = move(self.plan, self.state, act, self._situation())
            except ActRefused:
                continue  # what was decided is not possible here: the case goes on as usual
            self._keep(out, who=turn.doer, department=turn.department)
            return
        self.stuck.append(replace(whose.wait, until=None))

    def _keep(self, out: Consequences, *, who: Who, department: str = "") -> None:
        self.moments += [self._moment(each, who, department) for each in out.events]

    def _moment(self, event: Event, who: Who, department: str) -> Moment:
        words = event_in_words(self.plan, self.state, event)
        return Moment(event.at, who, department, event.kind, event.item or "", event.step or "", words)

    def _imagined(self, start: datetime) -> Imagined:
        return Imagined(
            matter=self.plan.matter,
            title=self.plan.title,
            started_at=start,
            ended_at=self.state.ended_at,
            end=self.state.standing,
            items=tuple(
                ImaginedItem(
                    key, self.plan.item(each.code).title, each.department, each.standing, each.reason
                )
                for key, each in self.state.items.items()
            ),
            materials=self.given.materials,
            fields=self.given.fields,
            # A deadline is dated at its own moment, also one that was found to have passed.
            moments=tuple(sorted(self.moments, key=lambda each: each.at)),
            waits_for=(*self.stuck, *(self.chosen[each].wait for each in self.there if each in self.chosen)),
        )
