"""Who plays the birth of a baby: one family, and the officers of health, police and insurance."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from demo.cast import Cast, Gathering
from demo.client import Json
from demo.people import Applicant
from demo.script import Script
from demo.stage import Stage
from departments.simulated.families import family as family_of
from departments.simulated.people import YUHANG, identity_number
from departments.simulated.people import Person as Known

HEALTH, POLICE, INSURANCE = "officer-health-xihu", "officer-police", "officer-medical-insurance"
NUMBERS_A_DAY = 490
BOYS = ("male", "男")


@dataclass(frozen=True)
class NewbornCast(Cast):
    """The mother applies. `wife` and `husband` are what the mother and the father know of themselves."""

    father: Applicant
    wife: Known
    husband: Known
    hospital_region: str

    @property
    def mother(self) -> Applicant:
        return self.applicant


@contextmanager
def gathered(stage: Stage, *, script: Script, seed: int) -> Iterator[NewbornCast]:
    """Everybody around the family number `seed`, signed in."""
    family, gathering = family_of(seed), Gathering(stage, script)
    assert family.father is not None
    cast = NewbornCast(
        stage=stage,
        town=gathering.town,
        script=script,
        applicant=gathering.applicant(f"{family.key}-mother"),
        officers=gathering.officers((HEALTH, POLICE, INSURANCE)),
        supervisor=gathering.supervisor(),
        stranger=gathering.stranger,
        enter=number_for,
        father=gathering.applicant(f"{family.key}-father"),
        wife=family.mother,
        husband=family.father,
        hospital_region=family.hospital_region,
    )
    try:
        yield cast
    finally:
        cast.close(cast.father)


def number_for(task: Json, field: Json) -> str:
    """The police give the child its identity number: never the same for two birth records (GB 11643)."""
    child = field["key"].rpartition(".")[0]
    seen = {each["key"]: str(each["value"]) for each in task["form"]}
    born_on = date.fromisoformat(seen[f"{child}.birth_time"][:10])
    place = int(seen[f"{child}.birth_record_no"][-5:]) % NUMBERS_A_DAY
    return identity_number(YUHANG[:6], born_on, 2 * place + (1 if seen[f"{child}.sex"] in BOYS else 2))
