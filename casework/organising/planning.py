"""What a table, or one line that somebody typed, would change of a register. Pure: nothing is written.

One line is a table of one line, so that a form, an import and the API refuse the same things in the same
words.
"""

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from casework.organising.change_log import difference
from casework.organising.csv_table import TableLine, place
from casework.organising.known import Known
from casework.organising.region_tree import RegionLine, RegionTree, nearest_parent
from casework.organising.registers import Cells, Key, Register
from casework.organising.rules import problems_of, validity_of, with_usual
from forms.form_plan import Text
from refusals import FieldError


@dataclass(frozen=True, slots=True)
class PlannedEntry:
    """`before` None: it is new. `version`: of what was there, 0 of nothing."""

    number: int
    key: Key
    cells: Cells
    before: Cells | None
    version: int

    @property
    def fields(self) -> dict[str, list[str] | None]:
        return difference(self.before, self.cells)


@dataclass(frozen=True, slots=True)
class Planned:
    """`digest` names exactly these changes of exactly these versions."""

    entries: tuple[PlannedEntry, ...]
    same: int
    errors: tuple[FieldError, ...]

    @property
    def new(self) -> list[PlannedEntry]:
        return [each for each in self.entries if each.before is None]

    @property
    def changed(self) -> list[PlannedEntry]:
        return [each for each in self.entries if each.before is not None]

    @property
    def digest(self) -> str:
        rows = [[list(each.key), dict(each.cells), each.version] for each in self.entries]
        return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()


def plan_changes(
    register: Register, lines: Sequence[TableLine], known: Known, *, errors: Sequence[FieldError] = ()
) -> Planned:
    """`errors`: what was wrong with the table before. Nothing may be written while there are any."""
    found = list(errors)
    around = _codes(known, lines)
    filled = [replace(line, cells=_filled(register, line.cells, around)) for line in lines]
    if register.name == "regions":
        known, tree_errors = _with_regions(filled, known)
        found += tree_errors
    entries, same, seen = list[PlannedEntry](), 0, dict[Key, int]()
    for line in filled:
        key = register.key_of(line.cells)
        before = known.entries.get(key)
        # What stands there was right when it was written, though what it names may have ended since.
        is_same = before is not None and dict(before.cells) == dict(line.cells)
        wrong = [] if is_same else problems_of(register, line.cells, known)
        if key in seen:
            words = Text(f"与第 {seen[key]} 行重复", f"is there in line {seen[key]}, too")
            wrong = [*wrong, (register.key[0], words)]
        seen.setdefault(key, line.number)
        found += [FieldError(place(line.number, column), words.zh, words.en) for column, words in wrong]
        if is_same:
            same += 1
        elif not wrong:
            old = before.cells if before else None
            entries.append(PlannedEntry(line.number, key, line.cells, old, before.version if before else 0))
    return Planned(tuple(entries), same, tuple(sorted(found, key=_by_line)))


def _filled(register: Register, cells: Cells, around: Collection[str]) -> Cells:
    """What follows from the rest: a region's parent from its digits, a post's region from its department."""
    filled = with_usual(register, cells)
    if register.name == "regions" and not filled["parent"]:
        filled["parent"] = nearest_parent(filled["code"], around) or ""
    if register.name == "posts" and filled["department"] and not filled["region"]:
        filled["region"] = filled["department"].partition("@")[2]
    return filled


def _codes(known: Known, lines: Sequence[TableLine]) -> set[str]:
    """Regions that are there, or would be."""
    there = {line.code for line in known.regions.on(known.today)}
    return there | {line.cells.get("code", "").strip() for line in lines}


def _with_regions(lines: Sequence[TableLine], known: Known) -> tuple[Known, list[FieldError]]:
    """The tree as it would be, and what would be wrong with these regions in it."""
    numbers = dict[str, int]()
    after = {line.code: line for line in _lines_of(known)}
    for line in lines:
        try:
            after[line.cells["code"]] = _region_line(line.cells)
        except ValueError:  # a day that is none: its own check says so
            continue
        numbers[line.cells["code"]] = line.number
    tree = RegionTree(after.values())
    errors = [
        FieldError(place(numbers[each.code], each.field), each.words.zh, each.words.en)
        for each in tree.problems(numbers)
    ]
    return replace(known, regions=tree), errors


def _lines_of(known: Known) -> list[RegionLine]:
    return [_region_line(entry.cells) for entry in known.entries.values()]


def _region_line(cells: Cells) -> RegionLine:
    return RegionLine(
        cells["code"],
        Text(cells["name_zh"], cells["name_en"]),
        cells["parent"] or None,
        validity_of(cells),
        cells["successor"] or None,
        cells["kind"],
    )


def _by_line(error: FieldError) -> tuple[int, Any]:
    parts = error.pointer.split("/")
    return (int(parts[2]), error.pointer) if len(parts) > 3 and parts[2].isdigit() else (0, error.pointer)
