"""How long a certificate is valid: so many years, months or days from the day on which it is issued.

The last day is the one before the same day of the later month or year; where that month has no such day, its
last day (民法典 art. 200 to 203: the day of issue itself counts, as certificates are valid from it).
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

ValidityUnit = Literal["year", "month", "day"]


@dataclass(frozen=True, slots=True)
class Validity:
    amount: int
    unit: ValidityUnit

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise ValueError("nothing is valid for less than one unit")


def last_valid_day(validity: Validity, issued: date) -> date:
    """Five years from 5 March 2026 end on 4 March 2031; a month from 31 January on 28 (or 29) February."""
    if validity.unit == "day":
        return issued + timedelta(days=validity.amount - 1)
    months = validity.amount * (12 if validity.unit == "year" else 1)
    year, month = divmod(issued.year * 12 + issued.month - 1 + months, 12)
    last_of_month = calendar.monthrange(year, month + 1)[1]
    if issued.day > last_of_month:
        return date(year, month + 1, last_of_month)
    return date(year, month + 1, issued.day) - timedelta(days=1)
