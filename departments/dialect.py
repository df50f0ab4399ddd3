"""The mapping of a connector: names and code lists of the other side, and ours.

Data, one YAML file for a dialect. What it does not know is never guessed: a code without translation is
`NoTranslation`, which names the member and the code. Names of theirs that the mapping does not list are left
out, so that we keep nothing that nobody asked for. A call that the dialect does not name is in our words.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from departments.contract import Answered, NoTranslation, Request
from departments.kinds import describe

DIALECTS = Path(__file__).parent / "dialects"
_SHORT_CODE = re.compile(r"[0-9A-Za-z_-]{1,8}")

Name = Annotated[str, Field(min_length=1, max_length=60)]
OurValue = str | bool | int


class DialectUnreadable(Exception):
    """The file of a dialect is missing or cannot be understood."""


class _Model(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Member(_Model):
    """`codes`: from their code to our value. `of`: the members of each entry of a list."""

    name: Name
    codes: dict[str, OurValue] | None = None
    of: "dict[Name, ShortMember] | None" = None


ShortMember = Annotated[
    Member, BeforeValidator(lambda value: {"name": value} if isinstance(value, str) else value)
]


class CallDialect(_Model):
    """`send` and `receive`: ours to theirs. `outcomes`: their word to ours."""

    send: dict[Name, ShortMember] = Field(default_factory=dict)
    receive: dict[Name, ShortMember] = Field(default_factory=dict)
    outcomes: dict[str, str] = Field(default_factory=dict)


Member.model_rebuild()


class Dialect(_Model):
    calls: dict[Name, CallDialect] = Field(default_factory=dict)

    def request_in_theirs(self, request: Request, *, connector: str) -> Request:
        """Raises NoTranslation."""
        call = self.calls.get(request.kind)
        if call is None:
            return request
        words = _Words(connector, request.key)
        theirs: dict[str, object] = {}
        for name, value in request.payload.items():
            if name not in call.send:
                raise words.nothing_for(name)
            member = call.send[name]
            theirs[member.name] = words.to_theirs(member, value)
        return replace(request, payload=theirs)

    def answer_in_ours(self, kind: str, answered: Answered, *, connector: str, key: str | None) -> Answered:
        """Raises NoTranslation."""
        call = self.calls.get(kind)
        if call is None:
            return answered
        words = _Words(connector, key)
        outcome = call.outcomes.get(answered.outcome)
        if outcome is None:
            if call.outcomes:
                raise words.nothing_for("outcome", answered.outcome)
            outcome = answered.outcome
        return replace(answered, outcome=outcome, data=words.members(call.receive, answered.data))


def load_dialect(path: Path) -> Dialect:
    """Raises DialectUnreadable."""
    try:
        return Dialect.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        raise DialectUnreadable(f"{path} cannot be read") from None
    except ValidationError as problem:
        raise DialectUnreadable(f"{path}: {describe(problem)}") from None


class _Words:
    """The words of one answer or request, for whoever has to look into it."""

    def __init__(self, connector: str, key: str | None) -> None:
        self._connector, self._key = connector, key

    def nothing_for(self, name: str, code: object = None) -> NoTranslation:
        """Of a value only what has the shape of a code is told: a name of a person has not."""
        shown = str(code) if code is not None and _SHORT_CODE.fullmatch(str(code)) else "?"
        problem = f"{name}: no name for it" if code is None else f"{name}: no translation of the code {shown}"
        return NoTranslation(self._connector, problem, key=self._key)

    def members(self, known: Mapping[str, Member], data: Mapping[str, object]) -> dict[str, object]:
        return {
            ours: self._to_ours(member, data[member.name])
            for ours, member in known.items()
            if member.name in data
        }

    def to_theirs(self, member: Member, value: object) -> object:
        if member.codes is None or value is None:
            return value
        for theirs, ours in member.codes.items():
            if ours == value and isinstance(ours, bool) == isinstance(value, bool):
                return theirs
        raise self.nothing_for(member.name, value)

    def _to_ours(self, member: Member, value: Any) -> object:
        if value is None:
            return None
        if member.of is not None:
            entries = value if isinstance(value, list) else []
            return [self.members(member.of, each) for each in entries if isinstance(each, Mapping)]
        if member.codes is None:
            return value
        if not isinstance(value, str) or value not in member.codes:
            raise self.nothing_for(member.name, value)
        return member.codes[value]
