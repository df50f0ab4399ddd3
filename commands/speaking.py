"""What a command says to its terminal."""

import sys
from typing import NoReturn

import typer


def say(line: str) -> None:
    # Flushed, because the terminal may be a pipe or a file that somebody is watching.
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def warn(line: str) -> None:
    sys.stdout.flush()
    sys.stderr.write(line + "\n")


def fail(line: str) -> NoReturn:
    warn(line)
    raise typer.Exit(1)
