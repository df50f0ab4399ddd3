"""A town in which somebody has died: examples of `after-death`, played on the real engine."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from demo.after_death import MATTER, form_of
from departments.simulated.bereaved import Bereavement, bereavement
from departments.simulated.people import WANG_DAMING, YUHANG
from departments.simulated.people import Person as KnownPerson
from tests.web.api.conftest import Person
from tests.web.api.played_example import PlayedExample

_PAPER = "death_certificate_paper"
_SECOND_HEIR = "father"


@dataclass
class Mourning(PlayedExample):
    """One family, and the case that its son hands in. `dead`: somebody else than the family's elder."""

    dead: KnownPerson | None = None

    matter = MATTER
    law = "《中华人民共和国户口登记条例》第八条"

    @property
    def family(self) -> Bereavement:
        return bereavement(self.number)

    async def applicant(self) -> Person:
        return await self.town.person(f"family-{self.number}-father")

    async def other(self, consent: str) -> Person:
        widow = f"family-{self.number}-widow"
        return await self.town.person(widow if consent == "heirs.1" else _SECOND_HEIR)

    def mark(self, task: Mapping[str, Any]) -> dict[str, str]:
        del task
        return {"material": _PAPER}

    def entries(self, task: Mapping[str, Any], nth: int) -> Mapping[str, object]:
        return {each["key"]: "SW-0001" for each in task["officer_fields"]}

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

    def known(self) -> Mapping[str, object]:
        late, child = self.dead or self.family.late, self.family.child
        return {
            **form_of(self.family),
            "deceased.name": late.name,
            "deceased.id_number": late.id_number,
            "death.died_on": "2026-01-02",
            "death.death_place": "杭州市余杭区模拟路 1 号",
            "death.death_region": YUHANG,
            "household.household_address": late.home.address,
            "household.household_region": YUHANG,
            "heir.2.name": WANG_DAMING.name,
            "heir.2.id_number": WANG_DAMING.id_number,
            "heir.2.relation_to_deceased": "child",
            "delivery.recipient": child.name,
            "delivery.mobile": child.phone,
            "delivery.address": child.home.address,
        }
