"""The base of every body that the API takes, and the shape of every error that it gives."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

# JSON has no ids: the text of one is as strict as it gets.
Id = Annotated[UUID, Field(strict=False)]


class Body(BaseModel):
    """Strict: `false` is not 0 and "1" is not 1; a field that we do not know is an error, not ignored."""

    model_config = ConfigDict(strict=True, extra="forbid")


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
