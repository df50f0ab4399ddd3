"""Writes THIRD_PARTY.md: every package of requirements.lock, and what this repository itself holds of others.

Run it after `make lock`, inside the environment: .venv/bin/python scripts/make_third_party.py
"""

import json
import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LONGEST_LICENCE_TEXT = 60
VENDOR = Path("portal") / "static" / "vendor"
HEAD = """# Third-party software

OneMatter is under the Apache License 2.0. It runs with the packages below, which are installed from
`requirements.lock` and not part of this repository. Made by `scripts/make_third_party.py`.

## Installed

| package | version | licence |
|---|---|---|
"""
SHIPPED = """
## Part of this repository

| what | where | licence |
|---|---|---|
"""
CHARACTERS = "forms/values/data/permitted_characters.txt"
DATA = f"""\
| Unihan database, field kTGH (Unicode, Inc.) | `{CHARACTERS}` | Unicode-3.0, see `NOTICE` |
| Days off and make-up days as announced by the State Council of China | `clocks/data/` | official texts |
"""


def licence_of(name: str) -> str:
    try:
        found = metadata(name)
    except PackageNotFoundError:
        return "(only on other platforms)"
    if "License-Expression" in found:
        return found["License-Expression"]
    classifiers = [text for text in found.get_all("Classifier") or [] if text.startswith("License ::")]
    words = [text.rpartition("::")[2].strip() for text in classifiers if text.count("::") > 1]
    text = found["License"].strip() if "License" in found else ""
    if words:
        return ", ".join(words)
    return text if text and len(text) < LONGEST_LICENCE_TEXT and "\n" not in text else "see the package"


def vendored() -> str:
    lock = json.loads((ROOT / VENDOR / "vendor.lock.json").read_text(encoding="utf-8"))
    return "".join(
        f"| {one['name']} {one['version']} | `{(VENDOR / one['folder']).as_posix()}/` | {one['license']} |\n"
        for one in lock
    )


def main() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = re.findall(r"^([A-Za-z0-9_.-]+)==([^ ;\\]+)", lock, flags=re.MULTILINE)
    rows = "".join(f"| {name} | {version} | {licence_of(name)} |\n" for name, version in pins)
    (ROOT / "THIRD_PARTY.md").write_text(HEAD + rows + SHIPPED + vendored() + DATA, encoding="utf-8")


if __name__ == "__main__":
    main()
