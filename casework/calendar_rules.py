"""What a change of the calendar may say: a year as it is announced, days of a region, an emergency."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from access.regions import region_prefix
from clocks.calendar import ONE_DAY, SATURDAY
from clocks.changing import CalendarChange, ChangedDay, ChangedKind
from clocks.published import CalendarFileWrong, read_calendar_days
from refusals import FieldError, Malformed

FIRST_YEAR, LAST_YEAR = 2020, 2100
LONGEST_STANDSTILL = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class DayRow:
    """`kind`: off, work; for a region also standstill."""

    day: date
    kind: str


def year_change(year: int, rows: Sequence[DayRow]) -> CalendarChange:
    """Raises Malformed (422) with the rows that are wrong."""
    errors = (
        [] if FIRST_YEAR <= year <= LAST_YEAR else [FieldError("/year", "年份有误", "not a year of ours")]
    )
    errors += _wrong_rows(rows, kinds=("off", "work"))
    for number, row in enumerate(rows):
        if row.day.year != year:
            errors.append(FieldError(f"/days/{number}/day", "不在该年度内", "is not in that year"))
        elif row.kind == "work" and row.day.weekday() < SATURDAY:
            words = "不是周末，无需列为调休上班日", "is no weekend day, so it need not be made a working day"
            errors.append(FieldError(f"/days/{number}/day", *words))
    if errors:
        raise Malformed(errors=errors)
    return CalendarChange(_changed(rows), year=year)


def region_change(region: str, rows: Sequence[DayRow]) -> CalendarChange:
    """Raises Malformed (422). `region` is a division code; the whole country has no days of a region."""
    errors = [] if region_prefix(region) else [FieldError("/region", "请选择地区", "choose a region")]
    errors += _wrong_rows(rows, kinds=("off", "work", "standstill"))
    if errors:
        raise Malformed(errors=errors)
    return CalendarChange(_changed(rows), region_prefix=region_prefix(region))


def standstill_days(first: date, last: date) -> list[DayRow]:
    """Raises Malformed (422)."""
    if last < first:
        raise Malformed(errors=[FieldError("/last", "不能早于开始日期", "is before the first day")])
    if last - first >= LONGEST_STANDSTILL:
        words = "一次最多 92 天，可再次决定", "is more than 92 days; the region can decide again"
        raise Malformed(errors=[FieldError("/last", *words)])
    return [DayRow(first + number * ONE_DAY, "standstill") for number in range((last - first).days + 1)]


def rows_of_csv(text: str) -> tuple[list[DayRow], str]:
    """Days and their source out of a calendar file (columns `day`, `kind`, `source`). Raises Malformed."""
    try:
        days = read_calendar_days(text, name="csv")
    except CalendarFileWrong as wrong:
        raise Malformed(
            errors=[FieldError("/csv", f"文件有误：{wrong.zh}", f"cannot be read: {wrong}")]
        ) from wrong
    return [DayRow(each.day, each.kind) for each in days], days[0].source if days else ""


def _wrong_rows(rows: Sequence[DayRow], *, kinds: Sequence[str]) -> list[FieldError]:
    errors = [] if rows else [FieldError("/days", "至少填写一天", "name at least one day")]
    seen = set[date]()
    for number, row in enumerate(rows):
        if row.kind not in kinds:
            errors.append(
                FieldError(f"/days/{number}/kind", "类型有误", f"must be one of {', '.join(kinds)}")
            )
        if row.day in seen:
            errors.append(FieldError(f"/days/{number}/day", "重复", "is there twice"))
        seen.add(row.day)
    return errors


def _changed(rows: Sequence[DayRow]) -> tuple[ChangedDay, ...]:
    days = [ChangedDay(row.day, cast(ChangedKind, row.kind)) for row in rows]
    return tuple(sorted(days, key=lambda each: each.day))
