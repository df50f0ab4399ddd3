"""Agents: authorised by the keeper of a shop, accepted, and at work for her."""

from datetime import date
from typing import Any

from departments.simulated.people import HE_ZHIQIANG
from tests.web.api.conftest import Person, Town
from tests.web.api.shop import KEEPER, Shop, open_shop, publish_shop

MATTER = "life-of-a-case"
AGENT, STRANGER = "second-father", "father"
EVERYTHING = ["submit", "supply", "pay", "withdraw", "sign", "receive"]


async def today(town: Town) -> date:
    [[day]] = town.sql("SELECT ((now() + clock_offset) AT TIME ZONE 'Asia/Shanghai')::date FROM installation")
    return day


async def granted(town: Town, *, actions: list[str] | None = None, **more: object) -> dict[str, Any]:
    """By the keeper, for the shop's matter and as long as may be, not yet accepted."""
    await publish_shop(town)
    await town.person(AGENT)
    day = await today(town)
    body = {
        "agent_name": HE_ZHIQIANG.name,
        "agent_number": HE_ZHIQIANG.id_number,
        "matters": [MATTER],
        "actions": actions or EVERYTHING,
        "until": day.replace(month=1, day=1, year=day.year + 1).isoformat(),
    }
    keeper = await town.person(KEEPER)
    return await keeper.post("/authorisations", {**body, **more}, status=201)


async def accepted(town: Town, **more: Any) -> dict[str, Any]:
    authorisation = await granted(town, **more)
    agent = await town.person(AGENT)
    return await agent.post(f"/authorisations/{authorisation['id']}/accept")


async def shop_of_agent(town: Town, authorisation: dict[str, Any]) -> Shop:
    return await open_shop(town, agent=await town.person(AGENT), on_behalf_of=authorisation["principal"])


async def status_of(person: Person, method: str, path: str, **more: Any) -> int:
    return (await person.call(method, path, **more)).status_code
