"""What a matter needs of the catalogue it stands in, and what it takes for granted besides."""

from collections.abc import Iterable, Iterator

from matter_definitions.language.items import ItemModel
from matter_definitions.library_index import Library
from matter_definitions.overriding.regions import override_code, regions_with_override
from matter_definitions.packaging.manifest import Needs
from matter_definitions.plan import Plan
from matter_definitions.sources import Kind
from matter_definitions.stock import Stock

# In this order they can be put down one after the other.
_ORDER: tuple[Kind, ...] = ("element", "material", "item", "matter", "override")
_BUILT_IN = ("element", "material", "item")
Name = tuple[Kind, str]


def parts_of_matter(stock: Stock, matter: str, *, with_overrides: bool) -> list[Name]:
    """Everything that the matter is made of, in the order in which it stands in the catalogue."""
    library = stock.library()
    found: set[Name] = {("matter", matter)}
    if with_overrides:
        regions = regions_with_override(library.overrides, matter)
        found |= {("override", override_code(matter, region)) for region in regions}
    ahead = list(found)
    while ahead:
        new = {each for each in _needed(stock, library, ahead.pop()) if each not in found}
        found |= new
        ahead += new
    return [(kind, code) for kind in _ORDER for code in stock.texts.get(kind, {}) if (kind, code) in found]


def needs_of(stock: Stock, parts: Iterable[Name], plan: Plan) -> Needs:
    library = stock.library()
    items = [library.items[code].model for kind, code in parts if kind == "item"]
    steps = [step for item in plan.items for step in item.steps]
    connectors = {step.connector for step in steps} | {each.connector for each in plan.form.lookups}
    return Needs(
        departments=sorted({plan.lead_department_kind, *(kind for each in items for kind in _offices(each))}),
        connectors=sorted(each for each in connectors if each),
        templates=templates_of(plan),
        matters=sorted({each.matter for each in (*plan.next, *plan.requires)}),
    )


def templates_of(plan: Plan) -> list[str]:
    """Of every paper, result and letter that a case of it may bring."""
    found = {each.template for each in plan.papers}
    found |= {result.template for item in plan.items for result in item.results}
    found |= {step.letter.template for item in plan.items for step in item.steps if step.letter}
    return sorted(found)


def _needed(stock: Stock, library: Library, name: Name) -> Iterator[Name]:
    kind, code = name
    for used in stock.uses.get(f"{kind}:{code}", ()):
        of, _, which = used.partition(":")
        for each in _BUILT_IN:
            if of == each and which in stock.texts.get(each, {}):
                yield each, which
    if kind == "material":
        made_by = library.materials[code].model.result_of
        if made_by is not None:
            yield "item", made_by.partition(".")[0]


def _offices(item: ItemModel) -> Iterator[str]:
    yield item.department
    if item.forwards is not None:
        yield item.forwards.to
    for step in item.steps:
        yield from (each.department for each in [step.by] if each)
        yield from (each.to for each in [step.letter] if each and each.to)
        yield from (other for each in [step.visit] if each for other in each.others)
        yield from (part.department for each in [step.payment] if each for part in each.split)
