"""An administrator has a definition looked through as publishing would, without changing anything."""

import asyncio
from dataclasses import dataclass

from access.act import Act
from access.policy import demand
from casework.words import Language
from matter_definitions.check import check_source
from matter_definitions.library_index import built_in_library
from matter_definitions.plan import name_of, to_json


@dataclass(frozen=True, slots=True)
class DefinitionProblem:
    severity: str
    path: str
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class DefinitionChecked:
    """`plan`: the name of the plan that it would become, when it defines one matter that is in order."""

    ok: bool
    problems: list[DefinitionProblem]
    plan: str | None


async def check_definition(act: Act, source: str, *, language: Language = "zh") -> DefinitionChecked:
    """Never raises for what is written in `source` (YAML or JSON): see `problems`."""
    demand(act.actor, "definition.check")
    # Compiling a matter holds a processor for a while; other requests go on meanwhile.
    result = await asyncio.to_thread(check_source, source, library=built_in_library())
    plans = list(result.plans.values())
    return DefinitionChecked(
        ok=result.ok,
        problems=[
            DefinitionProblem(
                severity=each.severity,
                path=each.path,
                line=each.line,
                message=each.in_language(language),
            )
            for each in result.problems
        ],
        plan=name_of(to_json(plans[0])) if len(plans) == 1 and result.ok else None,
    )
