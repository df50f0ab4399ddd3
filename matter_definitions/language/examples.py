"""Examples of a matter: what somebody answers, and what has to come of it. `check` plays each of them."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from matter_definitions.language.texts import Code, LimitWords, Model, Name, Words
from matter_definitions.state import ItemStanding

MOST_EXAMPLES = 20  # each is played whenever the matter is checked

Value = bool | int | str
End = Literal["completed", "partly_completed", "refused", "open", "exit"]
DecisionWords = Annotated[
    list[str],
    Field(min_length=1, max_length=20),
    BeforeValidator(lambda value: [value] if isinstance(value, str) else value),
]


class ExpectModel(Model):
    """What is left out is not looked at. `items`, `materials`, `fields`: all of them, in any order; the code
    of what repeats stands for every repetition. `within`: from the submission to the end, pauses and all."""

    end: End
    items: list[str] | None = None
    item_ends: dict[str, ItemStanding] = Field(default_factory=dict)
    materials: list[str] | None = None
    fields: list[str] | None = None
    within: LimitWords | None = None


class ExampleModel(Model):
    """`values`: by form key. `decisions`: by item and step (`birth-registration.decide: deny`)."""

    name: Code
    title: Words
    answers: dict[Name, Value]
    values: dict[str, Value] = Field(default_factory=dict)
    delivery: Literal["pickup", "mail", "electronic"] | None = None
    decisions: dict[str, DecisionWords] = Field(default_factory=dict)
    expect: ExpectModel
