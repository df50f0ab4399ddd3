"""The matters that imaginary cases are played of, compiled once."""

from functools import lru_cache
from pathlib import Path

from clocks.published import load_published
from matter_definitions.compile import compile_matter
from matter_definitions.imaginary.examples import START
from matter_definitions.imaginary.simulate import Imagined, simulate
from matter_definitions.library_index import Library, built_in_library, load_library
from matter_definitions.plan import Plan

DEFINITIONS = Path(__file__).parents[3] / "definitions"
FOLDERS = ("library_card", "life_of_a_case", "two_places", "signed_statements")

FAMILY: dict[str, object] = {
    "born_where": "hospital_here",
    "age": "under_one",
    "children": 1,
    "first_certificate": True,
    "married": True,
    "household_follows": "mother",
    "household_here": True,
    "military_parent": False,
    "surname": "father",
    "different_ethnic_groups": False,
    "insure_here": True,
    "social_card": "both",
    "maternity_insured": True,
}


@lru_cache
def plan_of(library: str) -> Plan:
    """The one matter of a folder of definitions; `newborn`: the one that comes with the project."""
    shelf: Library = built_in_library() if library == "newborn" else load_library(DEFINITIONS / library)
    code = "newborn" if library == "newborn" else next(iter(shelf.matters))
    plan = compile_matter(shelf, code).plan
    assert plan is not None
    return plan


def born(decisions: dict[str, tuple[str, ...]], **answers: object) -> Imagined:
    """One child of a married couple, unless `answers` say otherwise."""
    return simulate(
        plan_of("newborn"),
        calendar=load_published(),
        start=START,
        answers=FAMILY | answers,
        decisions=decisions,
    )


def standings(imagined: Imagined) -> dict[str, str]:
    return {each.key: each.standing for each in imagined.items}


def kinds(imagined: Imagined) -> list[str]:
    return [each.event for each in imagined.moments]
