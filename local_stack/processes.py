"""What the machine says of a process id."""

import os
import subprocess
import sys
import time
from pathlib import Path


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    # A process that ended and waits for its parent to look is not alive.
    return _state(pid) != "Z"


def command_of(pid: int) -> str:
    """Its command line, empty when it is gone."""
    if sys.platform == "linux":
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            return ""
    return _ask_ps(pid, "command=")


def is_same_or_child(pid: int, *, of: int) -> bool:
    """True also for a child: where the launcher stays between, the program itself is one step further."""
    return pid == of or (sys.platform != "linux" and _ask_ps(pid, "ppid=") == str(of))


def wait_until_gone(pid: int, *, within_seconds: float) -> bool:
    until = time.monotonic() + within_seconds
    while is_alive(pid):
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def _state(pid: int) -> str:
    if sys.platform == "linux":
        try:
            # The name, in brackets, may itself hold brackets and spaces.
            return (
                Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2][1]
            )
        except (FileNotFoundError, ProcessLookupError, IndexError):
            return "Z"
    return _ask_ps(pid, "state=")[:1]


def _ask_ps(pid: int, what: str) -> str:
    done = subprocess.run(["ps", "-o", what, "-p", str(pid)], capture_output=True, text=True, check=False)
    return done.stdout.strip()
