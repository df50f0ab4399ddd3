"""The help catalogue: what each key of the language is called for people, and a sentence of help, zh and en.

One source, `help/*.yaml`; a test demands that it is complete for every key and every choice of the models.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

from forms.form_plan import Text
from matter_definitions.read import read_document

FOLDER = Path(__file__).parent / "help"
ANYWHERE = "*"


@dataclass(frozen=True, slots=True)
class KeyHelp:
    label: Text
    help: Text


@dataclass(frozen=True, slots=True)
class _Catalogue:
    keys: Mapping[tuple[str, str], KeyHelp]  # by model and key
    choices: Mapping[str, Mapping[str, Text]]  # by `Model.key` or key


def help_of(model: str, key: str) -> KeyHelp:
    """The key's own name stands in for a label that is missing; a test forbids that one is."""
    return find_help(model, key) or KeyHelp(Text(key, key), Text("", ""))


def find_help(model: str, key: str) -> KeyHelp | None:
    keys = _catalogue().keys
    return keys.get((model, key)) or keys.get((ANYWHERE, key))


def words_of_choices(model: str, key: str, choices: Sequence[str]) -> tuple[tuple[str, Text], ...]:
    words = _catalogue().choices
    known = {**words.get(key, {}), **words.get(f"{model}.{key}", {})}
    return tuple((each, known.get(each, Text(each, each))) for each in choices)


@cache
def _catalogue() -> _Catalogue:
    keys: dict[tuple[str, str], KeyHelp] = {}
    choices: dict[str, Mapping[str, Text]] = {}
    for file in sorted(FOLDER.glob("*.yaml")):
        data = read_document(file.read_text(encoding="utf-8"), file=file.name).data
        shelf = cast("dict[str, dict[str, list[str]]]", data)
        if file.stem == "choices":
            choices |= {
                name: {code: Text(*words) for code, words in each.items()} for name, each in shelf.items()
            }
            continue
        for model, entries in shelf.items():
            for key, (label_zh, label_en, help_zh, help_en) in entries.items():
                keys[model, key] = KeyHelp(Text(label_zh, label_en), Text(help_zh, help_en))
    return _Catalogue(keys, choices)
