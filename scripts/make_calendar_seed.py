"""Write `clocks/data/<year>.csv` from two independent packages, and fail when they disagree.

    python scripts/make_calendar_seed.py 2026 --source "国办发明电〔2025〕7号"

`chinesecalendar` holds the announced days off and make-up days; `holidays` is the witness. A year that
is not announced yet is refused by the first and invented by the second, so it never becomes a file.
"""

import argparse
import csv
import io
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import holidays

DATA_FOLDER = Path(__file__).resolve().parent.parent / "clocks" / "data"


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


def announced_days(year: int) -> list[tuple[date, str]]:
    """Each day that the announcement names, with `off` or `work`."""
    rows: list[tuple[date, str]] = []
    for day in days_of(year):
        if day in chinese_calendar.constants.holidays:
            rows.append((day, "off"))
        elif day in chinese_calendar.constants.workdays:
            rows.append((day, "work"))
    return rows


def disagreements(year: int) -> list[date]:
    witness = holidays.country_holidays("CN", years=year)
    return [day for day in days_of(year) if chinese_calendar.is_workday(day) != witness.is_working_day(day)]


def calendar_csv(year: int, *, source: str) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["day", "kind", "source"])
    writer.writerows([day.isoformat(), kind, source] for day, kind in announced_days(year))
    return text.getvalue()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("year", type=int)
    parser.add_argument("--source", required=True, help="the announcing document, for example its number")
    arguments = parser.parse_args()
    differing = disagreements(arguments.year)
    if differing:
        raise SystemExit("the two packages disagree on " + ", ".join(map(str, differing)))
    target = DATA_FOLDER / f"{arguments.year}.csv"
    target.write_text(calendar_csv(arguments.year, source=arguments.source), "utf-8")
    print(f"{target.name}: {len(announced_days(arguments.year))} days")


if __name__ == "__main__":
    main()
