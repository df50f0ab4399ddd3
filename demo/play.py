"""`onematter demo`: plays every person of one matter through the public API, and tells how it went."""

import json
import secrets
import sys
from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar
from zoneinfo import ZoneInfo

import httpx

from demo import (
    after_death,
    business,
    business_cast,
    household_move,
    mourning_cast,
    moving_cast,
    newborn,
    newborn_cast,
    pension_transfer,
)
from demo.bad_days import (
    allowance_still_paid,
    capital_changed,
    card_service_down,
    father_refuses,
    heirs_dispute,
    merge_refused,
    money_returned,
    name_rejected,
    name_used,
    origin_refuses,
    pension_overpaid,
    permit_ran_out,
    photo_unreadable,
    premium_unpaid,
    seal_differs,
)
from demo.cast import Cast
from demo.client import Json, Refused
from demo.handling import DemoFailed
from demo.script import Script
from demo.stage import Stage, StageMissing, open_stage
from departments.simulated.families import MANY
from local_stack.parts import PartFailed
from settings import get_settings

Plays = TypeVar("Plays", bound=Cast)
Gathered_co = TypeVar("Gathered_co", bound=Cast, covariant=True)


class Gather(Protocol[Gathered_co]):
    """Everybody who plays, signed in; `seed` chooses whose family, company, … it is about."""

    def __call__(self, stage: Stage, *, script: Script, seed: int) -> AbstractContextManager[Gathered_co]: ...


@dataclass(frozen=True)
class Programme(Generic[Plays]):
    """The plays of one matter. Each plays to the end that is expected and returns the case's number; it
    raises `DemoFailed` at another end."""

    gathered: Gather[Plays]
    good: Callable[[Plays], str]
    bad: Mapping[str, Callable[[Plays], str]]

    def play(self, stage: Stage, *, script: Script, seed: int, bad_day: str | None) -> Json:
        """The case as the applicant sees it in the end."""
        story = self.good if bad_day is None else self.bad[bad_day]
        with self.gathered(stage, script=script, seed=seed) as cast:
            return cast.applicant.case(story(cast))


PROGRAMMES: Mapping[str, Programme[Any]] = {
    newborn.MATTER: Programme(
        newborn_cast.gathered,
        newborn.play,
        {
            "father-refuses": father_refuses.play,
            "name-rejected": name_rejected.play,
            "photo-unreadable": photo_unreadable.play,
            "card-service-down": card_service_down.play,
            "premium-unpaid": premium_unpaid.play,
        },
    ),
    after_death.MATTER: Programme(
        mourning_cast.gathered,
        after_death.play,
        {
            "heirs-dispute": heirs_dispute.play,
            "pension-overpaid": pension_overpaid.play,
            "allowance-still-paid": allowance_still_paid.play,
        },
    ),
    business.MATTER: Programme(
        business_cast.gathered,
        business.play,
        {
            "name-used": name_used.play,
            "seal-differs": seal_differs.play,
            "capital-changed": capital_changed.play,
        },
    ),
    household_move.MATTER: Programme(
        moving_cast.household_gathered,
        household_move.play,
        {"origin-refuses": origin_refuses.play, "permit-ran-out": permit_ran_out.play},
    ),
    pension_transfer.MATTER: Programme(
        moving_cast.pension_gathered,
        pension_transfer.play,
        {"money-returned": money_returned.play, "merge-refused": merge_refused.play},
    ),
}
BAD_DAYS: Mapping[str, Collection[str]] = {matter: each.bad for matter, each in PROGRAMMES.items()}
SHANGHAI = ZoneInfo("Asia/Shanghai")
REPORTED = ("case_no", "state", "items", "timeline", "documents")


def play(
    matter: str, *, url: str | None, bad_day: str | None, as_json: bool, seed: int | None, data: Path | None
) -> int:
    """The exit code: 0 only when the case came to the end that was expected. No `seed`: any family."""
    programme = PROGRAMMES.get(matter)
    if programme is None or (bad_day is not None and bad_day not in programme.bad):
        days = ", ".join(f"{code} --with {day}" for code in BAD_DAYS for day in BAD_DAYS[code])
        return _fail(f"there is no such play; there are: {', '.join(PROGRAMMES)}, {days}")
    script = Script(language=get_settings().terminal_language, quiet=as_json)
    try:
        with open_stage(url=url, data=data) as stage:
            script.begin()
            chosen = secrets.randbelow(MANY) if seed is None else seed % MANY
            case = programme.play(stage, script=script, seed=chosen, bad_day=bad_day)
    except (DemoFailed, StageMissing, PartFailed) as problem:
        return _fail(str(problem))
    except (Refused, httpx.HTTPError) as problem:
        return _fail(f"{type(problem).__name__}: {problem}")
    if as_json:
        report = {name: case[name] for name in REPORTED} | {"seconds": script.seconds}
        sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=2) + "\n")
    else:
        _show(case, script)
    return 0


def _show(case: Json, script: Script) -> None:
    """The case as the citizen reads it."""
    script.heading(
        f"申请人看到的办件 {case['case_no']}：{case['state_words']}",
        f"What the applicant reads: {case['case_no']}, {case['state_words']}",
    )
    for item in case["items"]:
        reason = script.text(f"（{item['reason']}）", f" ({item['reason']})") if item["reason"] else ""
        script.line(f"  {item['title']} · {item['department_name']} · {item['state_words']}{reason}")
    script.heading("经过", "What happened")
    for event in case["timeline"]:
        at = datetime.fromisoformat(event["at"]).astimezone(SHANGHAI)
        script.line(f"  {at:%Y-%m-%d %H:%M}  {event['text']}")
    script.heading("文书", "Papers")
    for document in case["documents"]:
        script.line(f"  {document['title']}")
    script.line(f"\n{script.seconds} s")


def _fail(words: str) -> int:
    sys.stdout.flush()
    sys.stderr.write(words + "\n")
    return 1
