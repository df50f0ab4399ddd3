"""The small parts that every definition is made of: words in two languages, codes, limits of time."""

import re
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from clocks.clock import Limit
from forms.form_plan import Text

CODE = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"  # of matters, items, departments: part of addresses
NAME = r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$"  # of what expressions speak of
KEY = r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$"

Code = Annotated[str, Field(pattern=CODE, max_length=60)]
Name = Annotated[str, Field(pattern=NAME, max_length=60)]
Key = Annotated[str, Field(pattern=KEY, max_length=120)]
Expression = Annotated[str, Field(min_length=1, max_length=2000)]
Region = Annotated[str, Field(pattern=r"^\d{12}$")]
Sentence = Annotated[str, Field(min_length=1, max_length=2000)]


class Model(BaseModel):
    """Strict: an unknown name, a number where a text belongs, a missing text are all refused."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Words(Model):
    zh: Sentence
    en: Sentence

    @property
    def text(self) -> Text:
        return Text(self.zh, self.en)


LimitUnit = Literal["working_day", "natural_day", "hour", "half_day", "at_once"]
_LIMIT = re.compile(r"(\d{1,4}) (working|natural|half) days?|(\d{1,4}) hours?|at once")
_UNITS: dict[str, LimitUnit] = {"working": "working_day", "natural": "natural_day", "half": "half_day"}


def limit_of(words: object) -> Limit:
    """`5 working days`, `30 natural days`, `1 half day`, `24 hours`, `at once`."""
    found = _LIMIT.fullmatch(words) if isinstance(words, str) else None
    if not found or found[1] == "0" or found[3] == "0":
        raise PydanticCustomError(
            "limit", "write a limit as “5 working days”, “30 natural days”, “24 hours” or “at once”"
        )
    if found[1]:
        return Limit(int(found[1]), _UNITS[found[2]])
    return Limit(int(found[3]), "hour") if found[3] else Limit(1, "at_once")


LimitWords = Annotated[Limit, BeforeValidator(limit_of)]


def short_form(name: str) -> BeforeValidator:
    """Lets a plain text stand for a mapping with the one entry `name`."""
    return BeforeValidator(lambda value: {name: value} if isinstance(value, str) else value)
