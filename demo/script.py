"""What the demo prints while it plays, in the language of the terminal."""

import sys
import time

CHINESE, ENGLISH = "zh-CN", "en"


class Script:
    """`quiet`: plays without a word, for `--json` and for tests."""

    def __init__(self, *, language: str, quiet: bool = False) -> None:
        self.language = language
        self._quiet = quiet
        self._began = time.monotonic()

    def begin(self) -> None:
        """The seconds count from here: not while a stack is being started."""
        self._began = time.monotonic()

    @property
    def seconds(self) -> float:
        return round(time.monotonic() - self._began, 1)

    def text(self, zh: str, en: str) -> str:
        return en if self.language == ENGLISH else zh

    def say(self, zh: str, en: str) -> None:
        """One line of the play, with the seconds since it began."""
        self._print(f"{self.seconds:5.1f} s  {self.text(zh, en)}")

    def quote(self, *lines: str) -> None:
        """The product's own words, set in."""
        for line in lines:
            self._print(f"         │ {line}")

    def heading(self, zh: str, en: str) -> None:
        self._print(f"\n{self.text(zh, en)}")

    def line(self, words: str = "") -> None:
        self._print(words)

    def _print(self, words: str) -> None:
        if not self._quiet:
            # Flushed: the reader may be a pipe, and the play takes its time.
            sys.stdout.write(words + "\n")
            sys.stdout.flush()
