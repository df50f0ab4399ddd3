"""A draft may be written to take a processor for ever: no process that answers people works on one itself.

What takes long is handed to the checking rooms (`engine/checking.py`): functions that take texts or plans and
give plain values.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).parents[2]
LONG = {
    "check_stock",
    "compare_with_above",
    "compile_in",
    "compile_matter",
    "data_picture",
    "drawn",
    "look_at_texts",
    "lines_that_differ",
    "process_picture",
    "simulate",
    "told_apart",
    "try_out",
    "unified_diff",
}


NAMED = re.compile(rf"\b(?:{'|'.join(sorted(LONG))})\(")


def texts_of(*rooms: str) -> dict[str, str]:
    files = (each for room in rooms for each in (PROJECT / room).rglob("*.py"))
    return {str(each.relative_to(PROJECT)): each.read_text(encoding="utf-8") for each in files}


def calls(text: str) -> Iterator[tuple[str, int]]:
    """Names that are called, and not only handed on."""
    for node in ast.walk(ast.parse(text)) if NAMED.search(text) else ():
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in LONG:
                yield name, node.lineno


def test_acts_pages_and_routes_hand_long_work_to_a_room() -> None:
    texts = texts_of("casework", "portal", "api")
    assert len(texts) > 100
    assert [f"{file}:{line}: {name}" for file, text in texts.items() for name, line in calls(text)] == []


def test_what_is_long_is_called_so() -> None:
    """A name that is not there any more would look for nothing."""
    defined = "\n".join(texts_of("matter_definitions").values())
    assert {each for each in LONG if f"\ndef {each}(" not in defined} == {"unified_diff"}
    assert list(calls("difflib.unified_diff([], [])")) == [("unified_diff", 1)]
