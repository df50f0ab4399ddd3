"""Check characters of ISO 7064 that more than one kind of number uses."""

from collections.abc import Iterable

_WEIGHTS_11_2 = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS_11_2 = "10X98765432"


def mod_11_2_check(digits17: str) -> str:
    """The 18th character of an identity number (GB 11643: ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(digits17, _WEIGHTS_11_2, strict=True))
    return _CHECKS_11_2[total % 11]


def hybrid_check(values: Iterable[int], *, modulus: int) -> int:
    """The check value of the hybrid systems: modulus 10 is MOD 11,10 and modulus 36 is MOD 37,36.

    It finds every single wrong character and nearly every swap of neighbours.
    """
    product = modulus
    for value in values:
        product = 2 * ((product + value) % modulus or modulus) % (modulus + 1)
    return (modulus + 1 - product) % modulus
