"""Both pictures of a matter, as SVG."""

from collections.abc import Mapping
from dataclasses import dataclass

from matter_definitions.pictures.data import data_picture
from matter_definitions.pictures.process import process_picture
from matter_definitions.plan import Plan
from matter_definitions.wording.titles import Names


@dataclass(frozen=True, slots=True)
class Pictures:
    """`process`: who does what when; `data`: who gives which data to whom."""

    process: str
    data: str


def drawn(plan: Plan, *, language: str, names: Names, counts: Mapping[str, int]) -> Pictures:
    """`counts`: how many running cases have each item open, by its code."""
    return Pictures(
        process=process_picture(plan, language=language, names=names, counts=counts),
        data=data_picture(plan, language=language, names=names),
    )
