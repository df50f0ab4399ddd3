"""One kind of request to a department: what it needs, and what data its answer "done" must hold."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Text = Annotated[str, Field(min_length=1, max_length=500)]
Fen = Annotated[int, Field(ge=0)]
Region = Annotated[str, Field(pattern=r"^\d{12}$")]
Sex = Literal["female", "male"]


class Data(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


@dataclass(frozen=True, slots=True)
class Kind:
    """`needs` are the payload's members that must be there; more may be sent."""

    code: str
    connector: str
    answer: type[Data]
    needs: tuple[str, ...] = ()
    looks_up_only: bool = False
