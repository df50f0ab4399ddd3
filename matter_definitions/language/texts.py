"""The small parts that every definition is made of: words in two languages, codes, limits of time."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from clocks.clock import Limit
from clocks.validity import Validity, ValidityUnit
from forms.form_plan import Text

CODE = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"  # of matters, items, departments: part of addresses
NAME = r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$"  # of what expressions speak of
KEY = r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$"
RESULT = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*\.[a-z][a-z0-9]*(_[a-z0-9]+)*$"  # <item>.<result>
TWELVE_DIGITS = r"^\d{12}$"  # of regions, and of basic codes

Code = Annotated[str, Field(pattern=CODE, max_length=60)]
Name = Annotated[str, Field(pattern=NAME, max_length=60)]
Key = Annotated[str, Field(pattern=KEY, max_length=120)]
ResultOf = Annotated[str, Field(pattern=RESULT, max_length=120)]
Expression = Annotated[str, Field(min_length=1, max_length=2000)]
Region = Annotated[str, Field(pattern=TWELVE_DIGITS)]
# HTML; control characters; what is not seen, or turns round what is seen (Unicode TR 36, "Bidirectional").
_NO_PLAIN_TEXT = re.compile(
    r"<[A-Za-z/!?]|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
    r"|[\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]"
)


def plain_text(words: str) -> str:
    """Texts are shown as they are, so markup would only be seen; and nobody can type a control character."""
    if _NO_PLAIN_TEXT.search(words):
        raise PydanticCustomError("markup", "a text holds no HTML, no control and no hidden characters")
    return words


Sentence = Annotated[str, Field(min_length=1, max_length=2000), AfterValidator(plain_text)]


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


_VALIDITY = re.compile(r"(\d{1,3}) (year|month|day)s?")
_VALIDITY_UNITS: dict[str, ValidityUnit] = {"year": "year", "month": "month", "day": "day"}


def validity_of(words: object) -> Validity:
    """`5 years`, `18 months`, `90 days`."""
    found = _VALIDITY.fullmatch(words) if isinstance(words, str) else None
    if not found or int(found[1]) < 1:
        raise PydanticCustomError("validity", "write a validity as “5 years”, “18 months” or “90 days”")
    return Validity(int(found[1]), _VALIDITY_UNITS[found[2]])


ValidityWords = Annotated[Validity, BeforeValidator(validity_of)]


def short_form(name: str) -> BeforeValidator:
    """Lets a plain text stand for a mapping with the one entry `name`."""
    return BeforeValidator(lambda value: {name: value} if isinstance(value, str) else value)
