"""Processor time of a process and of everything that it started, as Linux counts it.

Elsewhere there is no /proc: nothing is measured then, and the table says so.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class ProcessTime:
    """`ticks` counts user and system time, also of children that have ended and were waited for."""

    pid: int
    parent: int
    ticks: int


def processor_seconds(pid: int) -> float | None:
    """What the process and all below it have used so far; None where that is not known."""
    if not PROC.exists():
        return None
    ticks = sum(each.ticks for each in tree_of(pid, list(_processes())))
    return ticks / os.sysconf("SC_CLK_TCK")


def seconds_of(pids: Mapping[str, int]) -> dict[str, float | None]:
    return {name: processor_seconds(pid) for name, pid in pids.items()}


def used_between(before: Mapping[str, float | None], after: Mapping[str, float | None]) -> dict[str, float]:
    """Seconds by name; what is not known on this machine is left out."""
    return {
        name: end - start
        for name, end in after.items()
        if end is not None and (start := before.get(name)) is not None
    }


def tree_of(root: int, processes: Iterable[ProcessTime]) -> list[ProcessTime]:
    """The process `root` and all its descendants."""
    by_parent: dict[int, list[ProcessTime]] = {}
    by_pid: dict[int, ProcessTime] = {}
    for each in processes:
        by_parent.setdefault(each.parent, []).append(each)
        by_pid[each.pid] = each
    found = [by_pid[root]] if root in by_pid else []
    for each in found:  # grows while it is read
        found.extend(by_parent.get(each.pid, []))
    return found


def read_stat(line: str) -> ProcessTime:
    """A line of /proc/<pid>/stat (proc(5)): the name, in brackets, may hold brackets and spaces itself."""
    start, _, rest = line.rpartition(")")
    fields = rest.split()
    # Fields 4 (parent) and 14 to 17 (user, system, and both of the children); the first here is field 3.
    return ProcessTime(
        pid=int(start.split(" ", 1)[0]), parent=int(fields[1]), ticks=sum(map(int, fields[11:15]))
    )


def _processes() -> Iterator[ProcessTime]:
    for entry in PROC.iterdir():
        if entry.name.isdigit():
            try:
                yield read_stat((entry / "stat").read_text(encoding="utf-8", errors="replace"))
            except (FileNotFoundError, ProcessLookupError):
                continue  # it ended while we were reading
