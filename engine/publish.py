"""Putting plans in force: an immutable row per plan, and from which day and where new cases get it."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from forms.form_plan import Text
from matter_definitions.plan import Plan
from matter_definitions.plan_text import PlanText, text_of
from matter_definitions.problems import Problem
from refusals import FieldError, Malformed

_INSERT_PLAN = text("""
    INSERT INTO plan (name, document, matter, format) VALUES (:name, :document, :matter, :format)
    ON CONFLICT (name) DO NOTHING
""")
_PUT_IN_FORCE = text("""
    INSERT INTO matter_in_force (matter, region, effective_from, plan, title_zh, title_en, version)
    VALUES (:matter, :region, :effective_from, :plan, :title_zh, :title_en, :version)
""")
_END = text("""
    INSERT INTO matter_in_force (matter, region, effective_from, plan, title_zh, title_en, version)
    SELECT :matter, '', :effective_from, NULL, title_zh, title_en, :version
    FROM matter_in_force WHERE matter = :matter ORDER BY sequence DESC LIMIT 1
""")


class DefinitionRefused(Malformed):
    """Something in a definition cannot be right; `problems` with file, line and words."""

    type = "definition-refused"
    title = Text(zh="定义有错误，不能发布", en="The definition has errors and cannot be published")

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(errors=[FieldError(_pointer(each), each.zh, each.en) for each in self.problems])

    def __str__(self) -> str:
        return "\n".join(f"{each.file}:{each.line}: {each.en} / {each.zh}" for each in self.problems)


def _pointer(problem: Problem) -> str:
    """`matter/newborn:12#items.3`: which definition, the line, the path in it."""
    return f"{problem.file}:{problem.line}" + (f"#{problem.path}" if problem.path else "")


async def publish_plan(
    connection: AsyncConnection,
    plan: Plan | PlanText,
    *,
    effective_from: date,
    region: str = "",
    version: int | None = None,
) -> str:
    """As the engine. New cases of the region (digits before its zeros; '' everywhere) get the plan from
    that day on, whatever was said before; running cases keep theirs. Gives the plan's name. `version`: of
    the definition from which it was made."""
    kept = text_of(plan) if isinstance(plan, Plan) else plan
    name = kept.name
    row = {"name": name, "document": kept.document, "matter": kept.matter, "format": kept.format}
    await connection.execute(_INSERT_PLAN, row)
    in_force = {
        "matter": plan.matter,
        "region": region,
        "effective_from": effective_from,
        "plan": name,
        "title_zh": plan.title.zh,
        "title_en": plan.title.en,
        "version": version,
    }
    await connection.execute(_PUT_IN_FORCE, in_force)
    return name


async def end_version(
    connection: AsyncConnection, matter: str, version: int, *, effective_from: date
) -> None:
    """As the engine. From that day on nothing holds any more that was said of this version of a matter."""
    values = {"matter": matter, "effective_from": effective_from, "version": version}
    await connection.execute(_END, values)
