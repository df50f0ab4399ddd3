"""A department sees of a case what its items say that they need, and no definition can carry more to it."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from forms.department_view import view_for
from matter_definitions.compile import compile_matter
from matter_definitions.library_index import Library, built_in_library, load_library
from matter_definitions.plan import ItemPlan, Plan, StepPlan

DEFINITIONS = Path(__file__).parents[2] / "definitions"
_PLACES = frozenset({"region"})  # where it is done: decided by the engine, shown to nobody


def _libraries() -> Iterator[Library]:
    yield built_in_library()
    for name in ("library_card", "life_of_a_case", "two_places", "several_signers"):
        yield load_library(DEFINITIONS / name)


@pytest.fixture(scope="module")
def plans() -> list[tuple[Library, Plan]]:
    found = [
        (library, compiled.plan)
        for library in _libraries()
        for code in library.matters
        if (compiled := compile_matter(library, code)).plan
    ]
    assert len(found) >= 9
    return found


def test_an_item_shows_its_department_what_it_declares_and_what_it_fills_in(
    plans: list[tuple[Library, Plan]],
) -> None:
    for library, plan in plans:
        for item in plan.items:
            model = library.items[item.code].model
            declared = {each.field for each in model.fields}
            made = {key for step in item.steps for key in step.receive or {}}
            made |= {each.key for step in item.steps for each in step.officer_fields}
            view = view_for(plan.form, [item.code])
            assert view.fields == declared | made, item.code
            assert view.materials == {each.material for each in model.materials}, item.code


def test_nothing_that_an_item_sends_prints_or_makes_public_is_more_than_it_sees(
    plans: list[tuple[Library, Plan]],
) -> None:
    used = 0
    for _, plan in plans:
        keys = {field.key for field in plan.form.fields}
        post = set(plan.form.delivery.mail_fields) if plan.form.delivery else set[str]()
        for item in plan.items:
            seen = view_for(plan.form, [item.code]).fields
            for part in _parts(item):
                mailed = post if isinstance(part, StepPlan) and part.kind == "mailing" else set[str]()
                named = keys & set(_texts(part))
                used += len(named)
                assert named <= seen | mailed, (item.code, named - seen - mailed)
    assert used > 200


def _parts(item: ItemPlan) -> Iterator[object]:
    yield from item.steps
    yield from item.results
    yield from item.commitments


def _texts(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for name, each in node.items():
            yield from _texts(name)
            yield from _texts(each)
    elif isinstance(node, (tuple, list)):
        for each in node:
            yield from _texts(each)
    elif is_dataclass(node):
        for each in fields(node):
            if each.name not in _PLACES:
                yield from _texts(getattr(node, each.name))
