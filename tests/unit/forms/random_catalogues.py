"""Small random catalogues, written down in the definition language."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from hypothesis import strategies as st

from matter_definitions.compile import compile_matter
from matter_definitions.language.dictionary import DictionaryModel
from matter_definitions.language.items import ItemModel
from matter_definitions.language.matters import MatterModel
from matter_definitions.language.organisation import OrganisationModel
from matter_definitions.library_index import Entry, Library
from matter_definitions.plan import Plan
from matter_definitions.read import Document

WORDS = {"zh": "字", "en": "word"}
ELEMENTS = ("e0", "e1", "e2")
MATERIALS = ("m0", "m1")
ITEMS = ("i0", "i1", "i2")
OFFICE = {"kind": "office", "region": "330100000000"}
MOST_CHILDREN = 2
_NOWHERE = Document(file="random", data={}, lines={})

Condition = tuple[tuple[str, bool], ...]  # answers that must all be given like this; none: always
Answers = Mapping[str, bool | int]


@dataclass(frozen=True)
class Needed:
    """`key` as in the language; `required` and `when` are the item's own demand."""

    key: str
    required: bool
    when: Condition


@dataclass(frozen=True)
class Item:
    code: str
    when: Condition
    each_child: bool
    fields: tuple[Needed, ...]
    materials: tuple[Needed, ...]
    makes: str | None
    issues: str | None  # the code of a paper that others may ask for
    fee: Condition | None  # None: it costs nothing


@dataclass(frozen=True)
class Register:
    """A look-up: what it gives and makes needless, and whether it finds anything."""

    when: Condition
    gives: tuple[str, ...]
    replaces: tuple[str, ...]
    finds: bool


@dataclass(frozen=True)
class Catalogue:
    longest: Mapping[str, int | None]
    items: tuple[Item, ...]
    register: Register

    def plan(self) -> Plan:
        """Fails when the catalogue is no valid definition: then it is the catalogue that is wrong."""
        compiled = compile_matter(_library(self), "all")
        assert compiled.plan is not None, compiled.problems
        return compiled.plan

    def every_answer(self) -> Iterator[Answers]:
        for a, b, children in product((False, True), (False, True), range(1, MOST_CHILDREN + 1)):
            yield {"a": a, "b": b, "children": children}


_CONDITIONS = st.sampled_from(
    ((), (), (("a", True),), (("a", False),), (("b", True),), (("b", False),), (("a", True), ("b", True)))
)


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    items: list[Item] = []
    for code in ITEMS[: draw(st.integers(1, 3))]:
        items.append(draw(_items(code, tuple(items))))
    asked = sorted({need.key for item in items for need in item.fields if not need.key.startswith("child.")})
    papers = sorted({need.key for item in items for need in item.materials if "." not in need.key})
    gives = draw(st.sets(st.sampled_from(asked))) if asked else set[str]()
    replaces = draw(st.sets(st.sampled_from(papers))) if papers else set()
    register = Register(draw(_CONDITIONS), tuple(sorted(gives)), tuple(sorted(replaces)), draw(st.booleans()))
    longest = {element: draw(st.none() | st.integers(1, 90)) for element in ELEMENTS}
    return Catalogue(longest, tuple(items), register)


@st.composite
def _items(draw: st.DrawFn, code: str, earlier: tuple[Item, ...]) -> Item:
    """It may need what an earlier item makes, never the other way round; nothing is made by two."""
    each_child = draw(st.booleans())
    when = draw(_CONDITIONS)
    makes = _of_its_own(draw, ELEMENTS, each_child, {each.makes for each in earlier} | _needed(earlier))
    issues = _paper_of_its_own(draw, earlier)
    keys = [f"{subject}.{each}" for subject in ("person", "child") for each in ELEMENTS]
    return Item(
        code,
        when,
        each_child,
        fields=_needs(draw, [key for key in keys if key != makes], at_least=1),
        materials=_needs(draw, _papers_for(earlier, issues), at_least=0),
        makes=makes,
        issues=issues,
        fee=draw(st.none() | _CONDITIONS),
    )


def _of_its_own(
    draw: st.DrawFn, names: Iterable[str], each_child: bool, taken: set[str | None]
) -> str | None:
    subject = "child" if each_child else "person"
    free = [f"{subject}.{name}" for name in names if f"{subject}.{name}" not in taken]
    return draw(st.none() | st.sampled_from(free)) if free else None


def _paper_of_its_own(draw: st.DrawFn, earlier: tuple[Item, ...]) -> str | None:
    """The dictionary says what a paper is the result of, so nobody before may issue it or need it."""
    taken = {need.key.rpartition(".")[2] for item in earlier for need in item.materials}
    free = [name for name in MATERIALS if name not in taken | {each.issues for each in earlier}]
    return draw(st.none() | st.sampled_from(free)) if free else None


def _papers_for(earlier: tuple[Item, ...], issues: str | None) -> list[str]:
    """Not its own result; and what is issued for each child is asked for only as that child's."""
    each_childs = {each.issues for each in earlier if each.each_child}
    plain = [name for name in MATERIALS if name not in {issues, *each_childs}]
    return [*plain, *(f"child.{name}" for name in MATERIALS if name != issues)]


def _needed(items: Iterable[Item]) -> set[str | None]:
    return {need.key for item in items for need in item.fields}


def _needs(draw: st.DrawFn, keys: list[str], *, at_least: int) -> tuple[Needed, ...]:
    chosen = draw(st.lists(st.sampled_from(keys), min_size=at_least, max_size=4, unique=True))
    return tuple(Needed(key, draw(st.booleans()), draw(_CONDITIONS)) for key in chosen)


