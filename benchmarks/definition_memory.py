"""How much memory a process holds that has used every published matter: `worker` or `web`. Prints MiB.

Run by `benchmarks.definition_speed`, with the environment of its stack.
"""

import asyncio
import sys
from pathlib import Path

import httpx

import worker_process.process  # noqa: F401 - what a worker holds besides
from api.app_factory import create_app
from clocks.calendar import local_date
from database.queries.plans_in_force import list_plans_in_force
from database.session import ENGINE, legal_now, make_engine, transaction
from engine.context import open_context
from matter_definitions.imaginary.examples import play
from matter_definitions.library_index import built_in_library
from settings import Settings, get_settings


async def use_as_worker(settings: Settings) -> None:
    """A case of each matter, by its first example."""
    examples = {code: entry.model.examples for code, entry in built_in_library().matters.items()}
    context = open_context(make_engine(settings.database_url, pool_size=1), keys=settings.master_keys)
    async with transaction(context.database, ENGINE) as connection:
        day = local_date(await legal_now(connection))
        for each in await list_plans_in_force(connection, day=day):
            plan = await context.plans.get(connection, each.plan)
            own = next(there for code, there in examples.items() if each.matter.startswith(code))
            play(plan, own[0])
    await context.database.dispose()


async def use_as_web(settings: Settings) -> None:
    """The list, and the guide of each matter."""
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        there = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=there, base_url="http://127.0.0.1") as client:
            answer = await client.get("/api/v1/matters")
            for line in answer.json()["items"]:
                guide = await client.get(f"/api/v1/matters/{line['code']}")
                assert guide.status_code == 200, guide.text


def resident_mib() -> float:
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    [kib] = [line.split()[1] for line in lines if line.startswith("VmRSS")]
    return int(kib) / 1024


if __name__ == "__main__":
    asyncio.run({"worker": use_as_worker, "web": use_as_web}[sys.argv[1]](get_settings()))
    print(f"{resident_mib():.1f}")
