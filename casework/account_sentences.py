"""The account of a clock in sentences: when it began, what is not counted and why, today, and the end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from casework.plan_words import limit_words
from casework.words import Language, day_words, words_of_file
from clocks.account import Account, AccountedPause
from clocks.calendar import OFFICE_CLOSES, OFFICE_NOON, in_shanghai, local_date
from clocks.clock import CountedDay, Limit, LimitUnit

Clock = Literal["receipt", "handling", "delivery"]
Ending = Literal["receipt", "silence", "handling", "delivery"]

_NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
_WEEKDAYS_ZH = "一二三四五六日"
_DAY_UNITS = ("working_day", "natural_day")


@dataclass(frozen=True, slots=True)
class Extended:
    """An extension that was granted."""

    on: datetime
    amount: Limit


def account_sentences(
    account: Account,
    *,
    clock: Clock,
    language: Language,
    extended: Sequence[Extended] = (),
    ended: Ending | None = None,
) -> list[str]:
    """`ended`: how the clock came to its end, at `account.until`; no day is today then."""
    year = local_date(account.start).year
    words = _Words(language, year)
    return [
        words.fill(
            "start",
            clock,
            day=day_words(account.start, language=language),
            limit=limit_words(account.limit, language=language),
        ),
        *(words.pause(each, account.limit.unit) for each in account.pauses),
        *(words.extension(each) for each in extended),
        *([words.end(account, ended)] if ended else words.today(account)),
        *([] if ended else words.due(account)),
    ]


def by_law_sentence(limit: Limit, until: datetime, *, since: datetime, language: Language) -> str:
    words = _Words(language, local_date(since).year)
    day = words.weekday(local_date(until))
    return words.fill("due", "by_law", limit=limit_words(limit, language=language), day=day)


def counted_day_words(line: CountedDay, *, since: datetime, language: Language) -> tuple[str, str]:
    """The day, and what it is: its number, or why it has none."""
    words = _Words(language, local_date(since).year)
    if line.number is None:
        return words.weekday(line.day), words.fill("day", line.not_counted_because or "paused")
    what = words.fill("day", "counted", number=line.number)
    if line.nature == "make_up_day":
        what = f"{words.fill('day', 'make_up_day')}{'，' if language == 'zh' else ', '}{what}"
    return words.weekday(line.day), what


class _Words:
    """Days of the year `year` are named without it."""

    def __init__(self, language: Language, year: int) -> None:
        self.language: Language = language
        self.year = year

    def fill(self, section: str, code: str, **values: object) -> str:
        return _texts()[section][code][self.language].format(**values)

    def day(self, day: date) -> str:
        if self.language == "en":
            return f"{day.day} {day:%B}" + (f" {day.year}" if day.year != self.year else "")
        return (f"{day.year} 年 " if day.year != self.year else "") + f"{day.month} 月 {day.day} 日"

    def weekday(self, day: date) -> str:
        if self.language == "en":
            return f"{day:%A} {self.day(day)}"
        return f"{self.day(day)}（星期{_WEEKDAYS_ZH[day.weekday()]}）"

    def count(self, number: int, unit: LimitUnit) -> str:
        word = _texts()["unit"][unit][self.language]
        if self.language == "zh":
            return word.format(n=number)
        spelled = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
        return f"{spelled} {word}{'' if number == 1 else 's'}"

    def pause(self, pause: AccountedPause, unit: LimitUnit) -> str:
        kind, _, name = pause.kind.partition(":")
        section = "pause_open" if pause.end is None else "pause_ended"
        known = _texts()["pause_name"]
        which = kind if kind in _texts()[section] else "other"
        what = self.fill(
            section,
            which,
            start=self.day(local_date(pause.start)),
            end=self.day(local_date(pause.end)) if pause.end else "",
            name=known.get(name, known["other"])[self.language],
        )
        if not pause.not_counted:
            how_much = "none" if pause.end else "not_yet"
        else:
            how_much = "some" if pause.end else "so_far"
        counted = self.fill("not_counted", how_much, count=self.count(pause.not_counted, unit))
        return f"{what}：{counted}" if self.language == "zh" else f"{what}: {counted}"

    def extension(self, extended: Extended) -> str:
        words = _texts()["extended"][self.language]
        limit = limit_words(extended.amount, language=self.language)
        return words.format(day=self.day(local_date(extended.on)), limit=limit)

    def today(self, account: Account) -> list[str]:
        part, line = account.parts[-1], account.today
        if part.limit.unit == "at_once":
            return []
        if part.limit.unit not in _DAY_UNITS or line is None:
            used = self.count(part.used, part.limit.unit)
            used = used[0].upper() + used[1:]
            limit = limit_words(part.limit, language=self.language)
            return [self.fill("today", "used", used=used, limit=limit)]
        code = line.not_counted_because or ("make_up_day" if line.nature == "make_up_day" else "counted")
        return [self.fill("today", code, day=self.weekday(line.day), number=line.number)]

    def end(self, account: Account, ending: Ending) -> str:
        line = account.today
        said = self.fill("ended", ending, day=self.weekday(local_date(account.until)))
        if line is None or line.number is None or account.parts[-1].limit.unit not in _DAY_UNITS:
            return said + self.fill("ended", "full_stop")
        return said + self.fill("ended", "on_day", number=line.number)

    def due(self, account: Account) -> list[str]:
        ends = account.due
        if ends.at is None:
            return [self.fill("due", "stands")]
        day, hour = self.weekday(local_date(ends.at)), self._hour(ends.at)
        said = [self.fill("due", "over" if account.over else "runs", day=day, hour=hour)]
        if ends.provisional:
            said.append(self.fill("due", "provisional", year=local_date(ends.at).year))
        return said

    def _hour(self, at: datetime) -> str:
        moment = in_shanghai(at)
        named = {OFFICE_CLOSES: "close", OFFICE_NOON: "noon"}.get(moment.time())
        if named:
            return self.fill("hour", named)
        return f" {moment:%H:%M} " if self.language == "zh" else f"{moment:%H:%M}"


def _texts() -> Mapping[str, Mapping[str, Any]]:
    return words_of_file("account_words.yaml")
