"""Write `forms/values/data/permitted_characters.txt` from the Unicode Han database.

    python scripts/make_name_characters.py .../Unihan_OtherMappings.txt.bz2

The field kTGH holds the place of each character in the Table of General Standard Chinese Characters
(通用规范汉字表, 2013). On Debian the file is in the package `unicode-data`. The script fails unless it finds
exactly the places 1 to 8105.
"""

import argparse
import bz2
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "forms" / "values" / "data" / "permitted_characters.txt"
NUMBER_OF_CHARACTERS = 8105
PER_LINE = 50
HEADER = """\
# 通用规范汉字表 (Table of General Standard Chinese Characters, State Council of China, 2013), in its order.
# Taken from the field kTGH of the Unihan database. Copyright (c) Unicode, Inc. All rights reserved.
# Distributed under the Terms of Use in https://www.unicode.org/copyright.html (Unicode licence, permissive).
"""


def characters_by_place(lines: list[str]) -> list[str]:
    """The characters by their place in the table; raises SystemExit when a place is missing or doubled."""
    places: dict[int, str] = {}
    for line in lines:
        fields = line.rstrip("\n").split("\t")
        if len(fields) == 3 and fields[1] == "kTGH":
            place = int(fields[2].removeprefix("2013:"))
            places[place] = places.get(place, "") + chr(int(fields[0].removeprefix("U+"), 16))
    if sorted(places) != list(range(1, NUMBER_OF_CHARACTERS + 1)) or any(
        len(c) != 1 for c in places.values()
    ):
        raise SystemExit(f"the places of the table are not 1 to {NUMBER_OF_CHARACTERS}, once each")
    return [places[place] for place in sorted(places)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("unihan_other_mappings", type=Path)
    source: Path = parser.parse_args().unihan_other_mappings
    with bz2.open(source, "rt", encoding="utf-8") as file:
        characters = characters_by_place(list(file))
    lines = ["".join(characters[n : n + PER_LINE]) for n in range(0, len(characters), PER_LINE)]
    TARGET.write_text(HEADER + "\n".join(lines) + "\n", "utf-8")
    print(f"{TARGET.name}: {len(characters)} characters")


if __name__ == "__main__":
    main()
