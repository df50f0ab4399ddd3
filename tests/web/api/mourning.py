"""A town in which somebody has died: examples of `after-death`, played on the real engine."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from access.personas import PERSONAS
from departments.simulated.bereaved import Bereavement, bereavement
from departments.simulated.people import WANG_DAMING, YUHANG
from departments.simulated.people import Person as KnownPerson
from matter_definitions.language.examples import ExampleModel
from matter_definitions.plan import Plan
from tests.built_in import built_in_plan
from tests.web.api.conftest import Person, Town
from tests.web.api.playing import (
    PlayedCase,
    Stage,
    decision_in,
    examples_of,
    is_open,
    page,
    stage_in,
    usual_outcome,
)

MATTER = "after-death"
PAPER = "death_certificate_paper"
LAW = "《中华人民共和国户口登记条例》第八条"
OFFICERS = {
    each.department: each.id for each in reversed(PERSONAS) if each.role == "officer" and each.rank == 1
}
# What a field of the form is called by the department that knows it.
OTHERWISE = {
    "pension.overpaid_pension": ("pension", "survivor_assess", "overpaid_fen"),
    "old_age.allowance_paying": ("allowances", "allowance_check", "paying"),
}
_SECOND_HEIR = "father"


def plan() -> Plan:
    return built_in_plan(MATTER)


@dataclass
class Mourning(PlayedCase):
    """One family, and the case that its son has handed in. `dead`: somebody else than the family's elder."""

    family: Bereavement
    dead: KnownPerson | None = None

    async def applicant(self) -> Person:
        return await self.town.person(f"family-{self.family.number}-father")

    async def widow(self) -> Person:
        return await self.town.person(f"family-{self.family.number}-widow")

    async def apply(self, answers: Mapping[str, object]) -> None:
        """Without a consent of anybody."""
        draft = await self.start(answers)
        await self.fill_in(draft)
        await self.hand_in(draft)
        await self.submit(draft)

    async def start(self, answers: Mapping[str, object]) -> str:
        """The draft's path."""
        body = {"matter": MATTER, "answers": dict(answers)}
        draft = await (await self.applicant()).post("/applications", body, status=201)
        return f"/applications/{draft['id']}"

    async def fill_in(self, draft: str) -> dict[str, Any]:
        """What only he knows; what look-ups have found stays as it is."""
        kin = await self.applicant()
        seen = await kin.get(draft)
        form = {each["key"]: self._value(each["key"]) for each in seen["fields"] if is_open(each)}
        return await kin.patch(draft, {"form": form, "delivery": {"mode": "electronic"}})

    async def submit(self, draft: str) -> None:
        self.case_no = (await (await self.applicant()).post(f"{draft}/submit", status=201))["case_no"]

    async def step_is_planned(self, item: str, step: str) -> bool:
        query = (
            "SELECT 1 FROM effect WHERE subject = %s AND item_key = %s AND step = %s AND state = 'planned'"
        )
        return bool(self.stage.sql(query, self.case_no, item, step))

    async def try_again(self, item: str, step: str) -> None:
        """As after the pause that follows a failure."""
        query = (
            "UPDATE effect SET try_after = NULL, lease_until = NULL"
            " WHERE subject = %s AND item_key = %s AND step = %s RETURNING id"
        )
        for (effect,) in self.stage.sql(query, self.case_no, item, step):
            await self.stage.carrier.claim_and_carry(effect)

    def _value(self, key: str) -> object:
        late, child, widow = self.dead or self.family.late, self.family.child, self.family.widow
        known: dict[str, object] = {
            "kin.mobile": child.phone,
            "deceased.name": late.name,
            "deceased.id_number": late.id_number,
            "death.died_on": "2026-01-02",
            "death.death_place": "杭州市余杭区模拟路 1 号",
            "death.death_region": YUHANG,
            "household.household_address": late.home.address,
            "household.household_region": YUHANG,
            "heir.1.name": widow.name,
            "heir.1.id_number": widow.id_number,
            "heir.1.relation_to_deceased": "spouse",
            "heir.2.name": WANG_DAMING.name,
            "heir.2.id_number": WANG_DAMING.id_number,
            "heir.2.relation_to_deceased": "child",
            "account.account_name": child.name,
            "account.account_no": "6222020000000000018",
            "account.account_bank": "模拟银行余杭支行",
            "delivery.recipient": child.name,
            "delivery.mobile": child.phone,
            "delivery.address": child.home.address,
        }
        return known[key]


