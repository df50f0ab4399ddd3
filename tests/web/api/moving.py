"""A town to which people move, and their pensions with them: examples of both matters on the real engine."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from demo.household_move import form_of
from departments.simulated.answers.treasury import FUND_ACCOUNTS
from departments.simulated.movers import MovingFamily, moving_family
from departments.simulated.people import YUHANG
from departments.simulated.people import Person as Known
from tests.web.api.conftest import Person
from tests.web.api.played_example import PlayedExample
from tests.web.api.playing import Effect

WRONG_ACCOUNT = "3301100000099"


@dataclass
class _Moving(PlayedExample):
    law = "《中华人民共和国户口登记条例》第十条"

    @property
    def family(self) -> MovingFamily:
        return moving_family(self.number)

    @property
    @abstractmethod
    def me(self) -> Known: ...

    async def applicant(self) -> Person:
        return await self.town.person(self.me.key)

    def known(self) -> Mapping[str, object]:
        husband, wife = self.family.husband, self.family.wife
        return {
            **form_of(self.family),
            "person.mobile": wife.phone,
            "transfer.new_pension_region": YUHANG,
            "account.account_name": wife.name,
            "account.account_no": "6222020000000000018",
            "delivery.recipient": husband.name,
            "delivery.mobile": husband.phone,
            "delivery.address": wife.home.address,
        }


@dataclass
class Move(_Moving):
    """He moves to his wife: the head of the household that is joined, and the child's other guardian."""

    matter = "household-move"

    @property
    def me(self) -> Known:
        return self.family.husband

    async def other(self, consent: str) -> Person:
        return await self.town.person(self.family.wife.key)


@dataclass
class PensionTransfer(_Moving):
    """She, who has moved before, lets her pension relation follow."""

    matter = "pension-transfer"

    @property
    def me(self) -> Known:
        return self.family.wife

    async def prepare(self) -> None:
        await super().prepare()
        await self.town.behave("treasury", answer_later_seconds=0)

    def effects(self, *, left_out: frozenset[str]) -> list[Effect]:
        """The treasury is also asked again: its answers come later."""
        asked = self.stage.sql(
            "SELECT id, key, kind, step FROM effect"
            " WHERE subject = %s AND state = 'awaiting' AND connector = 'treasury' ORDER BY id",
            self.case_no,
        )
        return [*super().effects(left_out=left_out), *(Effect(*each) for each in asked)]

    async def ledger(self, department: str) -> list[tuple[str, int]]:
        """What it has done for this case, and how often."""
        query = {"purpose": self.case_no}
        lines = (await self.town.departments.get(f"/{department}/ledger", params=query)).json()["items"]
        return [(each["kind"], each["effects"]) for each in lines]

    async def carry_out(self, effect: Effect) -> None:
        if effect.kind == "money_awaited" and self._arrival(effect) == "late":
            await self.town.move_time(8)
        await super().carry_out(effect)

    def _arrival(self, effect: Effect) -> str:
        words, number = self._arrivals(), int(effect.key.rpartition("/")[2])
        return words[min(number, len(words)) - 1]

    def _arrivals(self) -> list[str]:
        return self.example.decisions.get("pension-account-transfer.arrival", ["arrives"])

    async def answer(self, officer: Person, task: Mapping[str, Any], place: str, *, department: str) -> None:
        if task["kind"] != "letter":
            await super().answer(officer, task, place, department=department)
        elif department == task["item"]["department"]:
            await officer.post(f"/tasks/{task['id']}/letter", {"text": "请予接收并划转。"})
        else:
            body = {"outcome": self.said(place, usual="confirmed"), "text": "来函收悉。"}
            await officer.post(f"/tasks/{task['id']}/letter/answer", body)

    def entries(self, task: Mapping[str, Any], nth: int) -> Mapping[str, object]:
        """With a wrong account the money comes back."""
        comes_back = self._arrivals()[nth - 1 : nth] == ["returned"]
        return {
            "transfer.admission_no": "JS-1",
            "account.paid_months": 96,
            "account.pension_balance": 1_234_500,
            "account.overlap_months": 0,
            "account.overlap_fen": self.example.values.get("account.overlap_fen", 0),
            "fund.receiving_account_no": WRONG_ACCOUNT if comes_back else FUND_ACCOUNTS[YUHANG],
        }
