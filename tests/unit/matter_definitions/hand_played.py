"""Plays one case of a plan built by hand, act by act."""

from collections.abc import Sequence
from datetime import datetime

from clocks.calendar import in_shanghai
from clocks.published import load_published
from matter_definitions.acts.act import Act
from matter_definitions.acts.deciding import RecordOutcome
from matter_definitions.acts.receiving import DecideReceipt
from matter_definitions.advance import (
    ItemOpening,
    Situation,
    move,
    open_case,
    run_due,
)
from matter_definitions.consequences import Consequences
from matter_definitions.plan import Plan
from matter_definitions.state import Mark

CALENDAR = load_published()
THURSDAY = datetime.fromisoformat("2026-03-05T10:00:00+08:00")


class Case:
    """Plays one case of a plan by hand; remembers everything that followed."""

    def __init__(self, definition: Plan, *, instances: Sequence[tuple[str, int]] = ()) -> None:
        self.plan, self.now = definition, THURSDAY
        numbers = dict.fromkeys(each.code for each in definition.items)
        openings = [
            ItemOpening(f"{code}.{n}" if n else code, code, position, "330110000000", "library@x", n or None)
            for position, (code, n) in enumerate(instances or [(code, 0) for code in numbers], start=1)
        ]
        self.state, out = open_case(definition, openings, self.situation())
        self.all = Consequences()
        self._keep(out)

    def situation(self) -> Situation:
        return Situation(now=self.now, calendar=CALENDAR)

    def _keep(self, out: Consequences) -> None:
        for name in ("events", "tasks_opened", "tasks_closed", "effects_wanted", "effects_unwanted"):
            getattr(self.all, name).extend(getattr(out, name))

    def at(self, text: str) -> "Case":
        self.now = datetime.fromisoformat(text + "+08:00")
        self.state, out = run_due(self.plan, self.state, self.situation())
        self._keep(out)
        return self

    def do(self, act: Act) -> Consequences:
        self.state, out = move(self.plan, self.state, act, self.situation())
        self._keep(out)
        return out

    def done(self, item: str, step: str, outcome: str = "done", round: int = 1) -> Consequences:
        return self.do(RecordOutcome(item, step, round, outcome))

    def accept(self, item: str) -> Consequences:
        return self.do(DecideReceipt(item, "accept"))

    def mark(self, item: str, target: str) -> Consequences:
        return self.do(DecideReceipt(item, "correct", (Mark(target, "text-1"),)))

    def kinds(self) -> list[str]:
        return [event.kind for event in self.all.events]

    def standing(self, item: str) -> str:
        return self.state.items[item].standing

    def wanted(self) -> list[tuple[str | None, str, int]]:
        return [(each.item, each.step, each.round) for each in self.all.effects_wanted]


def at(state_time: datetime | None) -> str:
    assert state_time is not None
    return in_shanghai(state_time).strftime("%Y-%m-%d %H:%M")
