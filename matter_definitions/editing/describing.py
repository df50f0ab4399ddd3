"""What a form for a part of a definition has to ask, read off the models of the language.

Nothing is said twice: which keys there are, what they hold and whether they are required comes from the
models (`matter_definitions/language/`), the words for people from the help catalogue (`help.py`).
"""

from dataclasses import dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, BeforeValidator
from pydantic_core import PydanticUndefined

from clocks.clock import Limit
from forms.form_plan import Text
from matter_definitions.editing.help import help_of, words_of_choices
from matter_definitions.language.texts import Expression, LimitWords, Words

Kind = Literal[
    "text",  # one line
    "expression",
    "number",
    "yes_no",
    "choice",
    "several",  # any of the choices
    "limit",  # `5 working days`
    "words",  # {zh, en}
    "lines",  # a list of texts or numbers, one to a line
    "pairs",  # names with values, one to a line
    "group",  # one part with keys of its own
    "entries",  # a list of parts
]


@dataclass(frozen=True, slots=True)
class Part:
    """One key of a model. `model` and `short`: of `group` and `entries` only; a plain text may stand for an
    entry whose only key is `short`. `usual`: what holds when the key is left out."""

    key: str
    kind: Kind
    label: Text
    help: Text
    required: bool
    usual: object = None
    choices: tuple[tuple[str, Text], ...] = ()
    model: type[BaseModel] | None = None
    short: str = ""
    numbers: bool = False  # lines of numbers


@cache
def parts_of(model: type[BaseModel]) -> tuple[Part, ...]:
    """Every key of a model, in the order of the language."""
    hints = get_type_hints(model, include_extras=True)
    return tuple(_part(model, key, hints[key]) for key in model.model_fields)


def keys_of(model: type[BaseModel]) -> tuple[str, ...]:
    return tuple(model.model_fields)


def _part(model: type[BaseModel], key: str, hint: object) -> Part:
    field = model.model_fields[key]
    hint = _without_none(hint)
    shape = _shape(hint)
    helped = help_of(model.__name__, key)
    default = field.get_default(call_default_factory=True)
    return Part(
        key=key,
        kind=shape.kind,
        label=helped.label,
        help=helped.help,
        required=field.is_required(),
        usual=None if default is PydanticUndefined else default,
        choices=words_of_choices(model.__name__, key, shape.choices),
        model=shape.model,
        short=shape.short,
        numbers=shape.numbers,
    )


@dataclass(frozen=True, slots=True)
class _Shape:
    kind: Kind
    choices: tuple[str, ...] = ()
    model: type[BaseModel] | None = None
    short: str = ""
    numbers: bool = False


def _shape(hint: object) -> _Shape:
    if hint is Expression:
        return _Shape("expression")
    if hint is LimitWords:
        return _Shape("limit")
    bare = _bare(hint)
    if bare is Words:
        return _Shape("words")
    if bare is Limit:
        return _Shape("limit")
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        return _Shape("group", model=bare, short=_short_form(hint))
    if get_origin(bare) is Literal:
        return _Shape("choice", choices=get_args(bare))
    if get_origin(bare) is list:
        return _shape_of_list(get_args(bare)[0])
    if get_origin(bare) is dict:
        return _Shape("pairs")
    return _Shape({bool: "yes_no", int: "number"}.get(bare, "text"))  # pyright: ignore[reportArgumentType, reportCallIssue]


def _shape_of_list(hint: object) -> _Shape:
    bare = _bare(hint)
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        return _Shape("entries", model=bare, short=_short_form(hint))
    if get_origin(bare) is Literal:
        return _Shape("several", choices=get_args(bare))
    return _Shape("lines", numbers=bare is int)


def _short_form(hint: object) -> str:
    """The key for which a plain text stands: asked of the validator itself (`texts.short_form`)."""
    for each in getattr(hint, "__metadata__", ()):
        if isinstance(each, BeforeValidator):
            made: Any = each.func("a text")  # pyright: ignore[reportCallIssue]
            if isinstance(made, dict) and len(made) == 1:  # pyright: ignore[reportUnknownArgumentType]
                return str(next(iter(made)))  # pyright: ignore[reportUnknownArgumentType]
    return ""


def _bare(hint: object) -> Any:
    return _bare(get_args(hint)[0]) if get_origin(hint) is Annotated else hint


def _without_none(hint: object) -> object:
    if get_origin(hint) in (Union, UnionType):
        left = [each for each in get_args(hint) if each is not NoneType]
        return left[0] if len(left) == 1 else hint
    return hint
