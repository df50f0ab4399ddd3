"""Administrative division codes as prefixes (GB/T 2260 and GB/T 10114: 2, 4, 6, 9 and 12 digits)."""

LEVEL_DIGITS = (2, 4, 6, 9)


def region_prefix(code: str) -> str:
    """The digits that every place inside `code` begins with; '' is the whole country.

    Cutting trailing zeros one by one would be wrong: 331000000000 is the city 3310, and 331 would
    also cover 3311.
    """
    if not code.strip("0"):
        return ""
    return next((code[:digits] for digits in LEVEL_DIGITS if not code[digits:].strip("0")), code)


def covers(region: str, place: str) -> bool:
    """Is `place` the region itself or inside it?"""
    return place.startswith(region_prefix(region))
