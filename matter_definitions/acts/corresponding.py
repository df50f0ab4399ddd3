"""Letters between agencies. A `text` is a stored text's id.

`number`: the number that an authority outside this installation has given to its answer.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SendLetter:
    item: str
    step: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerLetter:
    item: str
    step: str
    outcome: str
    text: str | None = None
    number: str | None = None
