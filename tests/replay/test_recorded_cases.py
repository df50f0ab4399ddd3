import json
from pathlib import Path

import pytest

from tests.replay.recorded_cases import CASES, replay

RECORDED = sorted(CASES.glob("*.json"))


def test_there_are_recorded_cases() -> None:
    assert len(RECORDED) >= 15


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
def test_a_recorded_case_moves_as_it_did(path: Path) -> None:
    """A difference needs a decision record that names it, and a new recording."""
    recorded = json.loads(path.read_text(encoding="utf-8"))
    replayed = replay(recorded)
    assert replayed["followed"] == recorded["followed"]
    assert replayed["state"] == recorded["state"]
