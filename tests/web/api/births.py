"""A town in which children are born: examples of `newborn`, played on the real engine."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from demo.newborn import MATTER, form_of
from demo.newborn_cast import number_for
from departments.contract import Answered, Request
from departments.registry import load_connectors, open_connectors
from departments.simulated.families import family
from departments.simulated.people import Family
from tests.web.api.conftest import DEPARTMENTS, Person
from tests.web.api.played_example import PlayedExample

_CHILDREN = ("子涵", "子墨")


@dataclass
class Birth(PlayedExample):
    """The mother applies."""

    matter = MATTER
    law = "《中华人民共和国户口登记条例》第七条"

    @property
    def family(self) -> Family:
        return family(self.number)

    async def applicant(self) -> Person:
        return await self.town.person(f"{self.family.key}-mother")

    async def other(self, consent: str) -> Person:
        return await self.town.person(f"{self.family.key}-father")

    async def prepare(self) -> None:
        """Of several children the hospital has to be told; of one it knows."""
        await super().prepare()
        children, mother = self.example.answers["children"], self.family.mother.id_number
        if children != 1:
            report = {"mother_id_number": mother, "sex": "male", "children": children}
            (await self.town.departments.post("/hospital/births", json=report)).raise_for_status()
        if not self.example.answers["first_certificate"]:
            await self._issue_certificate()

    async def _issue_certificate(self) -> None:
        """Some time ago, as another case did."""
        found = await self._ask_hospital("birth_record_lookup", mother_id_number=self.family.mother.id_number)
        child = {"record_no": found["records"][0]["record_no"], "child_name": self._name(1)}
        await self._ask_hospital("birth_certificate_issue", **child)

    async def _ask_hospital(self, kind: str, **payload: object) -> Mapping[str, Any]:
        town = self.town
        settings = load_connectors(town.data_dir, departments_url=DEPARTMENTS, local=True)
        hospital = open_connectors(settings, client=town.departments)["hospital"]
        answer = await hospital.send(Request(f"{kind}-{self.number}", kind, "before", payload), timeout=5)
        assert isinstance(answer, Answered)
        return answer.data

    def known(self) -> Mapping[str, object]:
        one = self.family
        assert one.father is not None
        known = form_of(one.mother, one.father, child_name=self._name(1))
        known |= {"child.2.name": self._name(2), "child.2.ethnic_group": "01"}
        home = one.mother.home
        return known | {
            "household.household_no": home.household_no,
            "household.head_name": home.head_name,
            "household.household_address": home.address,
            "household.household_region": home.region,
            "household.household_type": home.type,
        }

    def _name(self, child: int) -> str:
        assert self.family.father is not None
        return self.family.father.name[0] + _CHILDREN[child - 1]

    def entries(self, task: Mapping[str, Any], nth: int) -> Mapping[str, object]:
        fields = [each for each in task["officer_fields"] if each["key"].endswith(".id_number")]
        return {each["key"]: number_for(dict(task), each) for each in fields}
