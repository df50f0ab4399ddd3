"""Who plays a move: a family in two places, and the officers of police and pensions of both."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from access.personas import get_persona
from demo.cast import Cast, Gathering
from demo.client import Json
from demo.people import Applicant, Officer
from demo.script import Script
from demo.stage import Stage
from departments.simulated.answers.treasury import FUND_ACCOUNTS
from departments.simulated.movers import MANY_MOVERS, MovingFamily, moving_family
from departments.simulated.people import YUHANG

OFFICERS = ("officer-police-xuanwu", "officer-pension", "officer-pension-xuanwu")
STATION, COUNTY = "officer-police", "officer-police-superior"
COUNTY_STEP = "review_county"
ORIGIN_POLICE, ORIGIN_PENSION = "officer-police-xuanwu", "officer-pension-xuanwu"
BALANCE_FEN, MONTHS = 1_234_500, 96


class PoliceOfficer(Officer):
    """Of the new place, where the station reviews and the county decides: two people, each his own step."""

    def __init__(self, gathering: Gathering, persona: str) -> None:
        super().__init__(
            gathering.stage.url, persona=get_persona(persona), language=gathering.script.language
        )
        self._decides = persona == COUNTY

    def tasks(self, case_no: str) -> list[Json]:
        return [each for each in super().tasks(case_no) if (each["step"] == COUNTY_STEP) == self._decides]


@dataclass
class Writing:
    """What the officers write down; `accounts` are given one after the other, the last one from then on."""

    accounts: list[str] = field(default_factory=lambda: [FUND_ACCOUNTS[YUHANG]])

    def enter(self, task: Json, asked: Json) -> object:
        del task
        if asked["key"] == "fund.receiving_account_no":
            return self.accounts.pop(0) if len(self.accounts) > 1 else self.accounts[0]
        known: dict[str, object] = {
            "transfer.admission_no": "JS-2026-0001",
            "account.paid_months": MONTHS,
            "account.pension_balance": BALANCE_FEN,
        }
        return known[asked["key"]]


@dataclass(frozen=True)
class MovingCast(Cast):
    """He lives in 玄武 with their child, she in 余杭. `applicant`: he, who moves to her, or she, whose
    pension relation follows."""

    wife: Applicant
    family: MovingFamily
    writing: Writing


@contextmanager
def household_gathered(stage: Stage, *, script: Script, seed: int) -> Iterator[MovingCast]:
    with _gathered(stage, script=script, seed=seed, applicant="husband") as cast:
        yield cast


@contextmanager
def pension_gathered(stage: Stage, *, script: Script, seed: int) -> Iterator[MovingCast]:
    with _gathered(stage, script=script, seed=seed, applicant="wife") as cast:
        yield cast


@contextmanager
def _gathered(stage: Stage, *, script: Script, seed: int, applicant: str) -> Iterator[MovingCast]:
    """The moving family of that number, signed in."""
    number, gathering, writing = seed % MANY_MOVERS, Gathering(stage, script), Writing()
    cast = MovingCast(
        stage=stage,
        town=gathering.town,
        script=script,
        applicant=gathering.applicant(f"moving-{number}-{applicant}"),
        officers={each: PoliceOfficer(gathering, each) for each in (STATION, COUNTY)}
        | gathering.officers(OFFICERS),
        supervisor=gathering.supervisor(),
        stranger=gathering.stranger,
        enter=writing.enter,
        wife=gathering.applicant(f"moving-{number}-wife"),
        family=moving_family(number),
        writing=writing,
    )
    try:
        yield cast
    finally:
        cast.close(cast.wife)
