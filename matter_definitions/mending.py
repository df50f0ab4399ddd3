"""A definition with mistakes of form, read with something in their place: the rest can be looked at as well.

Nothing is ever published of it. What stands in for a mistake says nothing: `certain.py` leaves out of the
problems whatever might only follow from it.
"""

from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from clocks.clock import Limit
from matter_definitions.language.texts import Words
from matter_definitions.read import Path
from matter_definitions.schema import MOST_TOLD, model_in

M = TypeVar("M", bound=BaseModel)

_TEXT = "…"
_LIMIT = "5 working days"
# A list or a mapping that is none may have named anything.
_NAMES_LOST = frozenset({"list_type", "dict_type"})
_PASSES = 3  # what stands in the place of one mistake can show another below it


@dataclass(frozen=True, slots=True)
class Mended(Generic[M]):
    """`places`: what something stands in for, or was left out."""

    model: M
    places: tuple[Path, ...]


def mended_model(data: dict[str, object], model: type[M]) -> Mended[M] | None:
    """None when a name may have been lost, for then all that uses it would look wrong."""
    copy, places = deepcopy(data), list[Path]()
    for _ in range(_PASSES):
        try:
            return Mended(model.model_validate(copy), tuple(places))
        except ValidationError as found:
            mistakes = found.errors(include_url=False)
        if len(mistakes) > MOST_TOLD or not all(_mend(copy, model, each) for each in mistakes):
            return None
        places += [each["loc"] for each in mistakes]
    return None


def _mend(data: dict[str, Any], model: type[BaseModel], mistake: ErrorDetails) -> bool:
    path = mistake["loc"]
    holder = _at(data, path[:-1])
    name = path[-1] if path else None
    if not isinstance(holder, dict) or not isinstance(name, str):
        return False
    if mistake["type"] == "extra_forbidden":
        del holder[name]
        return True
    around = _model_at(model, path[:-1])
    field = around.model_fields.get(name) if around else None
    if field is None or mistake["type"] in _NAMES_LOST:
        return False
    if around is Words:
        holder[name] = _TEXT
        return True
    if isinstance(holder.get(name), dict | list) and model_in(field.annotation) is not Words:
        return False
    if not field.is_required():
        holder.pop(name, None)
        return True
    stand_in = _stand_in(field)
    if stand_in is not None:
        holder[name] = stand_in
    return stand_in is not None


def _stand_in(field: FieldInfo) -> object:
    """None where only a name could stand."""
    if field.annotation is Words:
        return {"zh": _TEXT, "en": _TEXT}
    if field.annotation is Limit:
        return _LIMIT
    return get_args(field.annotation)[0] if get_origin(field.annotation) is Literal else None


def _at(data: Any, path: Path) -> object:
    """None where there is no such place: a short form is longer for its model than in the file."""
    try:
        for part in path:
            data = data[part]
    except (KeyError, IndexError, TypeError):
        return None
    return data


def _model_at(model: type[BaseModel], path: Path) -> type[BaseModel] | None:
    current: type[BaseModel] | None = model
    for part in path:
        if current is not None and isinstance(part, str):
            field = current.model_fields.get(part)
            current = model_in(field.annotation) if field else None
    return current
