"""A town in which companies are founded: examples of `open-business`, played on the real engine.

People sign at the provider's page.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from departments.simulated.families import family
from departments.simulated.people import YUHANG
from departments.simulated.people import Person as Known
from matter_definitions.language.examples import ExampleModel
from matter_definitions.plan import Plan
from tests.built_in import built_in_plan
from tests.web.api.conftest import Person, Town
from tests.web.api.flat import sign_at
from tests.web.api.playing import (
    PlayedCase,
    Stage,
    decision_in,
    examples_of,
    is_open,
    stage_in,
    usual_outcome,
)

MATTER = "open-business"
OFFICER = "officer-market"
CARD = "founder.identity_card"
COMMITMENT = "company-registration/premises_declared"
LAW = "《中华人民共和国市场主体登记管理条例》第十九条"
_EMPLOYER_OF_THEIRS = 50_000  # the families that the employees are from


def plan() -> Plan:
    return built_in_plan(MATTER)


@dataclass
class Founding(PlayedCase):
    """A husband founds a company with his wife."""

    number: int

    @property
    def people(self) -> tuple[Known, Known]:
        one = family(self.number)
        assert one.father is not None
        return one.father, one.mother

    async def applicant(self) -> Person:
        return await self.town.person(f"family-{self.number}-father")

    async def wife(self) -> Person:
        return await self.town.person(f"family-{self.number}-mother")

    async def start(self, answers: Mapping[str, object], *, mode: str = "electronic") -> str:
        """With everything that the founder types; the draft's path."""
        founder = await self.applicant()
        await self.wife()
        draft = await founder.post("/applications", {"matter": MATTER, "answers": dict(answers)}, status=201)
        path = f"/applications/{draft['id']}"
        asked = (await founder.patch(path, {"delivery": {"mode": mode}}))["fields"]
        form = {each["key"]: self._value(each["key"]) for each in asked if is_open(each)}
        await founder.patch(path, {"form": form})
        return path

    async def promise(self, path: str) -> None:
        """The premises are declared."""
        founder = await self.applicant()
        [offer] = (await founder.get(path))["commitment_offers"]
        signed = {"agreed": True, "statement_sha256": offer["statement_sha256"]}
        await founder.patch(path, {"commitments": {offer["key"]: signed}})

    async def sign_as_shareholder(self, path: str, code: str, *, decision: str = "give") -> None:
        founder, wife = await self.applicant(), await self.wife()
        asked = await founder.post(f"{path}/consents/{code}", status=201)
        consent = f"/consents/{asked['id']}"
        if decision == "give":
            page = (await wife.post(f"{consent}/signature", status=201))["page"]
            assert await sign_at(self.town, page, pin=self.people[1].id_number[-6:]) == "done"
            await wife.get(f"{consent}/signature")
        await wife.post(consent, {"decision": decision})

    async def submit(self, path: str) -> str:
        founder = await self.applicant()
        page = (await founder.post(f"{path}/signature", status=201))["page"]
        assert await sign_at(self.town, page, pin=self.people[0].id_number[-6:]) == "done"
        assert (await founder.get(f"{path}/signature"))["state"] == "signed"
        self.case_no = (await founder.post(f"{path}/submit", status=201))["case_no"]
        return self.case_no

    def _value(self, key: str) -> object:
        husband, wife = self.people
        workers = family(self.number + _EMPLOYER_OF_THEIRS)
        assert workers.father is not None
        name = f"杭州模拟{self.number}号科技有限公司"
        people = {"shareholder.1": husband, "shareholder.2": wife, "finance": wife, "invoicer": wife}
        people |= {"employee.1": workers.mother, "employee.2": workers.father}
        subject, _, element = key.rpartition(".")
        if subject in people and element in ("name", "id_number", "mobile"):
            person = people[subject]
            return {"name": person.name, "id_number": person.id_number, "mobile": person.phone}[element]
        known: dict[str, object] = {
            "first_name_choice": name,
            "registered_capital": 100_000_00,
            "business_scope": "软件开发；信息技术咨询服务",
            "business_address": f"浙江省杭州市余杭区模拟路 {self.number + 1} 号",
            "business_region": YUHANG,
            "subscribed_capital": 50_000_00,
            "paid_by": "2029-06-30",
            "position": "程序员",
            "monthly_wage": 9_000_00,
            "engraver": "yuhang",
            "first_insurance_month": "2026-03-01",
            "fund_rate": 8,
            "fund_from": "2026-03-01",
            "business_bank": "icbc",
            "business_branch": "余杭支行",
            "recipient": husband.name,
            "mobile": husband.phone,
            "address": husband.home.address,
        }
        return known[element]


