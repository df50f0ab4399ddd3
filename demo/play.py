"""`onematter demo`: plays every person of one matter through the public API, and tells how it went."""

import json
import secrets
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx

from demo import newborn
from demo.bad_days import (
    card_service_down,
    father_refuses,
    name_rejected,
    photo_unreadable,
    premium_unpaid,
)
from demo.cast import Cast, gathered
from demo.client import Json, Refused
from demo.handling import DemoFailed
from demo.script import Script
from demo.stage import StageMissing, open_stage
from departments.simulated.families import MANY
from local_stack.parts import PartFailed
from settings import get_settings

Play = Callable[[Cast], str]
"""Plays to the end that is expected and returns the case's number; raises `DemoFailed` at another end."""

GOOD_DAYS: Mapping[str, Play] = {newborn.MATTER: newborn.play}
BAD_DAYS: Mapping[str, Mapping[str, Play]] = {
    newborn.MATTER: {
        "father-refuses": father_refuses.play,
        "name-rejected": name_rejected.play,
        "photo-unreadable": photo_unreadable.play,
        "card-service-down": card_service_down.play,
        "premium-unpaid": premium_unpaid.play,
    }
}
SHANGHAI = ZoneInfo("Asia/Shanghai")
REPORTED = ("case_no", "state", "items", "timeline", "documents")


def play(
    matter: str, *, url: str | None, bad_day: str | None, as_json: bool, seed: int | None, data: Path | None
) -> int:
    """The exit code: 0 only when the case came to the end that was expected. No `seed`: any family."""
    story = GOOD_DAYS.get(matter) if bad_day is None else BAD_DAYS.get(matter, {}).get(bad_day)
    if story is None:
        days = ", ".join(f"{code} --with {day}" for code in BAD_DAYS for day in BAD_DAYS[code])
        return _fail(f"there is no such play; there are: {', '.join(GOOD_DAYS)}, {days}")
    script = Script(language=get_settings().terminal_language, quiet=as_json)
    try:
        with open_stage(url=url, data=data) as stage:
            script.begin()
            family = secrets.randbelow(MANY) if seed is None else seed % MANY
            with gathered(stage, script=script, seed=family) as cast:
                case = cast.mother.case(story(cast))
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
        f"她看到的办件 {case['case_no']}：{case['state_words']}",
        f"What she reads: {case['case_no']}, {case['state_words']}",
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
