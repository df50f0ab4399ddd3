"""Files in YAML that belong to the code: words and usual values, beside the module that reads them."""

from pathlib import Path
from typing import Any

import yaml

# The parser written in C is ten times as fast; not every build of the library has it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_own_yaml(path: Path) -> Any:
    """What others write is read by `matter_definitions/read.py`, which has limits."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - a safe loader
