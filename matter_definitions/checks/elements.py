"""Data elements: the parts of a dictionary entry that its form alone does not settle.

One owner for each (一数一源): what an authority keeps belongs to one kind of department, what
people say belongs to them; and a code list says which standard it follows.
"""

from collections.abc import Iterable

from forms.values.registry import VALUE_TYPES
from matter_definitions.checks.same_thing import complain_of_same_things
from matter_definitions.language.dictionary import APPLICANT, ElementModel
from matter_definitions.language.items import ItemModel
from matter_definitions.language.matters import MatterModel
from matter_definitions.library_index import Entry, Library
from matter_definitions.problems import Problem, Problems
from matter_definitions.workbench import Place, Workbench


def check_used_elements(bench: Workbench) -> None:
    """Those that the matter uses; `dictionary_problems` looks at the others."""
    keys = {key for item in bench.items for key in (*_made_by(item.model), *_asked_by(item.model))}
    keys |= set(bench.matter.delivery.mail_needs) if bench.matter.delivery else set()
    used = {entry.model.code: entry for key in sorted(keys) if (entry := bench.element(key))}
    _check_elements(bench, used.values())


def dictionary_problems(library: Library, changed: Library) -> tuple[Problem, ...]:
    """Of entries among `changed` that no matter may use yet: every later check of any matter would trip over
    them. `library` holds them, too."""
    problems, of_no_matter = Problems(), MatterModel.model_construct()
    for entry in changed.elements.values():
        place = Place(entry.document, entry.path)
        _check_elements(Workbench(library, of_no_matter, place, problems), [entry])
    complain_of_same_things(library, changed, problems)
    return problems.sorted()


def _check_elements(bench: Workbench, entries: Iterable[Entry[ElementModel]]) -> None:
    kinds = _department_kinds(bench.library)
    of_authorities = _made_alone(bench)
    for entry in entries:
        place, element = Place(entry.document, entry.path), entry.model
        _check_type(bench, element, place)
        _check_list(bench, element, place)
        _check_owner(bench, element, place, kinds=kinds, of_authorities=of_authorities)


def _check_type(bench: Workbench, element: ElementModel, place: Place) -> None:
    if element.type not in VALUE_TYPES:
        known = "、".join(VALUE_TYPES)
        bench.complain(
            place.below("type"),
            "unknown-type",
            zh=f"没有数据类型“{element.type}”，可用的有：{known}",
            en=f"there is no value type “{element.type}”; there are {', '.join(VALUE_TYPES)}",
        )


def _check_list(bench: Workbench, element: ElementModel, place: Place) -> None:
    is_list = element.type == "code"
    if len(element.options) < 2 if is_list else element.options:
        bench.complain(
            place.below("options"),
            "options",
            zh="类型 code 至少要列出两个选项，其他类型不能有选项",
            en="an element of the type code lists two options or more, one of another type has none",
        )
    bench.complain_of_twins(element.options, place.below("options"))
    if is_list and element.options and element.standard is None:
        zh = f"代码表“{element.code}”没有写明执行的标准（standard）；没有公开标准的写 own"
        en = f"the code list “{element.code}” names no standard; where none is public, write “standard: own”"
        # What a department owns others share: they have to know what a code means.
        tell = bench.warn if element.source == APPLICANT else bench.complain
        tell(place, "no-standard", zh=zh, en=en)
    if not is_list and element.standard is not None:
        bench.complain(
            place.below("standard"),
            "no-list",
            zh="只有代码表（类型 code）才写 standard",
            en="only a code list (type code) has a standard",
        )


def _check_owner(
    bench: Workbench, element: ElementModel, place: Place, *, kinds: set[str], of_authorities: set[str]
) -> None:
    if element.source == APPLICANT and element.code in of_authorities:
        bench.complain(
            place,
            "no-owner",
            zh=f"“{element.code}”只由部门产生，应写明数源部门（source）",
            en=f"only departments make “{element.code}”: say which kind of department owns it (source)",
        )
    if kinds and element.source != APPLICANT and element.source not in kinds:
        # An installation may rely on an owner that does nothing here.
        bench.warn(
            place.below("source"),
            "unknown-owner",
            zh=f"没有“{element.source}”这类部门",
            en=f"there is no department of the kind “{element.source}”",
        )


def _department_kinds(library: Library) -> set[str]:
    found = library.departments.values()
    return {each.kind for each in found} | {kind for each in found for kind in each.also}


def _made_alone(bench: Workbench) -> set[str]:
    """What steps of the matter receive or officers write, and nobody is asked for in any."""
    made = {_element(key) for item in bench.items for key in _made_by(item.model)}
    asked = {_element(key) for item in bench.items for key in _asked_by(item.model)}
    elements = (bench.library.elements.get(each) for each in made - asked)
    if not any(entry and entry.model.source == APPLICANT for entry in elements):
        return set()  # all have their owner: no need to read every item that there is
    return _made_by_items_alone(bench.library)


def _made_by_items_alone(library: Library) -> set[str]:
    # One that became unreadable (the language has changed since) is as if it were not there.
    items = [entry.model for code in library.items if (entry := library.items.get(code))]
    made = {_element(key) for item in items for key in _made_by(item)}
    asked = {_element(key) for item in items for key in _asked_by(item)}
    typed = {
        _element(key)
        for entry in library.matters.values()
        if entry.model.delivery
        for key in entry.model.delivery.mail_needs
    }
    # By another name in a matter (`uses`) it may be asked there.
    renamed = {
        element
        for entry in library.matters.values()
        for subject in entry.model.subjects
        for element in subject.uses.values()
    }
    return made - asked - typed - renamed


def _made_by(item: ItemModel) -> Iterable[str]:
    for step in item.steps:
        yield from step.receive
        yield from (each.field for each in step.officer_fields)


def _asked_by(item: ItemModel) -> Iterable[str]:
    return (need.field for need in item.fields)


def _element(key: str) -> str:
    return key.partition(".")[2]
