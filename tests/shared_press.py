"""One press for all tests of a process: its drawing process takes as long to start as ten papers to draw."""

from functools import lru_cache

from documents.press import Press


@lru_cache(maxsize=1)
def shared_press() -> Press:
    """Closed at the end of the run."""
    return Press()
