"""What regions do otherwise in a matter, in words: each against the level above it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from access.act import Act
from access.policy import demand
from casework.organisation import list_regions
from casework.words import Language
from clocks.calendar import local_date
from database.session import become_engine, legal_now
from engine.checking import TooCostly, too_costly
from matter_definitions.comparing.differences import Difference
from matter_definitions.looking import compare_with_above
from matter_definitions.overriding.regions import override_code, regions_with_override
from matter_definitions.problems import Problem
from matter_definitions.sources import file_of
from matter_definitions.stock import Stock
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
    lines: list[RegionLine] = []
    for region in regions_with_override(stock.texts.get("override", {}), matter):
        above, found, problems = await against_above(act, stock, matter, region)
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


async def against_above(
    act: Act, stock: Stock, matter: str, region: str, *, texts: Sequence[tuple[str, str]] = ()
) -> tuple[str, tuple[Difference, ...], tuple[Problem, ...]]:
    """As `compare_with_above`; one that takes too long has that as its problem."""
    work = partial(compare_with_above, texts=texts, matter=matter, region=region)
    try:
        return await act.engine.catalogue.look(work, stock)
    except TooCostly:
        return "", (), (too_costly(file_of("override", override_code(matter, region))),)
