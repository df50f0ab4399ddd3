"""A case that went badly, and the three people who have to do with what follows."""

from dataclasses import dataclass
from typing import Any

from tests.web.api.conftest import Person, Town

RATED, OTHER = "officer-health-xihu", "officer-police"


@dataclass
class Grievance:
    """A ticket, moved by whoever may."""

    town: Town
    case_no: str
    number: str

    async def read(self, persona: str = "mother") -> dict[str, Any]:
        return await (await self.town.person(persona)).get(f"/tickets/{self.number}")

    async def does(self, persona: str, act: str, *, status: int = 200, **more: object) -> Any:
        who = await self.town.person(persona)
        return await who.post(f"/tickets/{self.number}/acts", {"act": act, **more}, status=status)

    async def department(self, *acts: str, of: str = RATED) -> None:
        """Each with all that it can need."""
        more: dict[str, dict[str, Any]] = {"verify": {"finding": "founded"}, "appeal": {"ground": "untrue"}}
        for act in acts:
            text: dict[str, Any] = {} if act == "take" else {"text": f"部门：{act}"}
            await self.does(of, act, **text, **more.get(act, {}))

    async def allowed(self, persona: str) -> list[str]:
        return [each["act"] for each in (await self.read(persona))["allowed"]]


async def ended_case(town: Town) -> tuple[str, Person]:
    """Taken back at once: it is over and may be rated."""
    case_no = (await town.submit())["case_no"]
    mother = await town.person("mother")
    await mother.post(f"/cases/{case_no}/withdraw", {"reason": "太慢"})
    return case_no, mother


async def badly_rated(town: Town) -> Grievance:
    case_no, mother = await ended_case(town)
    body = {"score": 1, "options": ["slow"], "text": "等了很久"}
    rated = await mother.post(f"/cases/{case_no}/ratings", body, status=201)
    return Grievance(town, case_no, rated["ticket"])


async def complained(town: Town, **more: object) -> Grievance:
    case_no = (await town.submit())["case_no"]
    body = {"text": "窗口让我跑了三趟", "kind": "too_much_asked", **more}
    made = await (await town.person("mother")).post(f"/cases/{case_no}/complaints", body, status=201)
    return Grievance(town, case_no, made["number"])
