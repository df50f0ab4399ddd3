"""Which simulated department answers which kind."""

from collections.abc import Callable, Mapping

from departments.simulated.answers import agencies, hospital, identity, providers, registers, signing
from departments.simulated.outcome import Outcome, WaitsForPerson
from departments.simulated.state import State, Task

Answer = Callable[[Task, State], Outcome | WaitsForPerson]

ANSWERS: Mapping[str, Mapping[str, Answer]] = {
    **identity.ANSWERS,
    **hospital.ANSWERS,
    **registers.ANSWERS,
    **providers.ANSWERS,
    **signing.ANSWERS,
    **agencies.ANSWERS,
}
