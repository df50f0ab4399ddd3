"""A town to which people move, and their pensions with them: examples of both matters on the real engine."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from access.personas import PERSONAS
from departments.simulated.answers.treasury import FUND_ACCOUNTS
from departments.simulated.movers import MovingFamily, moving_family
from departments.simulated.people import YUHANG
from departments.simulated.people import Person as Known
from matter_definitions.language.examples import ExampleModel
from tests.web.api.conftest import Person, Town
from tests.web.api.playing import (
    Effect,
    PlayedCase,
    Stage,
    decision_in,
    examples_of,
    page,
    stage_in,
    usual_outcome,
)

MOVE, PENSION = "household-move", "pension-transfer"
LAW = "《中华人民共和国户口登记条例》第十条"
WRONG_ACCOUNT = "3301100000099"
OFFICERS = {(each.department, each.rank): each.id for each in reversed(PERSONAS) if each.role == "officer"}


@dataclass
class Play(PlayedCase):
    """An example: everybody does what lets the case go on, but for what its `decisions` say."""

    example: ExampleModel
    matter: str
    family: MovingFamily
    marked: str = ""
    decided: dict[str, int] = field(default_factory=dict[str, int])

    async def applicant(self) -> Person:
        """He moves to his wife; she, who has moved before, lets her pension relation follow."""
        return await self.town.person(self._me.key)

    @property
    def _me(self) -> Known:
        return self.family.husband if self.matter == MOVE else self.family.wife

    async def to_the_end(self) -> dict[str, Any]:
        """The case as the applicant sees it when nothing happens any more."""
        await self.town.behave("treasury", answer_later_seconds=0)
        await self.apply()
        return await self.go_on()

    async def go_on(self) -> dict[str, Any]:
        while await self.carry() or await self._decide() or await self._mend() or await self.pay():
            pass
        return await self.case()

    async def apply(self) -> None:
        me = await self.applicant()
        body = {"matter": self.matter, "answers": dict(self.example.answers)}
        path = f"/applications/{(await me.post('/applications', body, status=201))['id']}"
        mode = {"delivery": {"mode": self.example.delivery or "electronic"}} if self.matter == MOVE else {}
        seen, known = await me.patch(path, mode), self._known()
        form = {each["key"]: known[each["key"]] for each in seen["fields"] if each["key"] in known}
        seen = await me.patch(path, {"form": form})
        await self._ask(path, seen["consents"])
        await self.hand_in(path)
        self.case_no = (await me.post(f"{path}/submit", status=201))["case_no"]

    async def _ask(self, path: str, consents: list[dict[str, Any]]) -> None:
        """The wife is the head of the household that is joined, and the child's other guardian."""
        me, wife = await self.applicant(), await self.town.person(self.family.wife.key)
        for each in consents:
            asked = await me.post(f"{path}/consents/{each['code']}", status=201)
            if self.example.decisions.get(f"consent.{each['code']}") == ["expired"]:
                await self.town.move_time(8)
            else:
                await wife.post(f"/consents/{asked['id']}", {"decision": "give"})

    def effects(self, *, left_out: frozenset[str]) -> list[Effect]:
        """The treasury is also asked again: its answers come later."""
        asked = self.stage.sql(
            "SELECT id, key, kind, step FROM effect"
            " WHERE subject = %s AND state = 'awaiting' AND connector = 'treasury' ORDER BY id",
            self.case_no,
        )
        return [*super().effects(left_out=left_out), *(Effect(*each) for each in asked)]

    async def carry_out(self, effect: Effect) -> None:
        if effect.kind == "mailing":
            await self.town.effect_is_done(effect.key, parcel_no="1000000000001")
            return
        if effect.kind == "money_awaited" and self._words(effect) == "late":
            await self.town.move_time(8)
        await super().carry_out(effect)

    def _words(self, effect: Effect) -> str:
        item, number = effect.key.split("/")[1], int(effect.key.rpartition("/")[2])
        words = self.example.decisions.get(f"{item}.{effect.step}", [""])
        return words[min(number, len(words)) - 1]

    async def _decide(self) -> bool:
        tasks = self.open_tasks()
        for task_id, department, item, step in tasks:
            officer = await self.town.person(OFFICERS[department, 2 if step.endswith("_county") else 1])
            task = await officer.get(f"/tasks/{task_id}")
            if task["kind"] == "letter":
                await self._correspond(
                    officer, task_id, f"{item}.{step}", is_answer=department != self._here(item)
                )
            else:
                await officer.post(f"/tasks/{task_id}/decide", self._decision(task, f"{item}.{step}"))
        return bool(tasks)

    def _here(self, item: str) -> str:
        return self.stage.sql(
            "SELECT i.department FROM case_item i JOIN matter_case c ON c.id = i.case_id"
            " WHERE c.case_no = %s AND i.key = %s",
            self.case_no,
            item,
        )[0][0]

    async def _correspond(self, officer: Person, task: str, place: str, *, is_answer: bool) -> None:
        if is_answer:
            [outcome] = self.example.decisions.get(place, ["confirmed"])
            body = {"outcome": outcome, "text": "来函收悉。"}
            await officer.post(f"/tasks/{task}/letter/answer", body)
        else:
            await officer.post(f"/tasks/{task}/letter", {"text": "请予接收并划转。"})

    def _decision(self, task: Mapping[str, Any], place: str) -> dict[str, object]:
        words = self.example.decisions.get(place, [usual_outcome(task)])
        nth = self.decided[place] = self.decided.get(place, 0) + 1
        decision = decision_in(words[min(nth, len(words)) - 1], legal_basis=LAW)
        if decision["outcome"] == "correct":
            self.marked = next(each["key"] for each in task["materials"])
            decision["marks"] = [{"material": self.marked, "message": "看不清，请重新拍照"}]
        if decision["outcome"] in ("grant", "pass"):
            decision["data"] = {each["key"]: self._entry(each["key"], nth) for each in task["officer_fields"]}
        return decision

    def _entry(self, key: str, nth: int) -> object:
        """What an officer writes down; with a wrong account the money comes back."""
        known: dict[str, object] = {
            "transfer.admission_no": "JS-1",
            "account.paid_months": 96,
            "account.pension_balance": 1_234_500,
            "account.overlap_months": 0,
            "account.overlap_fen": self.example.values.get(key, 0),
        }
        if key == "fund.receiving_account_no":
            arrival = self.example.decisions.get("pension-account-transfer.arrival", [])
            comes_back = arrival[nth - 1 : nth] == ["returned"]
            return WRONG_ACCOUNT if comes_back else FUND_ACCOUNTS[YUHANG]
        return known[key]

    async def _mend(self) -> bool:
        me = await self.applicant()
        path = f"/cases/{self.case_no}"
        asked = [each for each in (await self.case())["to_do"] if each["kind"] == "correction"]
        for _ in asked:
            file = await me.put_file(f"{path}/materials/{self.marked}", page())
            await me.post(f"{path}/corrections", {"materials": {self.marked: file["file_id"]}})
        return bool(asked)

    def _known(self) -> dict[str, object]:
        """What no register tells."""
        husband, wife, child = self.family.husband, self.family.wife, self.family.child
        return {
            "applicant.mobile": husband.phone,
            "mover.1.name": husband.name,
            "mover.1.id_number": husband.id_number,
            "mover.1.move_relation": "spouse",
            "mover.2.name": child.name,
            "mover.2.id_number": child.id_number,
            "mover.2.move_relation": "child",
            "target.household_region": YUHANG,
            "target.household_address": wife.home.address,
            "head.name": wife.name,
            "head.id_number": wife.id_number,
            "head.mobile": wife.phone,
            "guardian.name": wife.name,
            "guardian.id_number": wife.id_number,
            "guardian.mobile": wife.phone,
            "reason.property_certificate_no": "浙（2025）杭州市不动产权第0000001号",
            "person.mobile": wife.phone,
            "transfer.new_pension_region": YUHANG,
            "account.account_name": wife.name,
            "account.account_no": "6222020000000000018",
            "delivery.recipient": husband.name,
            "delivery.mobile": husband.phone,
            "delivery.address": wife.home.address,
        }


@dataclass
class Movers:
    """Each case is another family's, so that none meets what another has done."""

    stage: Stage
    used: int = 0

    def play_of(self, matter: str, name: str) -> Play:
        self.used += 1
        return Play(self.stage, examples_of(matter)[name], matter, moving_family(self.used))


@asynccontextmanager
async def movers_in(town: Town) -> AsyncIterator[Movers]:
    async with stage_in(town) as stage:
        yield Movers(stage)
