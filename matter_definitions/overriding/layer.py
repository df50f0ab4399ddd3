"""One definition under an override: what is said in its place, and where in the override it is said."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel

from matter_definitions.library_index import Entry
from matter_definitions.overriding.origins import Origins
from matter_definitions.read import Path

T = TypeVar("T", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Layer:
    """`entry` is the definition; `at`: where in the override its part stands."""

    entry: Entry[Any]
    at: Path
    origins: Origins

    def put(self, *place: str | int, said: Path) -> None:
        """`said`: the path in the override, below `at`."""
        self.origins.put(self.entry.document, (*self.entry.path, *place), (*self.at, *said))

    def values(self, other: BaseModel, names: Sequence[str], *, below: Path = ()) -> dict[str, Any]:
        """Of what an override may say those parts that it does say, by the same names."""
        said = {name: getattr(other, name) for name in names if getattr(other, name) is not None}
        for name in said:
            self.put(*below, name, said=(*below, name))
        return said

    def merged(self, name: str, old: Sequence[T], new: Sequence[T], key: Callable[[T], Hashable]) -> list[T]:
        """`new` behind `old`; what has the same key stands in its place."""
        together = list(old)
        numbers = {key(each): number for number, each in enumerate(old)}
        for said, each in enumerate(new):
            number = numbers.setdefault(key(each), len(together))
            together[number : number + 1] = [each]
            self.put(name, number, said=(name, said))
        return together
