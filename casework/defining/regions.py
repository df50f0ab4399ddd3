"""What regions do otherwise in a matter, in words: each against the level above it."""

import asyncio
from dataclasses import dataclass

from access.act import Act
from access.policy import demand
from casework.organisation import list_regions
from casework.words import Language
from clocks.calendar import local_date
from database.session import become_engine, legal_now
from matter_definitions.comparing.differences import Difference, differences
from matter_definitions.library_index import Library
from matter_definitions.overriding.compiling import compile_in
from matter_definitions.overriding.regions import override_code, overrides_for, regions_with_override
from matter_definitions.problems import Problem
from refusals import Unknown


@dataclass(frozen=True, slots=True)
class RegionLine:
    """`code`: of the override. `differences` from the level above (`above`, 12 digits, '' everywhere);
    `problems`: why it can no longer be applied."""

    code: str
    region: str
    region_name: str
    above: str
    differences: list[str]
    problems: list[str]


async def regional_differences(act: Act, matter: str, *, language: Language = "zh") -> list[RegionLine]:
    """Raises Unknown (404)."""
    demand(act.actor, "definition.read")
    become_engine(act.connection)
    stock = await act.engine.catalogue.stock(act.connection, day=local_date(await legal_now(act.connection)))
    if matter not in stock.texts.get("matter", {}):
        raise Unknown
    names = dict(await list_regions(act.connection))
    library = stock.library()
    lines: list[RegionLine] = []
    for region in regions_with_override(library.overrides, matter):
        above, found, problems = await asyncio.to_thread(compared, library, matter, region)
        name = names.get(region)
        lines.append(
            RegionLine(
                code=override_code(matter, region),
                region=region,
                region_name=name.in_language(language) if name else region,
                above=above,
                differences=[each.text.in_language(language) for each in found],
                problems=[each.in_language(language) for each in problems],
            )
        )
    return lines


def compared(
    library: Library, matter: str, region: str
) -> tuple[str, tuple[Difference, ...], tuple[Problem, ...]]:
    """The region above with an override (12 digits, '' for none), how the matter differs from it in words,
    and instead of that why it cannot be applied. The library has an override of the matter there."""
    around = [each.model.region for each in overrides_for(library, matter, region)]
    above = around[-2] if len(around) > 1 else ""
    base, there = compile_in(library, matter, above), compile_in(library, matter, region)
    if base.plan is None or there.plan is None:
        return (
            above,
            (),
            tuple(each for each in (*base.problems, *there.problems) if each.severity == "error"),
        )
    return above, differences(base.plan, there.plan), ()
