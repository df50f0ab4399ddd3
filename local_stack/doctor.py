"""`onematter doctor`: what is here, what is missing, and the one command that brings it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from local_stack.account import NoAccountForPostgres, choose_account
from local_stack.data_folder import DataFolder
from local_stack.parts import PartFailed
from local_stack.ports import DEFAULT_WEB_PORT, is_free
from local_stack.postgres import installed_folder
from local_stack.temporal import temporal_binary

SMALLEST_DISK_BYTES = 1_000_000_000
# Chromium without windows comes first: it draws the same pages and costs a fifth less.
BROWSERS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
PANGO_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
FONT_PACKAGE = "fonts-noto-cjk"
BROWSER_PACKAGE = "chromium-headless-shell"


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `needed`: the stack cannot run without it. `remedy`: a command or a sentence."""

    what: str
    ok: bool
    words: str
    needed: bool = False
    remedy: str = ""


def examine(
    *, data: Path | None = None, port: int | None = None, browser: str | None = None
) -> list[Finding]:
    folder = DataFolder.at(data)
    looks: tuple[Callable[[], Finding], ...] = (
        _python,
        _postgres,
        _temporal,
        _account,
        lambda: _disk(folder),
        lambda: _port(
            port or folder.find_description().get("ports", {}).get("web") or DEFAULT_WEB_PORT, folder
        ),
        look_for_pdf,
        look_for_font,
        lambda: look_for_browser(browser),
    )
    return [look() for look in looks]


def can_run(findings: list[Finding]) -> bool:
    return all(finding.ok or not finding.needed for finding in findings)


def administrator_command(*packages: str) -> str:
    """The one command that installs these Debian packages, or their counterpart on macOS."""
    if sys.platform == "darwin":
        names = {PANGO_PACKAGES: "pango", FONT_PACKAGE: "font-noto-sans-cjk", BROWSER_PACKAGE: "chromium"}
        return "brew install " + " ".join(names.get(package, package) for package in packages)
    return "sudo apt-get install -y " + " ".join(packages)


def look_for_pdf() -> Finding:
    """In a process of its own: a failed import of the library would stay with this one."""
    done = subprocess.run([sys.executable, "-c", "import weasyprint"], capture_output=True, check=False)
    found = done.returncode == 0
    words = "papers can be written" if found else "Pango is missing: no PDF papers; everything else works"
    return Finding("PDF", found, words, remedy=administrator_command(PANGO_PACKAGES, FONT_PACKAGE))


def look_for_font() -> Finding:
    family = ""
    if shutil.which("fc-list"):
        done = subprocess.run(["fc-list", ":lang=zh", "family"], capture_output=True, text=True, check=False)
        family = done.stdout.partition("\n")[0]
    words = family or "no Chinese font: papers would show boxes"
    return Finding("Chinese font", bool(family), words, remedy=administrator_command(FONT_PACKAGE))


def find_browser(given: str | None) -> str | None:
    """Path of a Chromium: the one that was given, or the first by its usual names."""
    if given:
        return given if os.access(given, os.X_OK) else None
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def look_for_browser(given: str | None) -> Finding:
    path = find_browser(given)
    words = path or "no Chromium: the browser tests are skipped; everything else works"
    return Finding("browser", path is not None, words, remedy=administrator_command(BROWSER_PACKAGE))


def _python() -> Finding:
    words = sys.version.split()[0]
    enough = sys.version_info >= (3, 11)
    return Finding("Python", enough, words, needed=True, remedy="install Python 3.11 or newer")


def _postgres() -> Finding:
    try:
        program = installed_folder() / "bin" / "postgres"
        done = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    except (OSError, PartFailed, subprocess.CalledProcessError) as problem:
        return Finding("PostgreSQL", False, str(problem), needed=True, remedy="make run")
    return Finding("PostgreSQL", True, done.stdout.strip(), needed=True)


def _temporal() -> Finding:
    try:
        done = subprocess.run([temporal_binary(), "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError) as problem:
        remedy = "make run   (there is no Temporal binary for Windows: use WSL2)"
        return Finding("Temporal", False, str(problem), needed=True, remedy=remedy)
    return Finding("Temporal", True, done.stdout.strip(), needed=True)


def _account() -> Finding:
    try:
        return Finding("PostgreSQL runs", True, choose_account().words, needed=True)
    except NoAccountForPostgres as problem:
        return Finding("PostgreSQL runs", False, str(problem), needed=True, remedy="run as an ordinary user")


def _disk(folder: DataFolder) -> Finding:
    here = next(path for path in (folder.path, *folder.path.parents) if path.exists())
    free = shutil.disk_usage(here).free
    words = f"{free / 1e9:.1f} GB free at {here}"
    remedy = "free at least 1 GB, or use --data on another disk"
    return Finding("disk", free >= SMALLEST_DISK_BYTES, words, needed=True, remedy=remedy)


def _port(port: int, folder: DataFolder) -> Finding:
    if folder.is_locked():
        return Finding("port", True, f"the stack on {folder.path} is running", needed=True)
    words = f"{port} is free" if is_free(port) else f"{port} is taken by another program"
    return Finding("port", is_free(port), words, needed=True, remedy=f"onematter run --port {port + 100}")
