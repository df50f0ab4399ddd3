"""Who plays after a death: a son who applies, his mother, and the officers of seven departments."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from demo.cast import Cast, Gathering, nothing_to_enter
from demo.people import Applicant
from demo.script import Script
from demo.stage import Stage
from departments.simulated.bereaved import Bereavement, bereavement

OFFICERS = (
    "officer-health-xihu",
    "officer-police",
    "officer-human-resources",
    "officer-medical-insurance",
    "officer-housing-fund",
    "officer-civil-affairs",
    "officer-civil-affairs-superior",
    "officer-disabled-federation",
    "officer-disabled-federation-superior",
)


@dataclass(frozen=True)
class MourningCast(Cast):
    """The son applies; the widow is the other heir."""

    widow: Applicant
    family: Bereavement


@contextmanager
def gathered(stage: Stage, *, script: Script, seed: int) -> Iterator[MourningCast]:
    """The family number `seed`, whose grandfather has died, signed in."""
    family, gathering = bereavement(seed), Gathering(stage, script)
    cast = MourningCast(
        stage=stage,
        town=gathering.town,
        script=script,
        applicant=gathering.applicant(f"family-{seed}-father"),
        officers=gathering.officers(OFFICERS),
        supervisor=gathering.supervisor(),
        stranger=gathering.stranger,
        enter=nothing_to_enter,
        widow=gathering.applicant(f"family-{seed}-widow"),
        family=family,
    )
    try:
        yield cast
    finally:
        cast.close(cast.widow)
