"""The editor asks for every key of the language, and says in both languages what each one is."""

from collections.abc import Iterator
from typing import get_args, get_type_hints

from pydantic import BaseModel

from matter_definitions.editing.describing import parts_of
from matter_definitions.editing.help import FOLDER, find_help
from matter_definitions.language.dictionary import ElementModel, MaterialModel
from matter_definitions.language.items import ItemModel
from matter_definitions.language.matters import MatterModel
from matter_definitions.language.texts import Words
from matter_definitions.read import read_document
from tests.every_case import for_every


def _models(found: object) -> Iterator[type[BaseModel]]:
    if isinstance(found, type) and issubclass(found, BaseModel):
        yield found
        for hint in get_type_hints(found, include_extras=True).values():
            yield from _models(hint)
    for inner in get_args(found):
        yield from _models(inner)


MODELS = sorted(
    {each for root in (MatterModel, ItemModel, ElementModel, MaterialModel) for each in _models(root)},
    key=lambda each: each.__name__,
)


@for_every("model", MODELS)
def test_every_key_has_a_name_and_a_sentence_of_help(model: type[BaseModel]) -> None:
    lacking = [key for key in model.model_fields if find_help(model.__name__, key) is None]
    assert not lacking, f"matter_definitions/editing/help: {model.__name__} lacks {lacking}"


@for_every("model", MODELS)
def test_every_choice_has_words(model: type[BaseModel]) -> None:
    parts = [part for part in parts_of(model) if part.kind in ("choice", "several")]
    bare = [(part.key, code) for part in parts for code, words in part.choices if words.zh == code]
    assert not bare, f"matter_definitions/editing/help/choices.yaml: {model.__name__} lacks {bare}"


def test_the_help_speaks_of_nothing_that_is_gone() -> None:
    known = {(each.__name__, key) for each in MODELS for key in each.model_fields}
    for file in ("matter.yaml", "item.yaml", "dictionary.yaml"):
        data = read_document((FOLDER / file).read_text(encoding="utf-8"), file=file).data
        said = {(model, key) for model, keys in data.items() if model != "*" for key in dict(keys)}  # pyright: ignore
        assert not said - known


def test_the_shape_of_each_key_is_read_off_the_model() -> None:
    kinds = {part.key: part.kind for part in parts_of(MatterModel)}
    assert kinds["title"] == "words"
    assert kinds["promise"] == "limit"
    assert kinds["synonyms"] == "lines"
    assert kinds["questions"] == "entries"
    assert kinds["delivery"] == "group"
    item = {part.key: part for part in parts_of(ItemModel)}
    assert item["fields"].short == "field"
    assert item["region"].kind == "expression"
    assert item["late_correction"].kind == "yes_no"
    assert [code for code, _ in item["risk"].choices] == ["low", "medium", "high"]
    assert not any(part.kind == "words" for part in parts_of(Words))
