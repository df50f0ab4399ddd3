"""Under which account PostgreSQL runs: it refuses to be root.

Not root: as we are. Root: in a user namespace, where root appears as a plain user and no file changes
its owner. Root where namespaces are forbidden (many containers): as an existing unprivileged user,
with data and, if need be, binaries in a folder which that user can reach.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

SHARED_FOLDER = Path("/var/lib/onematter")
UNPRIVILEGED_USERS = ("postgres", "daemon", "nobody")


class NoAccountForPostgres(Exception):
    """Root, without user namespaces and without any unprivileged user."""

    def __init__(self) -> None:
        super().__init__(
            "PostgreSQL may not run as root, and there is neither a user namespace nor a user named "
            + " or ".join(UNPRIVILEGED_USERS)
            + " here. Run the stack as an ordinary user."
        )


@dataclass(frozen=True)
class PostgresAccount:
    """`prefix` comes before the command; `ids` (uid, gid) is what the process changes to, if at all."""

    prefix: tuple[str, ...] = ()
    ids: tuple[int, int] | None = None

    @property
    def words(self) -> str:
        if self.ids is not None:
            return f"as the user {pwd.getpwuid(self.ids[0]).pw_name}"
        return "in a user namespace" if self.prefix else "directly"


def choose_account() -> PostgresAccount:
    """The best way on this machine; `NoAccountForPostgres` when there is none."""
    if os.geteuid() != 0:
        return PostgresAccount()
    return namespace_account() or unprivileged_account()


def namespace_account() -> PostgresAccount | None:
    """None where user namespaces are forbidden."""
    # Appearing as a user of /etc/passwd: PostgreSQL's initdb looks its own number up there.
    uid, gid = _unprivileged_ids()
    prefix = ("unshare", "--user", f"--map-user={uid}", f"--map-group={gid}", "--")
    if shutil.which("unshare") is None:
        return None
    tried = subprocess.run([*prefix, "true"], capture_output=True, check=False)
    return PostgresAccount(prefix=prefix) if tried.returncode == 0 else None


def unprivileged_account() -> PostgresAccount:
    return PostgresAccount(ids=_unprivileged_ids())


def _unprivileged_ids() -> tuple[int, int]:
    for name in UNPRIVILEGED_USERS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return entry.pw_uid, entry.pw_gid
    raise NoAccountForPostgres


def place_of(folder: Path, account: PostgresAccount) -> Path:
    """Where the data of `folder` are to be, whether they are there yet or not."""
    if account.ids is None:
        return folder.resolve()
    return SHARED_FOLDER / hashlib.sha256(str(folder.absolute()).encode()).hexdigest()[:12]


def make_place(folder: Path, account: PostgresAccount) -> Path:
    """Makes that place; `folder` becomes a link when it is elsewhere.

    Data follow when the account changes between two starts (namespaces allowed or forbidden meanwhile).
    """
    place = place_of(folder, account)
    if account.ids is None:
        place.mkdir(parents=True, exist_ok=True)
    else:
        _shared_folder()
        if folder.is_dir() and not folder.is_symlink():
            shutil.move(folder, place)
        place.mkdir(exist_ok=True)
        if not folder.is_symlink():
            folder.parent.mkdir(parents=True, exist_ok=True)
            folder.symlink_to(place)
    if os.geteuid() == 0:
        _give(place, to=account.ids or (0, 0))
    place.chmod(0o700)
    return place


def remove_place(folder: Path) -> None:
    """Deletes the data of `folder` wherever they are."""
    place = folder.resolve()
    if folder.is_symlink():
        folder.unlink()
    shutil.rmtree(place, ignore_errors=True)


def reachable_install(install: Path, account: PostgresAccount, *, version: str) -> Path:
    """The folder of the binaries, copied when the account cannot reach it (a project under /root)."""
    if account.ids is None or _can_run(install, account.ids):
        return install
    copy = _shared_folder() / f"postgresql-{version}"
    if not copy.exists():
        half = copy.with_name(f"{copy.name}.{os.getpid()}")
        shutil.copytree(install, half, symlinks=True)
        half.rename(copy)
    return copy


def _shared_folder() -> Path:
    SHARED_FOLDER.mkdir(parents=True, exist_ok=True)
    SHARED_FOLDER.chmod(0o755)
    return SHARED_FOLDER


def _can_run(install: Path, ids: tuple[int, int]) -> bool:
    command = [str(install / "bin" / "postgres"), "--version"]
    try:
        done = subprocess.run(
            command, user=ids[0], group=ids[1], extra_groups=[], cwd="/", capture_output=True, check=False
        )
    except PermissionError:
        return False
    return done.returncode == 0


def _give(place: Path, *, to: tuple[int, int]) -> None:
    if (place.stat().st_uid, place.stat().st_gid) == to:
        return
    for path in (place, *place.rglob("*")):
        os.chown(path, *to, follow_symlinks=False)
