"""Who plays: one family with a newborn, the officers who have a part in it, a supervisor, a stranger."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from access.personas import get_persona
from demo.client import Client
from demo.people import Applicant, Officer, Stranger, Supervisor
from demo.script import Script
from demo.stage import Stage
from demo.town import Town
from departments.simulated.families import family as family_of
from departments.simulated.people import Person as Known

HEALTH, POLICE, INSURANCE = "officer-health-xihu", "officer-police", "officer-medical-insurance"

Signed = TypeVar("Signed", Applicant, Officer, Supervisor)


@dataclass(frozen=True)
class Cast:
    """`wife` and `husband` are what the mother and the father know of themselves; officers by persona."""

    stage: Stage
    town: Town
    script: Script
    mother: Applicant
    father: Applicant
    officers: dict[str, Officer]
    supervisor: Supervisor
    stranger: Stranger
    wife: Known
    husband: Known
    hospital_region: str


@contextmanager
def gathered(stage: Stage, *, script: Script, seed: int) -> Iterator[Cast]:
    """Everybody around the family number `seed`, signed in."""
    family = family_of(seed)
    assert family.father is not None

    def signed_in(kind: type[Signed], persona: str) -> Signed:
        return kind(stage.url, persona=get_persona(persona), language=script.language)

    cast = Cast(
        stage=stage,
        town=Town(stage.departments_url),
        script=script,
        mother=signed_in(Applicant, f"{family.key}-mother"),
        father=signed_in(Applicant, f"{family.key}-father"),
        officers={persona: signed_in(Officer, persona) for persona in (HEALTH, POLICE, INSURANCE)},
        supervisor=signed_in(Supervisor, "supervisor"),
        stranger=Stranger(Client(stage.url, language=script.language)),
        wife=family.mother,
        husband=family.father,
        hospital_region=family.hospital_region,
    )
    try:
        yield cast
    finally:
        for person in (cast.mother, cast.father, cast.supervisor, *cast.officers.values()):
            person.close()
        cast.stranger.api.close()
        cast.town.close()
