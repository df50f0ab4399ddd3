"""One case in the hands of one transaction: what was, what is, and what has to be written.

Made by `change.change_case` and `new_case.open_new_case`, written by `writing.write_changes`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID, uuid4

from clocks.calendar import WorkCalendar
from database.connection import Connection, Statement
from database.queries.case_load import CaseRow
from database.queries.effect_rows import EffectRow
from engine.case_box import CaseBox
from engine.refusals import not_possible_now
from engine.values import Form, LazyMapping, values_of
from engine.who import THE_ENGINE, Who
from matter_definitions.acts.act import Act
from matter_definitions.advance import ActRefused, Situation, move, run_due
from matter_definitions.consequences import Consequences, Event
from matter_definitions.motion import ActorRef
from matter_definitions.plan import Plan
from matter_definitions.state import CaseState
from settings import MasterKeys


@dataclass
class CaseChange:
    """One case in the hands of one transaction. `before` is the state that is written in the row.

    `for_workflow`: the workflow makes the change itself and looks again afterwards, so it needs no
    wake-up. `claim`: it also carries out at once the quick effects that follow; they are in `claimed`
    when the transaction has ended. `wants_a_look`: the workflow is woken although nothing is new.
    `rewrite_items`: the rows of all items and the dates of all open tasks are written, not only those of
    items that changed, because the calendar did.
    `asked_behind`: reads that travel behind the writing, for whoever will execute them then.
    `woken`: once written, the case has something that its workflow has not seen. `keys`: for digests of what
    may exist only once.
    """

    connection: Connection
    row: CaseRow
    plan: Plan
    calendar: WorkCalendar
    box: CaseBox
    by: Who
    before: CaseState
    state: CaseState
    for_workflow: bool = False
    claim: bool = False
    events: list[tuple[Who, Event]] = field(default_factory=list)
    out: Consequences = field(default_factory=Consequences)
    texts: list[dict[str, object]] = field(default_factory=list)
    new_effects: list[dict[str, object]] = field(default_factory=list)
    claimed: list[EffectRow] = field(default_factory=list)
    form_changed: bool = False
    wants_a_look: bool = False
    rewrite_items: bool = False
    asked_behind: list[Statement] = field(default_factory=list[Statement])
    woken: bool = False
    keys: MasterKeys | None = field(default=None, repr=False)
    _form: Form | None = None

    @property
    def id(self) -> int:
        return self.row.id

    @property
    def case_no(self) -> str:
        return self.row.case_no

    @property
    def now(self) -> datetime:
        """Legal time, read once for this transaction."""
        return self.row.legal_now

    @property
    def form(self) -> Form:
        """Answers, values and delivery as last written; raises `CaseErased` after a lawful deletion."""
        if self._form is None:
            self._form = self.box.open_form(self.row.form) if self.row.form else {}
        return self._form

    @property
    def values(self) -> Mapping[str, object]:
        return LazyMapping(lambda: values_of(self.form))

    @property
    def answers(self) -> Mapping[str, object]:
        return LazyMapping(lambda: self.form.get("answers", {}))

    @property
    def situation(self) -> Situation:
        """As whoever this transaction is for sees it."""
        return Situation(
            now=self.now,
            calendar=self.calendar,
            values=self.values,
            answers=self.answers,
            actor=actor_of(self.by),
        )

    def apply(self, act: Act) -> None:
        """Moves the case. Raises `NotNow` (409) with what is allowed when the act is not possible."""
        try:
            self.state, out = move(self.plan, self.state, act, self.situation)
        except ActRefused as refused:
            raise not_possible_now(refused) from refused
        self.take(out, by=self.by)

    def record(self, event: Event, *, by: Who | None = None) -> None:
        """An event that `advance` does not know of, such as a claimed task."""
        self.events.append((by or self.by, event))

    def happened(
        self,
        event: str,
        *,
        by: Who | None = None,
        item: str | None = None,
        step: str | None = None,
        **data: str | int | bool | None,
    ) -> None:
        """`record` for an event of this moment."""
        self.record(Event(kind=event, at=self.now, item=item, step=step, data=data), by=by)

    def add_text(self, kind: str, text: str) -> UUID:
        """Keeps what somebody wrote, encrypted with the case's key; events refer to it by this id."""
        text_id = uuid4()
        self.texts.append(
            {
                "id": text_id,
                "kind": kind,
                "ciphertext": self.box.seal_text(text),
            }
        )
        return text_id

    def set_values(self, values: Mapping[str, object]) -> None:
        """Writes values by form key (`child.2.name`) as a new version of the form.

        The version of each field that changed rises, so that a department may ask about it anew.
        """
        old = self.form.get("values", {})
        changed = [key for key, value in values.items() if key not in old or old[key] != value]
        if not changed:
            return
        self._form = {**self.form, "values": {**old, **values}}
        self.form_changed = True
        versions = dict(self.state.versions)
        for key in changed:
            versions[f"field:{key}"] = versions.get(f"field:{key}", 0) + 1
        self.state = replace(self.state, versions=versions)

    def take_form(self, form: Form) -> None:
        """The first form of a new case."""
        self._form, self.form_changed = form, True

    def plan_effect(self, row: dict[str, object]) -> None:
        """An effect that no step of the plan asks for, such as a refund."""
        self.new_effects.append(row)

    def run_due(self) -> None:
        """Lets every deadline that has passed happen, each dated at its own moment."""
        if self.row.next_due_at is not None and self.row.next_due_at <= self.now:
            by_nobody = replace(self.situation, actor=None)  # time does it, whoever comes along
            self.state, out = run_due(self.plan, self.state, by_nobody)
            self.take(out, by=THE_ENGINE)

    def take(self, out: Consequences, *, by: Who) -> None:
        self.events.extend((by, event) for event in out.events)
        self.out.add(out)


def actor_of(by: Who) -> ActorRef | None:
    """As the rules about persons know him; None: the engine, to which they do not apply."""
    role = by.role or by.kind
    if role == "engine":
        return None
    return ActorRef(role, by.id, rank=by.rank, department=by.department, region=by.region)
