"""Who plays the opening of a company: a founder, his wife who holds the other half, and the registrar."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from demo.cast import Cast, Gathering, nothing_to_enter
from demo.people import Applicant
from demo.script import Script
from demo.stage import Stage
from departments.simulated.families import MANY
from departments.simulated.families import family as family_of
from departments.simulated.people import Person as Known

MARKET = "officer-market"


@dataclass(frozen=True)
class BusinessCast(Cast):
    """`husband`, `wife` and `employee` are the people as the registers know them. `number` is this
    company's own, so that no play meets the name or the address of another."""

    partner: Applicant
    husband: Known
    wife: Known
    employee: Known
    number: int

    @property
    def founder(self) -> Applicant:
        return self.applicant


@contextmanager
def gathered(stage: Stage, *, script: Script, seed: int) -> Iterator[BusinessCast]:
    """The founders of the family number `seed`, signed in; the employee is of the next one."""
    family, gathering = family_of(seed), Gathering(stage, script)
    assert family.father is not None
    cast = BusinessCast(
        stage=stage,
        town=gathering.town,
        script=script,
        applicant=gathering.applicant(f"{family.key}-father"),
        officers=gathering.officers((MARKET,)),
        supervisor=gathering.supervisor(),
        stranger=gathering.stranger,
        enter=nothing_to_enter,
        partner=gathering.applicant(f"{family.key}-mother"),
        husband=family.father,
        wife=family.mother,
        employee=family_of((seed + 1) % MANY).mother,
        number=secrets.randbelow(10**9),
    )
    try:
        yield cast
    finally:
        cast.close(cast.partner)
