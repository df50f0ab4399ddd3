"""The functions on dates that expressions may call, and their meaning in law.

Both moments are read as days in Shanghai. A later first date gives the negative number.
"""

import calendar
from datetime import date, datetime, time

from expressions.types import SHANGHAI

MONTHS_IN_YEAR = 12


def days_between(earlier: datetime, later: datetime) -> int:
    return (_day(later) - _day(earlier)).days


def months_between(earlier: datetime, later: datetime) -> int:
    """Whole months. A month without the day ends on its last day (Civil Code 民法典, article 202)."""
    first, last = _day(earlier), _day(later)
    if first > last:
        return -months_between(later, earlier)
    months = (last.year - first.year) * MONTHS_IN_YEAR + last.month - first.month
    length_of_last_month = calendar.monthrange(last.year, last.month)[1]
    return months if last.day >= min(first.day, length_of_last_month) else months - 1


def years_between(earlier: datetime, later: datetime) -> int:
    """Whole years: a person's age (周岁) when the first date is the birth."""
    months = months_between(earlier, later)
    return months // MONTHS_IN_YEAR if months >= 0 else -(-months // MONTHS_IN_YEAR)


def date_of(text: str) -> datetime:
    """Midnight in Shanghai of an ISO date; what is no date makes the expression fail."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError("not a date") from None  # the text may be a person's; it goes into no message
    return datetime.combine(day, time(), SHANGHAI)


def _day(moment: datetime) -> date:
    return moment.astimezone(SHANGHAI).date()
