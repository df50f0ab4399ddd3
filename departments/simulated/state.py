"""What the simulated departments remember: tasks, messages to send, births, numbers given.

Every change is one journal record, and reading the journal applies the same
records again; there is no second way to change the state.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta

from departments.simulated.journal import Journal, Record
from departments.simulated.people import FAMILIES

DAYS_BEFORE_FOUNDATION = 12

# What may be done only once for the same thing, whatever the key.
_ONCE = {
    "birth_certificate_issue": "record_no",
    "insurance_register": "id_number",
    "migration_permit_cancel": "permit_no",
    "household_move_back": "registration_no",
    "death_certificate_issue": "id_number",
    "cremation_certificate_issue": "id_number",
    "survivor_pay": "id_number",
    "medical_account_pay_out": "id_number",
    "fund_pay_out": "id_number",
    "company_register": "address",
    "seal_record": "uscc",
    "employer_register": "uscc",
    "employer_insure": "uscc",
    "fund_employer_register": "uscc",
}


@dataclass(slots=True)
class Task:
    department: str
    key: str
    kind: str
    purpose: str
    payload: dict[str, object]
    callback_url: str
    accepted_at: str
    reference: str
    go_on: dict[str, object] = field(default_factory=dict[str, object])
    due_at: float | None = None
    answer: dict[str, object] | None = None
    answered_at: str | None = None
    calls: int = 1
    effects: int = 0


@dataclass(frozen=True, slots=True)
class Message:
    """One callback to be sent; `not_before` in seconds of real time. The id stays the same on repetition."""

    id: str
    department: str
    key: str
    type: str
    data: dict[str, object]
    callback_url: str
    not_before: float


@dataclass(frozen=True, slots=True)
class Birth:
    """One child of one delivery; `number` makes its record number unique."""

    mother_id_number: str
    born_on: date
    order: int
    sex: str
    hospital_region: str
    number: str

    @property
    def record_no(self) -> str:
        return f"B{self.hospital_region[:6]}{self.born_on:%Y%m%d}{self.number}"


class State:
    def __init__(self, journal: Journal, *, today: date) -> None:
        self._journal = journal
        self.tasks: dict[tuple[str, str], Task] = {}
        self.by_reference: dict[str, Task] = {}
        self.unsent: dict[str, Message] = {}
        self.done_once: dict[tuple[str, str], str] = {}
        self.numbers_given: Counter[str] = Counter()
        # By identity number: where somebody has settled, and where his pension relation is, since the start.
        self.settled: dict[str, dict[str, object]] = {}
        self.pensions: dict[str, dict[str, object]] = {}
        self.serial = 0
        self.founded_on = today
        self._births: dict[str, list[Birth]] = {}
        records = journal.read()
        for record in records:
            self._apply(record)
        if not records:
            # Newborns stay newborn for the trials that follow, and keep their birthday after a restart.
            self.record({"record": "founded", "on": today.isoformat()})

    def record(self, record: Record) -> None:
        """Write `record`, then let it take effect."""
        self._journal.append(record)
        self._apply(record)

    def take_in(self, task: Task) -> None:
        """Write down a new task; the very object goes on living in the state."""
        self._journal.append({"record": "task"} | asdict(task))
        self._keep(task)

    def find_task(self, department: str, key: str) -> Task | None:
        return self.tasks.get((department, key))

    def list_tasks(self, department: str) -> list[Task]:
        return [task for task in self.tasks.values() if task.department == department]

    def births_of(self, mother_id_number: str) -> list[Birth]:
        """Births that were reported while the simulation ran; newest first."""
        return list(reversed(self._births.get(mother_id_number, [])))

    def count_births(self) -> int:
        return sum(len(births) for births in self._births.values())

    def pending(self) -> Iterator[Task]:
        """Accepted, to be answered at `due_at`."""
        return (task for task in list(self.tasks.values()) if task.answer is None and task.due_at is not None)

    def _apply(self, record: Record) -> None:
        match record["record"]:
            case "founded":
                self._found(date.fromisoformat(str(record["on"])))
            case "task":
                task = Task(**{name: value for name, value in record.items() if name != "record"})  # pyright: ignore[reportArgumentType]
                self._keep(task)
            case "repeated":
                self._task(record).calls += 1
            case "answered":
                self._answered(record)
            case "delivered" | "dropped":
                self.unsent.pop(str(record["id"]), None)
            case "birth":
                self._add_birth(_birth(record))
            case unknown:
                raise ValueError(f"the journal holds an unknown record {unknown!r}")

    def _keep(self, task: Task) -> None:
        self.tasks[task.department, task.key] = task
        self.by_reference[task.reference] = task

    def _task(self, record: Record) -> Task:
        return self.tasks[str(record["department"]), str(record["key"])]

    def _answered(self, record: Record) -> None:
        task = self._task(record)
        answer = record["answer"]
        assert isinstance(answer, dict)
        task.answer, task.answered_at = answer, str(record["at"])
        messages = record["messages"]
        assert isinstance(messages, list)
        self.unsent |= {one["id"]: Message(**one) for one in messages}
        if answer["outcome"] != "done":
            return
        task.effects += 1
        self.serial += 1
        member = _ONCE.get(task.kind)
        if member and task.payload.get(member):
            self.done_once[task.kind, str(task.payload[member])] = task.key
        if task.kind in ("household_move_in", "pension_account_merge"):
            kept = self.settled if task.kind == "household_move_in" else self.pensions
            kept[str(task.payload["id_number"])] = task.payload
        if task.kind == "household_register_entry":
            self.numbers_given[number_series(task.payload)] += 1

    def _found(self, on: date) -> None:
        self.founded_on = on
        born_on = on - timedelta(days=DAYS_BEFORE_FOUNDATION)
        for place, family in enumerate(FAMILIES, start=1):
            for order in range(1, family.children + 1):
                sex = "female" if (place + order) % 2 == 0 else "male"
                number = f"{place:02d}{order}"
                mother = family.mother.id_number
                self._add_birth(Birth(mother, born_on, order, sex, family.hospital_region, number))

    def _add_birth(self, birth: Birth) -> None:
        self._births.setdefault(birth.mother_id_number, []).append(birth)


def number_series(payload: dict[str, object]) -> str:
    """Identity numbers count within region, birthday and sex."""
    return f"{str(payload['region'])[:6]}|{payload['birth_date']}|{payload['sex']}"


def _birth(record: Record) -> Birth:
    return Birth(
        mother_id_number=str(record["mother_id_number"]),
        born_on=date.fromisoformat(str(record["born_on"])),
        order=int(str(record["order"])),
        sex=str(record["sex"]),
        hospital_region=str(record["hospital_region"]),
        number=str(record["number"]),
    )
