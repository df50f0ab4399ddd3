"""What the parts of a plan are called when plans are compared (`words.yaml`)."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from forms.form_plan import Text
from own_files import read_own_yaml

Topic = Literal[
    "matter",
    "item",
    "question",
    "option",
    "subject",
    "field",
    "need",
    "material",
    "look_up",
    "consent",
    "rule",
    "delivery",
    "limit",
    "dependency",
    "step",
    "fee",
    "result",
    "reason",
    "commitment",
    "notice",
    "paper",
    "remedy",
]
Stage = Literal["application", "acceptance", "decision", "delivery", "end"]
"""How far on a case may be and still meet a difference; the words are in the order of a case."""

STAGES: tuple[Stage, ...] = get_args(Stage)
Telling = Literal[
    "plain",
    "code",
    "value",
    "number",
    "condition",
    "text_expression",
    "number_expression",
    "department",
    "event",
    "item",
    "groups_of_items",
    "step",
    "field",
    "material",
    "lookup",
    "consent",
    "subject",
]
OF_THE_CLASS = "_"


@dataclass(frozen=True, slots=True)
class Word:
    """`topic` and `until` None: as of the thing in which it stands."""

    text: Text
    telling: Telling = "plain"
    topic: Topic | None = None
    until: Stage | None = None


@cache
def word_for(kind: type, attribute: str) -> Word:
    """KeyError for a part of a plan that `words.yaml` does not name."""
    entry = _words()[kind.__name__][attribute]
    text = Text(entry.get("zh", ""), entry.get("en", ""))
    return Word(text, entry.get("is", "plain"), entry.get("topic"), entry.get("until"))


@cache
def value_word(code: str) -> Text:
    entry = _words()["values"].get(code)
    return Text(entry["zh"], entry["en"]) if entry else Text(code, code)


@cache
def _words() -> dict[str, dict[str, Any]]:
    return read_own_yaml(Path(__file__).with_name("words.yaml"))
