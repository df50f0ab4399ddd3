"""Definitions in numbers: five hundred matters out of the library's own, and one that is larger than any."""

import re
from collections.abc import Iterator

from clocks.calendar import local_date
from database.connection import Connection
from database.session import legal_now
from engine.catalogue import Catalogue
from engine.definition_rows import Hand, insert_version, lock_definitions, mark_published
from engine.publish import publish_plan
from matter_definitions.compile import compile_matter
from matter_definitions.library_index import BUILT_IN, library_of
from matter_definitions.sources import read_source

ITEMS, QUESTIONS = 40, 60
_CODE = re.compile(r"^matter: ([a-z-]+)$", re.MULTILINE)


def copies(sources: list[str], count: int) -> Iterator[tuple[str, str]]:
    """So many matters (code, text), by turns of these texts, each under a code and a title of its own."""
    for number in range(count):
        text = sources[number % len(sources)]
        found = _CODE.search(text)
        assert found, "a matter of the library begins with its code"
        code = f"{found[1]}-{number:03d}"
        renamed = _CODE.sub(f"matter: {code}", text, count=1)
        yield code, renamed.replace("title: {zh: ", f"title: {{zh: 第{number}号", 1)


async def put_in_force(connection: Connection, catalogue: Catalogue, texts: list[tuple[str, str]]) -> None:
    """As the engine. As publishing does it, but for the proofs, which the library has behind it."""
    await lock_definitions(connection)
    hand = Hand(None, await legal_now(connection))
    day = local_date(hand.now)
    stock = await catalogue.stock(connection, day=day)
    for code, text in texts:
        plan = compile_matter(stock.library(library_of([(f"matter/{code}", text)])), code).plan
        assert plan is not None, code
        ref = await insert_version(connection, read_source(text), hand=hand)
        name = await publish_plan(connection, plan, effective_from=day, version=ref.version)
        mark_published(connection, ref, hand=hand, day=day, plan=name, reason=None, data={})


def large_matter() -> list[tuple[str, str]]:
    """A dictionary, forty items in a chain of conditions over sixty questions, and their matter."""
    name = "{zh: 甲, en: A}"
    elements = "".join(
        f"  - {{code: part_{n}, title: {name}, type: text, max_length: 40}}\n" for n in range(ITEMS)
    )
    asked = "".join(
        f"  - {{code: q{n}, kind: boolean, title: {name}{_asked_when(n)}}}\n"
        if n % 3
        else f"  - {{code: q{n}, kind: number, title: {name}, minimum: 0, maximum: 9}}\n"
        for n in range(QUESTIONS)
    )
    entries = "".join(f"  - {{item: large-{n}{_switched(n)}}}\n" for n in range(ITEMS))
    matter = (
        f"matter: large\ntitle: {name}\nsummary: {name}\naudience: person\nlead: police\n"
        f"questions:\n{asked}subjects:\n  - {{code: who, title: {name}, applicant: true}}\n"
        f"  - {{code: many, title: {name}, repeats: answers.q0, person: false}}\nitems:\n{entries}"
    )
    items = [(f"item/large-{n}", _item(n, name)) for n in range(ITEMS)]
    return [("elements.yaml", f"elements:\n{elements}"), *items, ("matter/large", matter)]


def _asked_when(number: int) -> str:
    return f', when: "answers.q{3 * (number // 3)} > {number % 5}"' if number % 2 else ""


def _switched(number: int) -> str:
    """The first is always on; each of the others over three questions, and after the one before it."""
    if number == 0:
        return ""
    first, second, third = (number % QUESTIONS, (number + 20) % QUESTIONS, (number + 41) % QUESTIONS)
    parts = [_truth(first), f"({_truth(second)} || !({_truth(third)}))"]
    return f', when: "{" && ".join(parts)}", after: [{{any: large-{number - 1}, when_on: true}}]'


def _truth(question: int) -> str:
    return f"answers.q{question}" if question % 3 else f"answers.q{question} > {question % 7}"


def _item(number: int, name: str) -> str:
    return (
        f"item: large-{number}\ntitle: {name}\ndepartment: police\ntype: service\nbasis: {name}\n"
        "silence: supervise\nacceptance: officer\n"
        "limits: {statutory: 5 working days, promised: 1 working day}\n"
        f"region: \"'330106000000'\"\nfields:\n  - {{field: who.part_{number}, "
        f'when: "{_truth((number + 7) % QUESTIONS)}"}}\n'
        f"steps:\n  - {{code: note, kind: notify, title: {name}, template: case_completed, decides: true}}\n"
    )


def library_matters() -> list[str]:
    """The texts of the project's own matters."""
    return [each.read_text(encoding="utf-8") for each in sorted((BUILT_IN / "matters").glob("*.yaml"))]
