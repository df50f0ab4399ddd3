"""Promises of `advance` for any plan and any order of what happens."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clocks.clock import Limit
from clocks.published import load_published
from matter_definitions.acts.act import Act
from matter_definitions.acts.deciding import DecideStep, RecordOutcome
from matter_definitions.acts.receiving import AnswerNotice, DecideReceipt
from matter_definitions.advance import (
    ActRefused,
    ItemOpening,
    Situation,
    deadlines,
    move,
    open_case,
    result_is_there,
    run_due,
)
from matter_definitions.consequences import Consequences, TaskOpened
from matter_definitions.plan import ItemPlan, Plan, StepPlan
from matter_definitions.predecessors import predecessors_of
from matter_definitions.state import RECEIPT, CaseState, Mark, from_document, to_document
from matter_definitions.timing import OVERDUE
from tests.retelling import standings_told
from tests.unit.matter_definitions.plans import item, plan, step

CALENDAR = load_published()
START = datetime.fromisoformat("2026-03-05T10:00:00+08:00")
KINDS = ("approval", "system_call", "data_check", "payment", "issue_result", "mailing")


@st.composite
def steps(draw: st.DrawFn) -> tuple[StepPlan, ...]:
    made: list[StepPlan] = []
    for index in range(draw(st.integers(1, 4))):
        earlier = [each.code for each in made]
        after = tuple(draw(st.lists(st.sampled_from(earlier), unique=True, max_size=2))) if earlier else ()
        kind = draw(st.sampled_from(KINDS))
        decides = kind == "approval" and draw(st.booleans())
        refused = draw(st.sampled_from(("deny", "note")))
        made.append(step(f"s{index}", kind, after=after, decides=decides, refused=refused))
    return tuple(_decisions_first(made))


def _decisions_first(made: list[StepPlan]) -> list[StepPlan]:
    """What brings a result cannot come before what decides: the compiler refuses such a definition."""
    late: set[str] = set()
    kept: list[StepPlan] = []
    for each in made:
        if each.kind in ("issue_result", "mailing") or late & set(each.after):
            late.add(each.code)
            kind = "mailing" if each.kind == "mailing" else "issue_result"
            kept.append(step(each.code, kind, after=each.after))
        else:
            kept.append(each)
    return kept


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    items: list[ItemPlan] = []
    for index in range(draw(st.integers(1, 5))):
        earlier = [each.code for each in items]
        groups = (
            draw(
                st.lists(st.lists(st.sampled_from(earlier), unique=True, min_size=1, max_size=2), max_size=2)
            )
            if earlier
            else []
        )
        items.append(
            item(
                f"i{index}",
                *draw(steps()),
                acceptance=draw(st.sampled_from(("officer", "rule"))),
                silence=draw(st.sampled_from(("accepted", "supervise"))),
                after=tuple(tuple(group) for group in groups),
            )
        )
    # With a promise of its own a case's date does not hang on which of its items ended in the same minute.
    return replace(plan(*items), promise=Limit(10, "working_day"))


@dataclass
class World:
    """The people and departments around a case: each answers from a fixed seed, in a shuffled order."""

    plan: Plan
    answers: int  # decides every answer by what is asked, never by when
    order: Random
    dependents_are_fine: bool = False  # what waits for another item is never itself refused or marked
    state: CaseState = field(init=False)
    now: datetime = START
    tasks: dict[tuple[str, str, int], TaskOpened] = field(default_factory=dict)
    effects: dict[tuple[str, str, int], str] = field(default_factory=dict)
    ever: Counter[tuple[str, str | None, str, int]] = field(default_factory=Counter)
    log: list[str] = field(default_factory=list)
    told: list[tuple[str, str | None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        openings = [
            ItemOpening(each.code, each.code, number, "330110000000", "library@x")
            for number, each in enumerate(self.plan.items, start=1)
        ]
        self.state, out = open_case(self.plan, openings, self.situation())
        self.keep(out)

    def situation(self) -> Situation:
        return Situation(now=self.now, calendar=CALENDAR)

    def chance(self, *about: object) -> float:
        return Random(repr((self.answers, *about))).random()

    def keep(self, out: Consequences) -> None:
        for task in out.tasks_opened:
            self.ever["task", task.item, task.step, task.round] += 1
            self.tasks[task.item, task.step, task.round] = task
        for closed in out.tasks_closed:
            del self.tasks[closed.item, closed.step, closed.round]
        for effect in out.effects_wanted:
            self.ever["effect", effect.item, effect.step, effect.round] += 1
            if effect.item:
                self.effects[effect.item, effect.step, effect.round] = effect.kind
        for gone in out.effects_unwanted:
            if gone.item:
                self.effects.pop((gone.item, gone.step, gone.round), None)
        self.told += [(each.kind, each.item) for each in out.events]
        self.log += [f"{each.at:%Y-%m-%d %H:%M} {each.item} {each.kind} {each.step}" for each in out.events]

    def acts(self) -> list[Act]:
        found: list[Act] = [self._answer(task) for task in self.tasks.values()]
        for (key, code, number), kind in self.effects.items():
            found.append(RecordOutcome(key, code, number, self._outcome(key, code, number, kind)))
        asked = sorted(
            {
                mark.target
                for notice in self.state.notices
                if notice.sent_at and not notice.closed_at
                for marks in notice.marks.values()
                for mark in marks
            }
        )
        if asked and self.chance("mends", len(self.state.notices)) < 0.7:
            found.append(AnswerNotice(tuple(asked)))
        return found

    def _answer(self, task: TaskOpened) -> Act:
        chance = self.chance(task.item, task.step, task.round)
        if task.step == RECEIPT and self.dependents_are_fine and self.plan.item(task.item).after:
            return DecideReceipt(task.item, "accept")
        if task.step == RECEIPT:
            if chance < 0.25 and task.round == 1 and not self.state.items[task.item].silent:
                return DecideReceipt(task.item, "correct", (Mark(f"field:{task.item}.x", "text"),))
            return DecideReceipt(task.item, "refuse" if chance > 0.92 else "accept", reason="why")
        decides = self.plan.step(task.item, task.step).decides
        if chance < 0.3 and self.is_weak(task.item, task.step):
            return DecideStep(task.item, task.step, "deny", "why")
        return DecideStep(task.item, task.step, "grant" if decides else "pass")

    def _outcome(self, key: str, code: str, number: int, kind: str) -> str:
        chance = self.chance(key, code, number)
        if not self.is_weak(key, code):
            return "done"
        if kind == "payment":
            return "failed" if chance < 0.6 else "done"
        return "refused" if chance < 0.3 else "done"

    def is_weak(self, key: str, code: str) -> bool:
        """At most one step of an item says no: which of two refusals came first is no independent thing."""
        codes = [each.code for each in self.plan.item(key).steps]
        return codes[int(self.chance("weak", key) * len(codes))] == code

    def do(self, act: Act) -> None:
        self.state, out = run_due(self.plan, self.state, self.situation())
        self.keep(out)
        try:
            self.state, out = move(self.plan, self.state, act, self.situation())
        except ActRefused:
            return  # a deadline that was due came first
        if isinstance(act, RecordOutcome):
            self.effects.pop((act.item, act.step, act.round), None)
        self.keep(out)

    def look(self) -> None:
        self.state, out = run_due(self.plan, self.state, self.situation())
        self.keep(out)

    def is_slow(self, act: Act) -> bool:
        """Some answers take weeks, so that deadlines pass."""
        return self.chance("slow", repr(act)) < 0.3

    def live(self, *, extra_looks: Random | None = None) -> None:
        """Everybody who is quick answers at once, in any order; then days pass; until nothing is left."""
        asked_at: dict[str, datetime] = {}
        for _ in range(60):
            while True:
                ready = [
                    act
                    for act in self.acts()
                    if not self.is_slow(act)
                    or self.now - asked_at.setdefault(repr(act), self.now) > timedelta(days=9)
                ]
                if not ready:
                    break
                self.do(self.order.choice(ready))
            wake = self.now + timedelta(days=4)
            while extra_looks and self.now < wake:
                self.now = min(wake, self.now + timedelta(hours=extra_looks.randrange(1, 60)))
                self.look()
            self.now = wake
            self.look()
            if not self.acts() and not deadlines(self.plan, self.state, CALENDAR):
                return
        self.look()


@settings(max_examples=150, deadline=None)
@given(plans(), st.integers(0, 10**6), st.integers(0, 10**6))
def test_every_case_comes_to_an_end_and_nothing_happens_twice(
    definition: Plan, answers: int, order: int
) -> None:
    world = World(definition, answers, Random(order))
    world.live()
    twice = {key: count for key, count in world.ever.items() if count > 1}
    assert twice == {}
    slept = [each for each in world.state.items.values() if each.silent]
    steps = [step for each in world.state.items.values() for step in each.steps.values()]
    unpaid = [each for each in steps if each.data.get(OVERDUE)]  # a supervisor was shown it
    assert world.state.standing != "open" or slept or unpaid or world.acts()


def outcome_of(world: World) -> dict[str, object]:
    """The end and every date. What an item had still open when it was refused is no part of the end."""
    document = to_document(world.state)
    for each in document["items"].values():  # type: ignore[union-attr]
        if each.get("standing") != "granted":
            each["steps"], each["form_ok"] = {}, None
    return document


@settings(max_examples=150, deadline=None)
@given(plans(), st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6))
def test_the_end_and_its_dates_do_not_depend_on_the_order_of_independent_things(
    definition: Plan, answers: int, one: int, other: int
) -> None:
    first = World(definition, answers, Random(one), dependents_are_fine=True)
    second = World(definition, answers, Random(other), dependents_are_fine=True)
    first.live()
    second.live()
    assert outcome_of(first) == outcome_of(second)


@settings(max_examples=100, deadline=None)
@given(plans(), st.integers(0, 10**6), st.integers(0, 10**6))
def test_delaying_timers_at_random_changes_neither_the_end_nor_any_date(
    definition: Plan, answers: int, looks: int
) -> None:
    """One world looks at every odd hour, the other only when people come back: the deadlines are the same."""
    punctual, late = World(definition, answers, Random(1)), World(definition, answers, Random(1))
    punctual.live(extra_looks=Random(looks))
    late.live()
    assert to_document(punctual.state) == to_document(late.state)
    assert sorted(punctual.log) == sorted(late.log)


@settings(max_examples=100, deadline=None)
@given(plans(), st.integers(0, 10**6), st.integers(0, 10**6))
def test_the_events_alone_tell_how_every_item_stands(definition: Plan, answers: int, order: int) -> None:
    world = World(definition, answers, Random(order))
    for _ in range(60):
        standings = {key: each.standing for key, each in world.state.items.items()}
        assert standings_told(world.told, items=standings) == standings
        acts = world.acts()
        if acts:
            world.do(world.order.choice(acts))
        world.now += timedelta(days=1)
        world.look()


@settings(max_examples=100, deadline=None)
@given(plans(), st.integers(0, 10**6), st.integers(0, 10**6))
def test_nothing_starts_before_what_it_needs(definition: Plan, answers: int, order: int) -> None:
    world = World(definition, answers, Random(order))
    for _ in range(80):
        for each in world.state.items.values():
            if each.accepted_at:
                assert predecessors_of(definition, world.state, each)[0] != "waiting"
            for planned in definition.item(each.code).steps:
                standing = each.steps[planned.code].standing
                if standing in ("open", "done"):
                    assert each.accepted_at
                    assert all(each.steps[code].standing in ("done", "skipped") for code in planned.after)
        acts = world.acts()
        if not acts:
            break
        world.do(world.order.choice(acts))


@settings(max_examples=100, deadline=None)
@given(plans(), st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_crash_between_any_two_acts_and_a_repeated_act_change_nothing(
    definition: Plan, answers: int, order: int
) -> None:
    steady, shaken = World(definition, answers, Random(order)), World(definition, answers, Random(order))
    for _ in range(80):
        acts = steady.acts()
        if not acts:
            break
        act = acts[0]
        steady.do(act)
        shaken.do(act)
        shaken.state = from_document(to_document(shaken.state))
        if not isinstance(act, AnswerNotice):
            with pytest.raises(ActRefused):
                move(definition, shaken.state, act, shaken.situation())
    assert steady.state == shaken.state


@settings(max_examples=100, deadline=None)
@given(plans(), st.integers(0, 10**6), st.integers(0, 10**6))
def test_an_open_case_always_waits_for_somebody_or_for_a_date(
    definition: Plan, answers: int, order: int
) -> None:
    world = World(definition, answers, Random(order))
    for _ in range(60):
        if world.state.standing != "open":
            return
        waiting_for_the_applicant = any(each.sent_at and not each.closed_at for each in world.state.notices)
        assert (
            world.tasks
            or world.effects
            or waiting_for_the_applicant
            or deadlines(definition, world.state, CALENDAR)
        )
        acts = world.acts()
        if acts:
            world.do(world.order.choice(acts))
        world.now += timedelta(days=2)
        world.look()


def test_the_random_worlds_reach_every_kind_of_end() -> None:
    """The properties above would prove little if the cases they try all ended alike."""
    ends: Counter[str] = Counter()
    for seed in range(120):
        chain = plan(
            item("i0", step("s0", "approval", decides=True)),
            item("i1", step("s0", "payment"), after=(("i0",),), acceptance="rule"),
        )
        world = World(chain, seed, Random(seed))
        world.live()
        ends.update(each.standing for each in world.state.items.values())
        assert all(
            result_is_there(chain, each) for each in world.state.items.values() if each.standing == "granted"
        )
    assert set(ends) >= {"granted", "denied", "lapsed", "not_pursued", "refused"}