@dataclass
class Play:
    """An example: everybody does what lets the case go on, but for what its `decisions` say."""

    founding: Founding
    example: ExampleModel

    async def to_the_end(self) -> dict[str, Any]:
        """The case as the founder sees it when nothing happens any more."""
        await self._prepare()
        path = await self.founding.start(self.example.answers, mode=self.example.delivery or "electronic")
        founder = await self.founding.applicant()
        for consent in (await founder.get(path))["consents"]:
            refuses = self.example.decisions.get(f"consent.{consent['code']}") == ["refused"]
            decision = "refuse" if refuses else "give"
            await self.founding.sign_as_shareholder(path, consent["code"], decision=decision)
        if self.example.answers["premises"] == "declared":
            await self.founding.promise(path)
        else:
            await self.founding.hand_in(path)
        await self.founding.submit(path)
        while await self.founding.carry() or await self._decide() or await self._mend():
            pass
        return await self.founding.case()

    async def _prepare(self) -> None:
        town = self.founding.town
        (await town.departments.post("/control/reset")).raise_for_status()
        for name, words in self.example.decisions.items():
            item, _, step = name.partition(".")
            if item in plan().by_code and words == ["refused"]:
                asked = plan().step(item, step)
                await town.behave(asked.connector or "", reject={asked.call: {"outcome": "refused"}})

    async def _decide(self) -> bool:
        tasks = self.founding.open_tasks()
        officer = await self.founding.town.person(OFFICER)
        for task_id, *_ in tasks:
            task = await officer.get(f"/tasks/{task_id}")
            await officer.post(f"/tasks/{task_id}/decide", self._decision(task))
        return bool(tasks)

    def _decision(self, task: Mapping[str, Any]) -> dict[str, object]:
        usual = usual_outcome(task)
        step = "receipt" if usual == "accept" else "review"
        words = self.example.decisions.get(f"company-registration.{step}", [usual])
        corrected = any(row for row in self._corrections())
        decision = decision_in(usual if corrected or usual == "kept" else words[0], legal_basis=LAW)
        if decision["outcome"] == "correct":
            mark = {"field": "company.business_scope", "message": "请使用经营范围规范表述"}
            decision["marks"] = [mark]
        return decision

    def _corrections(self) -> list[tuple[Any, ...]]:
        return self.founding.stage.sql(
            "SELECT 1 FROM case_event e JOIN matter_case c ON c.id = e.case_id"
            " WHERE c.case_no = %s AND e.kind = 'CORRECTION_NOTICE_SENT'",
            self.founding.case_no,
        )

    async def _mend(self) -> bool:
        founder, case = await self.founding.applicant(), await self.founding.case()
        asked = [each for each in case["to_do"] if each["kind"] == "correction"]
        for _ in asked:
            form = {"company.business_scope": "软件开发"}
            await founder.post(f"/cases/{self.founding.case_no}/corrections", {"fields": form})
        return bool(asked)


@dataclass
class Companies:
    """Each company is another family's, so that none meets the name or the address of another."""

    stage: Stage
    used: int = 0

    async def play(self, name: str) -> dict[str, Any]:
        self.used += 1
        founding = Founding(self.stage, 2000 + self.used)
        return await Play(founding, examples_of(MATTER)[name]).to_the_end()


@asynccontextmanager
async def companies_in(town: Town) -> AsyncIterator[Companies]:
    async with stage_in(town) as stage:
        yield Companies(stage)
