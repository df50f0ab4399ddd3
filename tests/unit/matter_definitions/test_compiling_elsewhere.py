"""What a definition becomes does not depend on the process, or the order of its sets, that makes it."""

import os
import subprocess
import sys

from matter_definitions.compile import compile_matter
from matter_definitions.library_index import built_in_library
from matter_definitions.plan_text import text_of
from settings import PROJECT_FOLDER
from tests.built_in import built_in_plan

ELSEWHERE = "from tests.unit.matter_definitions.test_compiling_elsewhere import digests; print(digests())"


def digests() -> str:
    """Of the canonical text of each plan of the library."""
    library = built_in_library()
    plans = {code: compile_matter(library, code).plan for code in library.matters}
    return "\n".join(f"{code} {text_of(plan).name}" for code, plan in sorted(plans.items()) if plan)


def test_the_same_texts_become_the_same_bytes_in_another_process() -> None:
    """Another seed of hashing, so another order of every set, and another language of the machine."""
    mine = os.environ.get("PYTHONHASHSEED", "random")
    there = {"PYTHONHASHSEED": "1" if mine != "1" else "2", "LC_ALL": "C", "TZ": "America/New_York"}
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE],
        cwd=PROJECT_FOLDER,
        env={"PATH": os.environ["PATH"], **there},
        capture_output=True,
        text=True,
        check=True,
    )
    matters = sorted(built_in_library().matters)
    assert len(matters) > 1
    here = [f"{code} {text_of(built_in_plan(code)).name}" for code in matters]
    assert done.stdout.splitlines() == here
