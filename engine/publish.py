"""Putting plans in force: an immutable row per plan, and from which day new cases get it."""

import asyncio
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from clocks.calendar import SHANGHAI
from database.session import ENGINE, legal_now, make_engine, transaction
from forms.form_plan import Text
from matter_definitions.check import check_files
from matter_definitions.library_index import built_in_library
from matter_definitions.plan import Plan, name_of, to_json
from matter_definitions.problems import Problem
from refusals import FieldError, Malformed

_INSERT_PLAN = text("""
    INSERT INTO plan (name, document, matter, format) VALUES (:name, :document, :matter, :format)
    ON CONFLICT (name) DO NOTHING
""")
_PUT_IN_FORCE = text("""
    INSERT INTO matter_in_force (matter, region, effective_from, plan, title_zh, title_en)
    VALUES (:matter, :region, :effective_from, :plan, :title_zh, :title_en)
    ON CONFLICT (matter, region, effective_from) DO UPDATE
    SET plan = excluded.plan, title_zh = excluded.title_zh, title_en = excluded.title_en
""")


class DefinitionRefused(Malformed):
    """Something in a definition cannot be right; `problems` with file, line and words."""

    type = "definition-refused"
    title = Text(zh="定义有错误，不能发布", en="The definition has errors and cannot be published")

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        errors = [FieldError(f"{each.file}:{each.line}", each.zh, each.en) for each in self.problems]
        super().__init__(errors=errors)

    def __str__(self) -> str:
        return "\n".join(f"{each.pointer}: {each.en} / {each.zh}" for each in self.errors)


async def publish_plan(
    connection: AsyncConnection, plan: Plan, *, effective_from: date, region: str = ""
) -> str:
    """As the engine. New cases of the region (digits before its zeros; '' everywhere) get the plan from
    that day on; running cases keep theirs. Gives the plan's name. Publishing twice changes nothing."""
    document = to_json(plan)
    name = name_of(document)
    row = {"name": name, "document": document, "matter": plan.matter, "format": plan.format}
    await connection.execute(_INSERT_PLAN, row)
    in_force = {
        "matter": plan.matter,
        "region": region,
        "effective_from": effective_from,
        "plan": name,
        "title_zh": plan.title.zh,
        "title_en": plan.title.en,
    }
    await connection.execute(_PUT_IN_FORCE, in_force)
    return name


def publish_files(url: str, files: Iterable[Path]) -> list[str]:
    """For the command line: checks the files against the library that comes with the project and puts
    what they define in force from today (legal time). Gives `<matter> <plan>`; raises DefinitionRefused."""
    result = check_files(files, library=built_in_library())
    if not result.ok:
        raise DefinitionRefused(each for each in result.problems if each.severity == "error")
    return asyncio.run(_publish_today(url, plans=list(result.plans.values())))


async def _publish_today(url: str, *, plans: list[Plan]) -> list[str]:
    engine = make_engine(url, pool_size=1)
    try:
        async with transaction(engine, ENGINE) as connection:
            today = (await legal_now(connection)).astimezone(SHANGHAI).date()
            return [
                f"{plan.matter} {await publish_plan(connection, plan, effective_from=today)}"
                for plan in plans
            ]
    finally:
        await engine.dispose()
