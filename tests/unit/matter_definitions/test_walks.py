"""Random walks of a case that offers everything: no dead end, no lost day, no second result."""

from collections import Counter
from datetime import timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from clocks.calendar import local_date
from clocks.clock import explain
from matter_definitions.acts.act import Act
from matter_definitions.acts.committing import RecordHeard
from matter_definitions.acts.deciding import DecideStep, RecordOutcome
from matter_definitions.acts.pausing import DecideExtension
from matter_definitions.acts.receiving import CorrectLate
from matter_definitions.acts.telling import RecordDelivery
from matter_definitions.acts.undoing import DecideVoid, Rectify, Revoke, TakeBack
from matter_definitions.advance import ActRefused, allowed, allowed_words, clock_of, deadlines, run_due
from matter_definitions.consequences import Consequences
from matter_definitions.rows import ActWord
from matter_definitions.state import IN_HANDLING, from_document, to_document
from tests.unit.matter_definitions.standings import CALENDAR, MARKS, Played, act_for, stand, whole

_LATE_ENDS: frozenset[ActWord] = frozenset({"end", "withdraw", "ask_void"})  # else most walks end at once


class Walk:
    """Chooses among what is allowed; whoever has to answer answers in the end."""

    def __init__(self, seed: int) -> None:
        self.case, self.random = Played(whole()), Random(seed)
        self.issued = Counter[tuple[str, int]]()

    def choices(self) -> list[Act]:
        case, found = self.case, list[Act]()
        for code, step in case.item.steps.items():
            if step.standing == "open" and code == "paper":
                found.append(RecordOutcome("a", code, step.round, "done"))
            for word in allowed(case.plan, case.state, "a", code, case.situation()):
                found += self._of_task(code, word)
        for word in allowed_words(case.plan, case.state, case.item, case.situation()):
            if word in (
                "supply",
                "resubmit",
                "told",
                "take_back",
                "reopen",
                "give_prior_notice",
                "record_heard",
                "revoke",
                "rectify",
                "deliver",
                "sign",
            ) or (word in _LATE_ENDS and self.random.random() < 0.1):
                found += self._beside(word)
        return found

    def _of_task(self, code: str, word: str) -> list[Act]:
        match word:
            case "pass" | "grant":
                return [DecideStep("a", code, word)]
            case "deny" | "send_back":
                return [DecideStep("a", code, word, "reason")]
            case "grant_extension" | "refuse_extension":
                return [DecideExtension("a", word == "grant_extension")]
            case "approve_void" | "refuse_void":
                return [DecideVoid("a", word == "approve_void" and self.random.random() < 0.2)]
            case "correct_after":
                return [CorrectLate("a", code, MARKS)]
            case _:
                return [act_for(word, self.case)]  # type: ignore[arg-type]

    def _beside(self, word: ActWord) -> list[Act]:
        if word == "take_back":
            return [TakeBack("a", "first" if self.case.item.standing == "accepted" else None, "reason")]
        if word == "told":
            return [act_for(word, self.case)]
        plain: dict[ActWord, Act] = {
            "record_heard": RecordHeard("a", None, "text-1"),
            "revoke": Revoke("a", "revoked", "reason"),
            "rectify": Rectify("a", "paper", "reason"),
            "deliver": RecordDelivery("a", "counter", signed=False),
            "sign": RecordDelivery("a", "counter", signed=True),
        }
        return [plain[word] if word in plain else act_for(word, self.case)]

    def step(self) -> None:
        case = self.case
        found = self.choices()
        if found and self.random.random() < 0.9:
            act = self.random.choice(found)
            try:
                self.keep(case.do(act))
            except ActRefused:
                return  # what the contents of the act decide cannot be told before
        if self.random.random() < 0.5:
            case.now += timedelta(hours=self.random.choice((1, 9, 20, 60, 700)))
            case.state, out = run_due(case.plan, case.state, case.situation())
            self.keep(out)

    def keep(self, out: Consequences) -> None:
        for each in out.effects_wanted:
            if each.kind == "issue_result":
                self.issued[each.step, each.round] += 1


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_no_walk_reaches_a_standing_without_a_way_out(seed: int) -> None:
    walk = Walk(seed)
    for _ in range(40):
        case = walk.case
        if case.state.standing == "open":
            open_steps = [each for each in case.item.steps.values() if each.standing == "open"]
            assert walk.choices() or open_steps or deadlines(case.plan, case.state, CALENDAR)
        assert from_document(to_document(case.state)) == case.state
        walk.step()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_no_walk_loses_a_day_of_the_clock(seed: int) -> None:
    walk = Walk(seed)
    for _ in range(40):
        walk.step()
        item = walk.case.item
        if item.standing not in IN_HANDLING or item.accepted_at is None:
            continue
        until = local_date(walk.case.now)
        days = explain(started=item.accepted_at, until=until, pauses=item.handling_pauses, calendar=CALENDAR)
        assert len(days) == (until - local_date(item.accepted_at)).days + 1
        assert all((day.number is None) != (day.not_counted_because is None) for day in days)
        numbers = [day.number for day in days if day.number is not None]
        assert numbers == list(range(1, len(numbers) + 1))
        running = [pause for pause in item.handling_pauses if pause.end is None]
        clock = clock_of(walk.case.plan, item, CALENDAR)
        assert clock.paused == any(clock.due_at is None or p.start < clock.due_at for p in running)
        assert bool(running) <= (item.standing != "accepted")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_no_walk_issues_two_results(seed: int) -> None:
    """At most one that was neither revoked nor replaced before the next was asked for."""
    walk, valid = Walk(seed), 0
    for _ in range(50):
        seen = len(walk.case.all.documents_changed)
        before = sum(walk.issued.values())
        walk.step()
        withdrawn = walk.case.all.documents_changed[seen:]
        valid = max(0, valid - len(withdrawn))
        unwanted = [each for each in walk.case.all.effects_unwanted if each.step == "paper"]
        valid += sum(walk.issued.values()) - before
        assert valid - len(unwanted) <= 1
        assert set(walk.issued.values()) <= {1}


def test_the_walks_reach_nearly_every_standing() -> None:
    """The promises above would prove little if all walks ended alike."""
    reached = Counter[str]()
    for seed in range(150):
        walk = Walk(seed)
        for _ in range(40):
            walk.step()
            reached[walk.case.item.standing] += 1
    never = {"not_pursued", "granted_with_late_supply"}  # of one item without a commitment
    assert set(reached) >= {stand_ for stand_ in _ALL if stand_ not in never}


_ALL = {
    "received", "correcting", "accepted", "granted", "denied", "refused", "not_applicable", "withdrawn",
    "lapsed", "ended", "prechecking", "returned", "correcting_late", "special_procedure", "suspended",
    "forwarded", "void", "revoked",
}  # fmt: skip


def test_the_helper_and_the_walk_know_the_same_standings() -> None:
    assert {stand(each).item.standing for each in _ALL} == _ALL  # type: ignore[arg-type]