def _source(when: Condition) -> str:
    return " && ".join(f"answers.{name}" if value else f"!answers.{name}" for name, value in when)


def _with_condition(data: dict[str, Any], when: Condition) -> dict[str, Any]:
    return {**data, "when": _source(when)} if when else data


def _library(catalogue: Catalogue) -> Library:
    """Straight from the models: what YAML costs to read is no part of this."""
    dictionary = DictionaryModel.model_validate(_dictionary(catalogue))
    organisation = OrganisationModel.model_validate(_organisation())
    items = [ItemModel.model_validate(_item(each)) for each in catalogue.items]
    return Library(
        elements={each.code: Entry(each, _NOWHERE) for each in dictionary.elements},
        materials={each.code: Entry(each, _NOWHERE) for each in dictionary.materials},
        items={each.item: Entry(each, _NOWHERE) for each in items},
        matters={"all": Entry(MatterModel.model_validate(_matter(catalogue)), _NOWHERE)},
        regions={each.code: each for each in organisation.regions},
        departments={each.code: each for each in organisation.departments},
        responsibility=tuple(organisation.responsibility),
        remedies={(each.region, each.department or ""): each for each in organisation.remedies},
    )


def _dictionary(catalogue: Catalogue) -> dict[str, Any]:
    owner = {"source": OFFICE["kind"]}
    elements: list[dict[str, Any]] = [{"code": "number", "title": WORDS, "type": "resident_id"}]
    for code in ELEMENTS:
        longest = catalogue.longest[code]
        size = {"max_length": longest} if longest else {}
        elements.append({"code": code, "title": WORDS, "type": "text", **size, **owner})
    elements += [{"code": f"fee_{code}", "title": WORDS, "type": "money_fen", **owner} for code in ITEMS]
    made = {each.issues: f"{each.code}.paper" for each in catalogue.items if each.issues}
    materials = [
        {"code": each, "title": WORDS} | ({"result_of": made[each]} if each in made else {})
        for each in MATERIALS
    ]
    return {"elements": elements, "materials": materials}


def _organisation() -> dict[str, Any]:
    office = {"code": "office@330100000000", **OFFICE, "title": WORDS}
    return {
        "regions": [{"code": OFFICE["region"], "title": WORDS}],
        "departments": [office],
        "responsibility": [
            {"item": code, "region": OFFICE["region"], "department": office["code"]} for code in ITEMS
        ],
        "remedies": [{"region": OFFICE["region"], "authority": WORDS, "court": WORDS}],
    }


def _matter(catalogue: Catalogue) -> dict[str, Any]:
    codes = [each.code for each in catalogue.items]
    register = catalogue.register
    lookup = {
        "code": "register",
        "title": WORDS,
        "connector": "register",
        "call": "register_lookup",
        "send": {"number": "person.number"},
        "gives": {key: key.partition(".")[2] for key in register.gives},
        "replaces": list(register.replaces),
    }
    return {
        "matter": "all",
        "title": WORDS,
        "summary": WORDS,
        "audience": "person",
        "lead": "office",
        "questions": [
            {"code": "a", "kind": "boolean", "title": WORDS},
            {"code": "b", "kind": "boolean", "title": WORDS},
            {"code": "children", "kind": "number", "title": WORDS, "minimum": 1, "maximum": MOST_CHILDREN},
        ],
        "subjects": [
            {"code": "person", "title": WORDS, "applicant": True},
            {"code": "child", "title": WORDS, "repeats": "answers.children"},
        ],
        "items": [
            _with_condition(
                {
                    "item": item.code,
                    "after": codes[:number],
                    **({"for_each": "child"} if item.each_child else {}),
                },
                item.when,
            )
            for number, item in enumerate(catalogue.items)
        ],
        "lookups": [_with_condition(lookup, register.when)] if register.gives or register.replaces else [],
    }


def _item(item: Item) -> dict[str, Any]:
    amount = f"person.fee_{item.code}"
    typed = [item.makes] if item.makes else []
    steps: list[dict[str, Any]] = [
        {
            "code": "decide",
            "kind": "approval",
            "title": WORDS,
            "officer_fields": [*typed, *([amount] if item.fee is not None else [])],
            "decides": item.fee is None,
        }
    ]
    if item.fee is not None:
        description = {"zh": item.code, "en": item.code}
        pay = {"code": "pay", "kind": "payment", "title": WORDS, "decides": True}
        steps.append(
            _with_condition({**pay, "payment": {"amount": amount, "description": description}}, item.fee)
        )
    issued = {"code": "issue", "kind": "issue_result", "title": WORDS, "result": "paper"}
    results = [{"code": "paper", "title": WORDS, "template": "generic_result"}]
    return {
        "item": item.code,
        "title": WORDS,
        "department": "office",
        "type": "service",
        "basis": WORDS,
        "silence": "supervise",
        "limits": {"statutory": "10 working days", "promised": "1 working day"},
        "region": f"'{OFFICE['region']}'",
        "fields": [
            "person.number",
            *({"field": n.key, "required": n.required} | _when(n.when) for n in item.fields),
        ],
        "materials": [{"material": n.key, "required": n.required} | _when(n.when) for n in item.materials],
        "steps": [*steps, issued] if item.issues else steps,
        "results": results if item.issues else [],
        "refusal_reasons": [{"code": "no", "text": WORDS}],
    }


def _when(when: Condition) -> dict[str, str]:
    return {"when": _source(when)} if when else {}
