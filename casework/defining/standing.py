"""Where and since when a version is in force, and what has gone that it was built of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from access.act import Act
from casework.organisation import list_regions
from casework.words import Language
from database.queries.plans_in_force import in_force_by_region, read_force_rows
from engine.definition_rows import Version
from forms.form_plan import Text
from matter_definitions.overriding.regions import parts_of
from matter_definitions.sources import Kind
from matter_definitions.stock import Stock

CODE_DIGITS = 12
_EVERYWHERE = Text("全国", "everywhere")
_NAMES: dict[str, Text] = {
    "item": Text("事项", "item"),
    "element": Text("数据元", "element"),
    "material": Text("材料", "material"),
    "matter": Text("一件事", "matter"),
}


@dataclass(frozen=True, slots=True)
class InForceLine:
    """`region`: 12 digits, '' everywhere. `since` may be a day to come."""

    version: int
    region: str
    region_name: str
    since: date


async def standing_of(
    act: Act, versions: Iterable[Version], *, today: date, language: Language
) -> list[InForceLine]:
    """Of the versions given those that are in force today or are going to be; of one definition."""
    known = list(versions)
    if not known:
        return []
    if known[0].kind == "matter":
        return await _of_matter(act, known, today=today, language=language)
    begun = [each for each in known if each.effective_from is not None and each.state == "published"]
    now = max(
        (each for each in begun if each.effective_from and each.effective_from <= today),
        key=lambda each: (each.effective_from, each.version),
        default=None,
    )
    lines = [each for each in begun if each is now or (each.effective_from and each.effective_from > today)]
    region, name = await _place(act, known[0], language=language)
    return [InForceLine(each.version, region, name, each.effective_from or today) for each in lines]


async def _place(act: Act, version: Version, *, language: Language) -> tuple[str, str]:
    """What a region does otherwise is in force there alone; what matters are made of is everywhere."""
    if version.kind != "override":
        return "", _EVERYWHERE.in_language(language)
    region = parts_of(version.code)[1]
    return region, (await region_names(act, language=language)).get(region, region)


async def _of_matter(
    act: Act, versions: list[Version], *, today: date, language: Language
) -> list[InForceLine]:
    names = await region_names(act, language=language)
    code, numbers = versions[0].code, {each.version for each in versions}
    rows = (await read_force_rows(act.connection, [code]))[code]
    now = in_force_by_region(rows, day=today)
    # A region in which the same as around it holds is not named.
    shown = [(region, row) for region, row in now.items() if row.region == region]
    shown += [(row.region, row) for row in rows if row.effective_from > today and row.plan is not None]
    lines: list[InForceLine] = []
    for region, row in shown:
        if row.version in numbers and row.version is not None:
            full = region.ljust(CODE_DIGITS, "0") if region else ""
            lines.append(InForceLine(row.version, full, names.get(full, full), row.effective_from))
    return lines


async def region_names(act: Act, *, language: Language) -> Mapping[str, str]:
    """By 12 digits, and of '', which is everywhere."""
    names = {code: name.in_language(language) for code, name in await list_regions(act.connection)}
    return names | {"": _EVERYWHERE.in_language(language)}


def problems_of(stock: Stock, kind: Kind, code: str) -> list[Text]:
    """A definition in force that is no longer valid: what it names was retired. Directly, or for a matter
    through one of its items; none for what is not in force."""
    own = stock.uses.get(f"{kind}:{code}")
    if own is None:
        return []
    through = [(name, used) for name in own if name.startswith("item:") for used in stock.uses.get(name, ())]
    gone = [(None, name) for name in own if name not in stock.uses]
    gone += [(item, name) for item, name in through if name not in stock.uses]
    return [_in_words(item, name) for item, name in dict.fromkeys(gone)]


def _in_words(item: str | None, name: str) -> Text:
    kind, _, code = name.partition(":")
    word = _NAMES[kind]
    if item is None:
        return Text(f"{word.zh}“{code}”已停用", f"the {word.en} “{code}” is no longer there")
    through = item.partition(":")[2]
    return Text(
        f"事项“{through}”用到的{word.zh}“{code}”已停用",
        f"the {word.en} “{code}”, which the item “{through}” uses, is no longer there",
    )
