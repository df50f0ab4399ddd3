"""The real PostgreSQL and the real Temporal server of the wheels."""

import os
import subprocess
import sys

import psycopg
import pytest

from local_stack.account import PostgresAccount, choose_account, unprivileged_account
from local_stack.parts import PartFailed
from local_stack.ports import free_port
from local_stack.postgres import start_postgres
from local_stack.processes import is_alive, wait_until_gone
from local_stack.temporal import retention_command, start_temporal
from settings import PROJECT_FOLDER

START_AND_HANG = """
import sys, time
from pathlib import Path
sys.path[:0] = [{project!r}]
from local_stack.postgres import start_postgres
server = start_postgres(Path({folder!r}), {port}, password="kept")
print(server.process.pid, flush=True)
time.sleep(60)
"""


def query(url: str, statement: str):
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        row = connection.execute(statement).fetchone()  # pyright: ignore[reportArgumentType, reportCallIssue]
        assert row is not None
        return row[0]


def accounts() -> list[PostgresAccount]:
    """All ways that are open to this user; root has two."""
    return [choose_account(), unprivileged_account()] if os.geteuid() == 0 else [choose_account()]


@pytest.mark.parametrize("account", accounts(), ids=lambda account: account.words.replace(" ", "-"))
def test_postgresql_starts_keeps_its_data_and_stops(tmp_path, account):
    folder = tmp_path / "postgres"
    first = start_postgres(folder, free_port(), password="kept", account=account)
    try:
        assert query(first.owner_url, "SHOW server_version").startswith("18.")
        assert query(first.owner_url, "SHOW data_checksums") == "on"
        with psycopg.connect(first.owner_url.replace("+psycopg", "")) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    finally:
        first.stop()
    assert not is_alive(first.process.pid)
    second = start_postgres(folder, free_port(), password="kept", account=account)
    try:
        assert query(second.owner_url, "SELECT answer FROM kept") == 42
    finally:
        second.remove()
    assert not folder.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has two ways to run PostgreSQL")
def test_data_follow_when_namespaces_are_forbidden_and_allowed_again(tmp_path):
    folder = tmp_path / "postgres"
    ways = [choose_account(), unprivileged_account(), choose_account()]
    for number, account in enumerate(ways):
        server = start_postgres(folder, free_port(), password="kept", account=account)
        try:
            with psycopg.connect(server.owner_url.replace("+psycopg", "")) as connection:
                connection.execute("CREATE TABLE IF NOT EXISTS starts (number int)")
                connection.execute("INSERT INTO starts VALUES (%s)", [number])
            assert query(server.owner_url, "SELECT count(*) FROM starts") == number + 1
        finally:
            server.stop() if number < len(ways) - 1 else server.remove()


def test_postgresql_ends_with_a_killed_parent_and_starts_again_on_the_same_data(tmp_path):
    folder = tmp_path / "postgres"
    code = START_AND_HANG.format(project=str(PROJECT_FOLDER), folder=str(folder), port=free_port())
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    with parent.stdout as out:
        pid = int(out.readline())
    parent.kill()
    parent.wait()
    assert wait_until_gone(pid, within_seconds=5)
    start_postgres(folder, free_port(), password="kept").remove()


def test_an_orphan_on_the_data_folder_is_stopped_first(tmp_path):
    folder = tmp_path / "postgres"
    orphan = start_postgres(folder, free_port(), password="kept")
    server = start_postgres(folder, free_port(), password="kept")
    try:
        assert query(server.owner_url, "SELECT 1") == 1
        assert not is_alive(orphan.process.pid)
    finally:
        server.remove()
        orphan.process.wait()


def test_a_stale_pid_file_with_the_number_of_a_stranger_does_no_harm(tmp_path):
    folder = tmp_path / "postgres"
    start_postgres(folder, free_port(), password="kept").stop()
    (folder.resolve() / "postmaster.pid").write_text(f"{os.getpid()}\n{folder}\n0\n5432\n")
    start_postgres(folder, free_port(), password="kept").remove()


def test_data_of_another_major_version_are_refused_with_the_way_out(tmp_path):
    folder = tmp_path / "postgres"
    folder.mkdir()
    (folder / "PG_VERSION").write_text("17\n")
    with pytest.raises(PartFailed, match=r"written by PostgreSQL 17.*pg_dumpall"):
        start_postgres(folder, free_port())


def test_temporal_starts_keeps_closed_workflows_for_a_year_and_stops(tmp_path):
    server = start_temporal(tmp_path / "temporal", free_port())
    try:
        subprocess.run(retention_command(server.address), check=True, capture_output=True)
        describe = [*retention_command(server.address)[:3], "describe", "--namespace", "default"]
        said = subprocess.run(
            [*describe, "--address", server.address], check=True, capture_output=True, text=True
        )
        assert "365" in said.stdout or "8760h" in said.stdout
    finally:
        server.stop()
    assert not is_alive(server.process.pid)
    assert (tmp_path / "temporal" / "temporal.db").exists()
