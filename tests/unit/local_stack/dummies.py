"""Tiny parts that write what happens to them into a file."""

import sys
from pathlib import Path

from local_stack.parts import Part, Probe, listening
from settings import LOOPBACK

SERVE = """
import signal, socket, sys, time
name, port, record, stubborn = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4] == "stubborn"

def note(what):
    with open(record, "a") as out:
        out.write(f"{what} {name}\\n")

def leave(number, frame):
    note("stops")
    if not stubborn:
        sys.exit(0)

signal.signal(signal.SIGTERM, leave)
note("starts")  # before it listens: whoever finds it ready finds the line, too
server = socket.create_server((sys.argv[5], port))
while True:
    time.sleep(0.01)
"""


def serving_part(
    name: str, *, port: int, record: Path, after: tuple[str, ...] = (), stubborn: bool = False
) -> Part:
    manners = "stubborn" if stubborn else "polite"
    return Part(
        name=name,
        command=(sys.executable, "-I", "-S", "-c", SERVE, name, str(port), str(record), manners, LOOPBACK),
        after=after,
        ready=listening(port),
        stop_within_seconds=0.5,
    )


def short_part(name: str, *, code: str, after: tuple[str, ...] = (), once: bool = True) -> Part:
    """A part that runs this Python code and ends."""

    async def never(_pid: int) -> bool:
        return False

    probe: Probe = never
    return Part(
        name=name, command=(sys.executable, "-I", "-S", "-c", code), after=after, once=once, ready=probe
    )


def lines_of(record: Path) -> list[str]:
    return record.read_text(encoding="utf-8").splitlines() if record.exists() else []
