"""A town in which companies are founded: examples of `open-business`, played on the real engine.

People sign at the provider's page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from departments.simulated.families import family
from departments.simulated.people import YUHANG
from departments.simulated.people import Person as Known
from forms.values.uscc import make_uscc
from tests.web.api.conftest import Person
from tests.web.api.flat import sign_at
from tests.web.api.played_example import PlayedExample

_EMPLOYER_OF_THEIRS = 50_000  # the families that the employees are from
_OTHERS = 25_000  # those whom the other members of a cooperative and the other directors are from
_NAMES = {
    "limited": "杭州模拟{}号科技有限公司",
    "joint_stock": "杭州模拟{}号科技股份有限公司",
    "partnership": "杭州模拟{}号咨询（有限合伙）",
    "sole": "杭州模拟{}号设计室",
    "branch": "杭州模拟{}号科技有限公司余杭分公司",
    "individual": "余杭区模拟{}号面馆",
    "cooperative": "杭州模拟{}号茶叶专业合作社",
}


@dataclass
class Founding(PlayedExample):
    """A husband founds a business with his wife, and where it takes more people with another family."""

    signer: Known = field(init=False)

    matter = "open-business"
    law = "《中华人民共和国市场主体登记管理条例》第十九条"

    @property
    def people(self) -> tuple[Known, Known]:
        return self._couple(self.number)

    def _couple(self, number: int) -> tuple[Known, Known]:
        one = family(number)
        assert one.father is not None
        return one.father, one.mother

    @property
    def roles(self) -> Mapping[str, Known]:
        """Who is who on the form, and signs for it."""
        husband, wife = self.people
        worker, other_worker = self._couple(self.number + _EMPLOYER_OF_THEIRS)
        third, fourth = self._couple(self.number + _OTHERS)
        return {
            "shareholder.1": husband,
            "shareholder.2": wife,
            "shareholder.3": third,
            "shareholder.4": fourth,
            "director.1": husband,
            "director.2": wife,
            "director.3": third,
            "auditor": fourth,
            "manager": worker,
            "organisation.1": other_worker,
            "parent.1": wife,
            "relative.1": wife,
            "finance": wife,
            "contact": wife,
            "invoicer": wife,
            "employee.1": other_worker,
            "employee.2": worker,
        }

    def _signer(self, consent: str) -> Known:
        """`shareholders.2` is asked of `shareholder.2`, `manager` of the manager."""
        code, _, number = consent.partition(".")
        return self.roles[f"{code.removesuffix('s')}.{number}" if number else code]

    async def applicant(self) -> Person:
        return await self.town.person(f"family-{self.number}-father")

    async def other(self, consent: str) -> Person:
        self.signer = self._signer(consent)
        return await self.town.person(self._persona(self.signer))

    def _persona(self, known: Known) -> str:
        numbers = (self.number, self.number + _OTHERS, self.number + _EMPLOYER_OF_THEIRS)
        names = {
            one: f"family-{number}-{who}"
            for number in numbers
            for one, who in zip(self._couple(number), ("father", "mother"), strict=True)
        }
        return names[known]

    async def agree(self, person: Person, path: str) -> None:
        asked = await person.get(path)
        if asked["signed_by"] == "certificate":
            _expect_the_whole_paper(asked["shows"])
            await self._sign(person, path, self.signer)
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
        known: dict[str, object] = {
            "founder.mobile": husband.phone,
            "founder.address": husband.home.address,
            "company.first_name_choice": _NAMES[str(self.example.answers["company_type"])].format(
                self.number
            ),
            "company.registered_capital": 100_000_00,
            "company.capital_source": "family",
            "company.business_scope": "软件开发；信息技术咨询服务",
            "premises.business_address": f"浙江省杭州市余杭区模拟路 {self.number + 1} 号",
            "premises.business_region": YUHANG,
            "seal.engraver": "yuhang",
            "tax.invoice_kind": "ordinary",
            "tax.invoice_number": 20,
            "social.first_insurance_month": "2026-03-01",
            "fund.fund_rate": 8,
            "fund.fund_from": "2026-03-01",
            "account.business_bank": "icbc",
            "account.business_branch": "余杭支行",
            "delivery.recipient": husband.name,
            "delivery.mobile": husband.phone,
            "delivery.address": husband.home.address,
        }
        for role, one in self.roles.items():
            known |= {
                f"{role}.name": one.name,
                f"{role}.id_number": one.id_number,
                f"{role}.mobile": one.phone,
                f"{role}.address": wife.home.address,
                f"{role}.organisation_name": "杭州模拟控股有限公司",
                f"{role}.organisation_uscc": make_uscc(kind="91", region="330110", subject="MA000001"),
                f"{role}.subscribed_capital": 50_000_00,
                f"{role}.paid_by": "2029-06-30",
                f"{role}.contributed_by": "2029-06-30",
                f"{role}.paid_on": "2026-01-15",
                f"{role}.liability": "unlimited" if role.startswith("organisation") else "limited",
                f"{role}.member_kind": "farmer",
                f"{role}.position": "程序员",
                f"{role}.monthly_wage": 9_000_00,
            }
        return known


def _expect_the_whole_paper(shows: Sequence[Mapping[str, Any]]) -> None:
    """Who invests signs articles or an agreement, and is shown all its clauses; a branch has a decision."""
    shown = {each["key"]: each for each in shows}
    if "parent.organisation_name" not in shown:
        terms = shown["company.founding_terms"]
        words = {each["code"]: each["text"] for each in terms["options"]}[terms["value"]]
        assert "第一条" in words
        assert "第六条" in words
