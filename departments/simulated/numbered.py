"""Families by number: birthday and sequence number say in an identity number which family its bearer is of.

Nothing is stored: the n-th family is the same on every machine and after every start, and a hundred thousand
of them cost no memory.
"""

from datetime import date, timedelta

_DAYS = 3000
# Sequence numbers below are for the people who have a name of their own.
_FIRST_SEQUENCE = 400


def birthday_of(number: int, *, first: date) -> date:
    """`first`: the birthday of the oldest of a generation."""
    return first + timedelta(days=number % _DAYS)


def sequence_of(number: int) -> int:
    """Of a woman of that family; one more is a man's."""
    return _FIRST_SEQUENCE + 2 * (number // _DAYS)


def number_in(id_number: str, *, first: date, many: int) -> int | None:
    """The number of the family, of `many`, in which somebody with such an identity number might be."""
    if len(id_number) != 18 or not id_number[:17].isascii() or not id_number[:17].isdigit():
        return None
    try:
        born = date(int(id_number[6:10]), int(id_number[10:12]), int(id_number[12:14]))
    except ValueError:
        return None
    days, sequence = (born - first).days, int(id_number[14:17])
    number = (sequence - _FIRST_SEQUENCE) // 2 * _DAYS + days
    if not 0 <= days < _DAYS or sequence < _FIRST_SEQUENCE or number >= many:
        return None
    return number
