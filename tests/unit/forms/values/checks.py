"""Short words for the tests of values."""

from forms.values.checked import Invalid, Valid


def normal(checked: Valid[str] | Invalid) -> str:
    assert isinstance(checked, Valid), checked
    return checked.normal


def code(checked: Valid[object] | Invalid) -> str:
    assert isinstance(checked, Invalid), checked
    assert checked.zh
    assert checked.en
    return checked.code


def with_other_digit(number: str, position: int, step: int) -> str:
    """The number with one of its digits changed; `step` is 1 to 9."""
    changed = str((int(number[position]) + step) % 10)
    return number[:position] + changed + number[position + 1 :]
