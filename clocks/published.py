"""The calendars that come with the package: the years announced by the State Council's office so far."""

import csv
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import cast

from clocks.calendar import CalendarDay, DayKind, WorkCalendar, build_calendar

DATA_FOLDER = Path(__file__).parent / "data"


class CalendarFileWrong(Exception):
    """A line of a calendar file cannot be read; message and `zh` name file, line and reason."""

    def __init__(self, where: str, zh: str, en: str) -> None:
        self.zh = f"{where}：{zh}"
        super().__init__(f"{where}: {en}")


def load_published_days() -> list[CalendarDay]:
    """Every announced day of every year that comes with the package, by date."""
    files = sorted(DATA_FOLDER.glob("*.csv"))
    return [day for file in files for day in read_calendar_days(file.read_text("utf-8"), name=file.name)]


@lru_cache(maxsize=1)
def load_published() -> WorkCalendar:
    return build_calendar(load_published_days())


def read_calendar_days(text: str, *, name: str) -> list[CalendarDay]:
    """The days of one calendar file: columns `day` (ISO), `kind` (off, work), `source` (the document)."""
    days: list[CalendarDay] = []
    reader = csv.DictReader(text.splitlines())
    if missing := {"day", "kind", "source"} - set(reader.fieldnames or ()):
        words = ", ".join(sorted(missing))
        raise CalendarFileWrong(f"{name}:1", f"第一行缺少 {words}", f"the first line lacks {words}")
    for number, row in enumerate(reader, start=2):
        kind, source = row.get("kind"), row.get("source")
        try:
            day = date.fromisoformat(row.get("day") or "")
        except ValueError as error:
            raise CalendarFileWrong(f"{name}:{number}", "日期应写成 2026-01-01 的样子", str(error)) from error
        if kind not in ("off", "work") or not source:
            words = "类型应为 off 或 work，并写明来源", "kind must be off or work, and source must be named"
            raise CalendarFileWrong(f"{name}:{number}", *words)
        days.append(CalendarDay(day, cast(DayKind, kind), source))
    _refuse_doubles(days, name=name)
    return days


def _refuse_doubles(days: list[CalendarDay], *, name: str) -> None:
    seen: set[date] = set()
    for day in days:
        if day.day in seen:
            raise CalendarFileWrong(name, f"{day.day} 出现了两次", f"{day.day} is announced twice")
        seen.add(day.day)
