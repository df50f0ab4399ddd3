"""The checks of publishing: definitions looked through as a whole, each problem with file, line, words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path as FilePath

from matter_definitions.certain import certain_of_dictionary, compile_as_read
from matter_definitions.checks.elements import dictionary_problems
from matter_definitions.imaginary.examples import play_examples
from matter_definitions.language.matters import MatterModel
from matter_definitions.library_index import Entry, Library, library_of
from matter_definitions.overriding.checking import check_overrides, overrides_of
from matter_definitions.overriding.regions import parts_of
from matter_definitions.plan import Plan
from matter_definitions.problems import Problem, Problems
from matter_definitions.proof.prove import prove_matter
from matter_definitions.read import Document


@dataclass(frozen=True, slots=True)
class CheckResult:
    """`ok`: nothing but warnings. `plans` by matter, `regional` by `<matter>@<region>` of an override; only
    of those without an error."""

    ok: bool
    problems: tuple[Problem, ...]
    plans: Mapping[str, Plan]
    regional: Mapping[str, Plan] = field(default_factory=dict[str, Plan])


def check_library(library: Library, *, matters: Iterable[str] | None = None) -> CheckResult:
    """Every matter of a library (or only these), and what lies in it unused."""
    codes = list(library.matters if matters is None else matters)
    found = (*library.problems, *dictionary_problems(library, library))
    result = _check(
        library,
        matters={code: library.matters[code] for code in codes},
        overrides=list(library.overrides) if matters is None else overrides_of(library, codes),
        found=found,
    )
    unused = Problems()
    _warn_of_unused(library, unused)
    return replace(result, problems=_in_order([*result.problems, *unused.found]))


def check_files(paths: Iterable[FilePath], *, library: Library) -> CheckResult:
    """Files (or folders of them) as if they stood in the library already; changes nothing.

    Besides the matters among them, those are compiled that use an item or the dictionary among them, or
    an item for which somebody becomes responsible.
    """
    files: list[FilePath] = []
    for path in paths:
        files += sorted(path.rglob("*.yaml")) if path.is_dir() else [path]
    problems = Problems()
    texts: list[tuple[str, str]] = []
    for file in files:
        try:
            texts.append((str(file), file.read_text(encoding="utf-8")))
        except (OSError, UnicodeDecodeError):
            nowhere = Document(file=str(file), data={}, lines={})
            zh, en = "无法读取文件（应为 UTF-8 文本）", "the file cannot be read (it should be UTF-8 text)"
            problems.add(nowhere, (), code="unreadable", zh=zh, en=en)
    result = _check_changes(library_of(texts, mend=True), library=library)
    if not problems.found:
        return result
    return replace(result, ok=False, problems=_in_order([*result.problems, *problems.found]))


def check_source(text: str, *, library: Library, file: str = "definition.yaml") -> CheckResult:
    """One definition as text (YAML or JSON), as if it stood in the library already."""
    return _check_changes(library_of([(file, text)], mend=True), library=library)


def check_matters(library: Library, codes: Iterable[str]) -> CheckResult:
    """These matters of a library and what regions override of them, with the problems of form that are known
    of the library."""
    matters = {code: library.matters[code] for code in codes}
    overrides = overrides_of(library, matters)
    return _check(library, matters=matters, overrides=overrides, found=library.problems)


def _check_changes(changes: Library, *, library: Library) -> CheckResult:
    whole = library.with_changes(changes)
    dictionary_changed = bool(changes.elements or changes.materials)
    newly_responsible = {each.item for each in changes.responsibility}
    touched = {
        code: entry
        for code, entry in whole.matters.items()
        if code in changes.matters
        or dictionary_changed
        or any(each.item in changes.items or each.item in newly_responsible for each in entry.model.items)
    }
    overridden = {parts_of(code)[0] for code in changes.overrides}
    overrides = overrides_of(whole, [*touched, *(each for each in overridden if each not in touched)])
    found = (*changes.problems, *certain_of_dictionary(whole, dictionary_problems(whole, changes)))
    return _check(whole, matters=touched, overrides=overrides, found=found)


def _check(
    library: Library,
    *,
    matters: Mapping[str, Entry[MatterModel]],
    overrides: Iterable[str],
    found: tuple[Problem, ...],
) -> CheckResult:
    problems = list(found)
    plans: dict[str, Plan] = {}
    for code in matters:
        compiled = compile_as_read(library, code)
        problems += compiled.problems
        if compiled.plan is None:
            continue
        unproved = prove_matter(library, code, compiled.plan.form)
        failed = () if unproved else play_examples(matters[code], compiled.plan)
        problems += [*unproved, *failed]
        if not unproved and not failed:
            plans[code] = compiled.plan
    regional = check_overrides(library, overrides)
    problems += regional.problems
    ok = not any(problem.severity == "error" for problem in problems)
    return CheckResult(ok, _in_order(problems), plans, regional.plans)


def _in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return Problems(list(dict.fromkeys(problems))).sorted()


def _warn_of_unused(library: Library, problems: Problems) -> None:
    items = [entry.model for entry in library.items.values()]
    others = [each for entry in library.overrides.values() for each in entry.model.items]
    in_matters = {each.item for entry in library.matters.values() for each in entry.model.items}
    renamed = {
        element
        for entry in library.matters.values()
        for subject in entry.model.subjects
        for element in subject.uses.values()
    }
    elements = {each.field.partition(".")[2] for item in (*items, *others) for each in item.fields} | renamed
    for item in items:
        for step in item.steps:
            elements |= {key.partition(".")[2] for key in step.receive}
            elements |= {each.field.partition(".")[2] for each in step.officer_fields}
    for entry in library.matters.values():
        if entry.model.delivery:
            elements |= {key.partition(".")[2] for key in entry.model.delivery.mail_needs}
    materials = {each.material.rpartition(".")[2] for item in (*items, *others) for each in item.materials}
    shelves = ((library.elements, elements), (library.materials, materials), (library.items, in_matters))
    for shelf, used in shelves:
        for code in shelf:
            if code not in used:
                entry = shelf[code]
                zh, en = f"没有地方用到“{code}”", f"nothing uses “{code}”"
                problems.add(entry.document, entry.path, code="unused", zh=zh, en=en, severity="warning")
