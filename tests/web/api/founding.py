"""A town in which companies are founded: examples of `open-business`, played on the real engine.

People sign at the provider's page.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from departments.simulated.families import family
from departments.simulated.people import YUHANG
from departments.simulated.people import Person as Known
from tests.web.api.conftest import Person
from tests.web.api.flat import sign_at
from tests.web.api.played_example import PlayedExample

_EMPLOYER_OF_THEIRS = 50_000  # the families that the employees are from


@dataclass
class Founding(PlayedExample):
    """A husband founds a company with his wife."""

    matter = "open-business"
    law = "《中华人民共和国市场主体登记管理条例》第十九条"

    @property
    def people(self) -> tuple[Known, Known]:
        one = family(self.number)
        assert one.father is not None
        return one.father, one.mother

    async def applicant(self) -> Person:
        return await self.town.person(f"family-{self.number}-father")

    async def other(self, consent: str) -> Person:
        return await self.town.person(f"family-{self.number}-mother")

    async def agree(self, person: Person, path: str) -> None:
        await self._sign(person, path, self.people[1])
        await super().agree(person, path)

    async def submit(self, draft: str) -> None:
        await self._sign(await self.applicant(), draft, self.people[0])
        await super().submit(draft)

    async def _sign(self, person: Person, path: str, known: Known) -> None:
        page = (await person.post(f"{path}/signature", status=201))["page"]
        assert await sign_at(self.town, page, pin=known.id_number[-6:]) == "done"
        assert (await person.get(f"{path}/signature"))["state"] == "signed"

    def mark(self, task: Mapping[str, Any]) -> dict[str, str]:
        del task
        return {"field": "company.business_scope"}

    def known(self) -> Mapping[str, object]:
        husband, wife = self.people
        workers = family(self.number + _EMPLOYER_OF_THEIRS)
        assert workers.father is not None
        people = {"shareholder.1": husband, "shareholder.2": wife, "finance": wife, "invoicer": wife}
        people |= {"employee.1": workers.mother, "employee.2": workers.father}
        known: dict[str, object] = {
            "founder.mobile": husband.phone,
            "company.first_name_choice": f"杭州模拟{self.number}号科技有限公司",
            "company.registered_capital": 100_000_00,
            "company.business_scope": "软件开发；信息技术咨询服务",
            "premises.business_address": f"浙江省杭州市余杭区模拟路 {self.number + 1} 号",
            "premises.business_region": YUHANG,
            "seal.engraver": "yuhang",
            "social.first_insurance_month": "2026-03-01",
            "fund.fund_rate": 8,
            "fund.fund_from": "2026-03-01",
            "account.business_bank": "icbc",
            "account.business_branch": "余杭支行",
            "delivery.recipient": husband.name,
            "delivery.mobile": husband.phone,
            "delivery.address": husband.home.address,
        }
        for subject, one in people.items():
            known |= {
                f"{subject}.name": one.name,
                f"{subject}.id_number": one.id_number,
                f"{subject}.mobile": one.phone,
                f"{subject}.subscribed_capital": 50_000_00,
                f"{subject}.paid_by": "2029-06-30",
                f"{subject}.position": "程序员",
                f"{subject}.monthly_wage": 9_000_00,
            }
        return known
