"""Become a program that does not outlive the process that wanted it.

    python -I -S launcher.py PARENT_PID DEATH_SIGNAL [UID:GID] -- COMMAND…

On Linux the kernel sends DEATH_SIGNAL when the parent ends (PR_SET_PDEATHSIG), even by `kill -9`.
Elsewhere this process stays between the two and looks at its parent twice a second. It is a program of
its own and not a `preexec_fn`, because Python code between fork and exec is unsafe beside threads.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time

PR_SET_PDEATHSIG = 1
LOOK_AT_PARENT_EVERY_SECONDS = 0.5
GRACE_SECONDS = 3.0
PARENT_IS_GONE = 75


def main(arguments: list[str]) -> None:
    split = arguments.index("--")
    options, command = arguments[:split], arguments[split + 1 :]
    parent, death_signal = int(options[0]), int(options[1])
    if len(options) > 2:
        take_account(options[2])
    if sys.platform == "linux":
        become(command, parent=parent, death_signal=death_signal)
    else:
        watch_over(command, parent=parent, death_signal=death_signal)


def take_account(account: str) -> None:
    uid, gid = (int(number) for number in account.split(":"))
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)


def become(command: list[str], *, parent: int, death_signal: int) -> None:
    # After the change of account: changing it would clear the death signal again.
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(PARENT_IS_GONE)
    os.execvp(command[0], command)


def watch_over(command: list[str], *, parent: int, death_signal: int) -> None:
    child = subprocess.Popen(command)
    for passed_on in (signal.SIGTERM, signal.SIGINT):
        signal.signal(passed_on, lambda number, _frame: child.send_signal(number))
    while child.poll() is None and os.getppid() == parent:
        time.sleep(LOOK_AT_PARENT_EVERY_SECONDS)
    if child.poll() is None:
        child.send_signal(death_signal)
        try:
            child.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
    code = child.wait()
    sys.exit(code if code >= 0 else 128 - code)


if __name__ == "__main__":
    main(sys.argv[1:])
