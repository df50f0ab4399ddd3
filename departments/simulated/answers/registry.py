"""Which simulated department answers which kind."""

from collections.abc import Callable, Mapping

from departments.simulated.answers import (
    after_death,
    agencies,
    business,
    hospital,
    identity,
    moving,
    providers,
    registers,
    signing,
    treasury,
)
from departments.simulated.outcome import Outcome, WaitsForPerson
from departments.simulated.state import State, Task

Answer = Callable[[Task, State], Outcome | WaitsForPerson]


def _together(*parts: Mapping[str, Mapping[str, Answer]]) -> Mapping[str, Mapping[str, Answer]]:
    """A department's answers may stand in several files."""
    answers: dict[str, dict[str, Answer]] = {}
    for part in parts:
        for department, kinds in part.items():
            answers.setdefault(department, {}).update(kinds)
    return answers


ANSWERS: Mapping[str, Mapping[str, Answer]] = _together(
    identity.ANSWERS,
    hospital.ANSWERS,
    registers.ANSWERS,
    providers.ANSWERS,
    signing.ANSWERS,
    agencies.ANSWERS,
    treasury.ANSWERS,
    moving.ANSWERS,
    after_death.ANSWERS,
    business.ANSWERS,
)