@dataclass
class Play:
    """An example: everybody does what lets the case go on, but for what its `decisions` say."""

    mourning: Mourning
    example: ExampleModel

    async def to_the_end(self) -> dict[str, Any]:
        """The case as he sees it when nothing happens any more."""
        mourning = self.mourning
        await self._prepare()
        draft = await mourning.start(self.example.answers)
        await mourning.fill_in(draft)
        await self._ask_heirs(draft)
        await mourning.hand_in(draft)
        await mourning.submit(draft)
        while await mourning.carry() or await self.decide() or await self._mend() or await mourning.pay():
            pass
        return await mourning.case()

    async def _prepare(self) -> None:
        """A look-up that finds nothing, a department that refuses, an allowance that is paid on."""
        town, lookups = self.mourning.town, {each.code: each for each in plan().form.lookups}
        (await town.departments.post("/control/reset")).raise_for_status()
        for name, words in self.example.decisions.items():
            what, _, which = name.partition(".")
            if what == "lookup" and words == ["not_found"]:
                lookup = lookups[which]
                await town.behave(lookup.connector, reject={lookup.kind: {"outcome": "not_found"}})
            elif what in plan().by_code and words == ["refused"]:
                step = plan().step(what, which)
                await town.behave(step.connector or "", reject={step.call: {"outcome": "refused"}})
        for key, value in self.example.values.items():
            department, kind, name = OTHERWISE[key]
            await town.behave(department, otherwise={kind: {name: value}})

    async def _ask_heirs(self, draft: str) -> None:
        kin = await self.mourning.applicant()
        seen = await kin.get(draft)
        people = [await self.mourning.widow(), await self.mourning.town.person(_SECOND_HEIR)]
        for consent, person in zip(seen["consents"], people, strict=False):
            decided = self.example.decisions.get(f"consent.{consent['code']}", ["given"])
            asked = await kin.post(f"{draft}/consents/{consent['code']}", status=201)
            decision = "refuse" if decided == ["refused"] else "give"
            await person.post(f"/consents/{asked['id']}", {"decision": decision})

    async def decide(self) -> bool:
        tasks = self.mourning.open_tasks()
        for task_id, department, _, _ in tasks:
            officer = await self.mourning.town.person(OFFICERS[department])
            task = await officer.get(f"/tasks/{task_id}")
            await officer.post(f"/tasks/{task_id}/decide", self._decision(task))
        return bool(tasks)

    def _decision(self, task: Mapping[str, Any]) -> dict[str, object]:
        usual = usual_outcome(task)
        step = "receipt" if usual == "accept" else self._step(task)
        words = self.example.decisions.get(f"{task['item']['key']}.{step}", [usual])
        decision = decision_in(words[min(self._times(task, step), len(words) - 1)], legal_basis=LAW)
        if decision["outcome"] == "correct":
            decision["marks"] = [{"material": PAPER, "message": "姓名与户口登记不一致，请核对"}]
        if decision["outcome"] in ("grant", "pass"):
            decision["data"] = {each["key"]: "SW-0001" for each in task["officer_fields"]}
        return decision

    def _step(self, task: Mapping[str, Any]) -> str:
        item = plan().item(task["item"]["code"])
        return next(
            each.code for each in item.steps if each.kind == "approval" and each.title.zh in task["title"]
        )

    def _times(self, task: Mapping[str, Any], step: str) -> int:
        rows = self.mourning.stage.sql(
            "SELECT count(*) FROM task t JOIN matter_case c ON c.id = t.case_id"
            " WHERE c.case_no = %s AND t.item_key = %s AND t.step = %s AND t.state <> 'open'",
            self.mourning.case_no,
            task["item"]["key"],
            step,
        )
        return int(rows[0][0])

    async def _mend(self) -> bool:
        kin, case = await self.mourning.applicant(), await self.mourning.case()
        asked = [each for each in case["to_do"] if each["kind"] == "correction"]
        for _ in asked:
            path = f"/cases/{self.mourning.case_no}"
            file = await kin.put_file(f"{path}/materials/{PAPER}", page())
            await kin.post(f"{path}/corrections", {"materials": {PAPER: file["file_id"]}})
        return bool(asked)


@dataclass
class Families:
    """Each case is another family's, so that none meets what another has done."""

    stage: Stage
    used: int = 0

    def next_one(self) -> Mourning:
        self.used += 1
        return Mourning(self.stage, bereavement(self.used))

    async def play(self, name: str) -> dict[str, Any]:
        return await Play(self.next_one(), examples_of(MATTER)[name]).to_the_end()


@asynccontextmanager
async def mourning_in(town: Town) -> AsyncIterator[Families]:
    async with stage_in(town) as stage:
        yield Families(stage)
