"""The base of every body that the API takes, and the shape of every error that it gives."""

import json
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError

# JSON has no ids: the text of one is as strict as it gets.
Id = Annotated[UUID, Field(strict=False)]
# What PostgreSQL takes as text: everything but the zero character.
NO_ZERO = r"^[^\x00]*$"


def _writable(values: dict[str, Any]) -> dict[str, Any]:
    """Half a surrogate pair and numbers without end can be read from JSON, but never written again."""
    try:
        json.dumps(values, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError) as error:
        raise PydanticCustomError("string_unicode", "not valid Unicode") from error
    return values


Values = Annotated[dict[str, Any], AfterValidator(_writable)]


class Body(BaseModel):
    """Strict: `false` is not 0 and "1" is not 1; a field that we do not know is an error, not ignored."""

    model_config = ConfigDict(strict=True, extra="forbid")

    @field_validator("*", mode="after")
    @classmethod
    def _without_zero(cls, value: object) -> object:
        """Text that PostgreSQL could not take; `Values` are kept encrypted and may hold anything."""
        texts = value if isinstance(value, list) else [value]
        if any(isinstance(each, str) and "\x00" in each for each in texts):
            raise PydanticCustomError("string_unicode", "not valid Unicode")
        return value


class ProblemError(BaseModel):
    pointer: str = Field(description="JSON pointer to the field, such as /form/child.1.name")
    message: str


class Problem(BaseModel):
    """RFC 9457."""

    type: str = Field(description="Stable URN, such as urn:onematter:problem:not-now")
    title: str
    status: int
    detail: str = Field(description="In the caller's language")
    errors: list[ProblemError]
    allowed: list[str] = Field(description="What may be done now, for a refused act")
