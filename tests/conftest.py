"""What every test may ask for: a database of its own, a Temporal server, and honest skips.

One throw-away PostgreSQL serves the whole run. Under xdist the controlling process starts it before the
workers; otherwise the first test that needs it does. `os.environ` is written here, before anything reads
the settings, so that no test can ever reach a database or a data folder of the person who runs it.
"""

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Generator, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import count
from pathlib import Path
from typing import Any

import hypothesis
import psycopg
import pytest
from psycopg import sql
from sqlalchemy.engine import make_url

from local_stack.doctor import Finding, find_browser, look_for_browser, look_for_font, look_for_pdf
from local_stack.ports import free_port
from local_stack.postgres import PostgresHandle, start_postgres
from settings import get_settings

SERVER = "ONEMATTER_TEST_POSTGRES"
TEMPLATE = "migrated"
SEEDED_TEMPLATE = "migrated_and_seeded"
APP_PASSWORD = "app-role-of-tests"
ONLY_FOR_TESTS = {
    "ONEMATTER_LOCAL": "true",
    "ONEMATTER_MASTER_KEYS": '{"current": "test-1", "keys": {"test-1": "' + "A" * 43 + '="}}',
    "ONEMATTER_DEV_TOKEN": "dev-token-of-tests",
    "ONEMATTER_PUBLIC_URL": "http://127.0.0.1:8600",
    "ONEMATTER_DEPARTMENTS_URL": "http://127.0.0.1:8601",
    "ONEMATTER_IDENTITY_PROVIDER_URL": "http://127.0.0.1:8602",
}
OURS = ("ONEMATTER_", "DATABASE_URL", "TEMPORAL_")
MEMORY_WANTED = 4 * 1024**3  # bytes
WAITING = ("tests/journeys/", "tests/workflows/")
GARBAGE_WANTED = 50_000  # objects
LONGEST_NAME = 80  # characters
KEPT = ("ONEMATTER_STRICT", "ONEMATTER_BROWSER", SERVER)

# Examples that touch a server take as long as they take.
hypothesis.settings.register_profile("onematter", deadline=None)
# A commit is judged by the same examples each time; the search for new ones goes on in every run elsewhere.
hypothesis.settings.register_profile("onematter-ci", deadline=None, derandomize=True)
hypothesis.settings.register_profile("onematter-thousands", deadline=None, max_examples=2000)
hypothesis.settings.load_profile("onematter-ci" if os.environ.get("CI") else "onematter")


def _fast_folder() -> str | None:
    """In memory where there is room: every test copies a database, and that is a thousand small files."""
    memory = Path("/dev/shm")
    return str(memory) if memory.is_dir() and shutil.disk_usage(memory).free >= MEMORY_WANTED else None


class _TestRun:
    """What this process must put away at its end."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="onematter-tests-", dir=_fast_folder()))
        self.server: PostgresHandle | None = None
        self.keeper: psycopg.Connection | None = None
        self.exit_code = 0


_run = _TestRun()


@dataclass(frozen=True)
class Database:
    """A database that only this test uses, migrated. Both are SQLAlchemy URLs (postgresql+psycopg://…)."""

    owner_url: str
    app_url: str

    @property
    def name(self) -> str:
        return make_url(self.owner_url).database or ""

    @cached_property
    def owner(self) -> psycopg.Connection:
        """Opened when it is first asked for, and kept: a connection costs more than most statements."""
        return psycopg.connect(_plain(self.owner_url), autocommit=True)

    def close(self) -> None:
        if "owner" in self.__dict__:
            self.owner.close()


# --- before and after the run


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--pictures", metavar="FOLDER", help="keeps a picture of each page that a journey shows")


def pytest_configure(config: pytest.Config) -> None:
    is_xdist_worker = hasattr(config, "workerinput")
    for name in [name for name in os.environ if name.startswith(OURS) and name not in KEPT]:
        del os.environ[name]
    os.environ.update(ONLY_FOR_TESTS | {"ONEMATTER_DATA_DIR": str(_run.folder / "data")})
    (_run.folder / "data").mkdir()
    get_settings.cache_clear()
    if not is_xdist_worker:
        os.environ.pop(SERVER, None)
        if getattr(config.option, "numprocesses", None):
            _start_server()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    if config.getoption("dist") != "loadgroup":
        return None
    from tests.shares_of_work import ByStackOrFile

    return ByStackOrFile(config, log)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """A text that is a whole file is no name: it would travel between the processes with every report."""
    return argname if isinstance(val, str | bytes) and len(val) > LONGEST_NAME else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those that wait for other processes come first: at the end nothing would be left to do meanwhile."""
    items.sort(key=lambda item: not item.nodeid.startswith(WAITING))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Thousands of modules and tests stay until the end: nobody need look through them for garbage."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(GARBAGE_WANTED)
        gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    _run.exit_code = int(exitstatus)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """After much use of a Temporal client the interpreter sometimes dies while it says farewell, with a
    wrong exit code (sdk-python#300): leave without one. What atexit would have done is done here."""
    if _run.keeper is not None:
        _run.keeper.close()
    if _run.server is not None:
        _run.server.remove()
    shutil.rmtree(_run.folder, ignore_errors=True)
    sys.stdout.flush()
    sys.stderr.flush()
    # An exception on its way out of pytest itself must be seen.
    if not hasattr(config, "workerinput") and sys.exc_info()[0] is None:
        os._exit(_run.exit_code)


def _start_server() -> str:
    """Starts PostgreSQL with a migrated template; the URL also reaches xdist workers, by the environment."""
    _run.server = start_postgres(_run.folder / "postgres", free_port())
    os.environ[SERVER] = _run.server.owner_url
    _make_template(_run.server.owner_url)
    return _run.server.owner_url


def _make_template(server_url: str) -> None:
    from database.migrate import migrate
    from database.roles import ensure_app_login

    _run_sql(server_url, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(TEMPLATE)))
    template_url = _on(server_url, database=TEMPLATE)
    migrate(template_url)
    ensure_app_login(template_url, APP_PASSWORD)


@pytest.fixture(scope="session", autouse=True)
def drawing_ends() -> Iterator[None]:
    yield
    if (module := sys.modules.get("tests.shared_press")) is not None:
        module.shared_press().close()


# --- the database


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """Superuser's URL of the run's PostgreSQL server."""
    return os.environ.get(SERVER) or _start_server()


@pytest.fixture(scope="session")
def database_names(worker_id: str) -> Iterator[str]:
    return (f"t_{worker_id}_{number}" for number in count(1))


@pytest.fixture
def database(postgres_url: str, database_names: Iterator[str]) -> Iterator[Database]:
    """A fresh database with all tables and nothing in them but what the migrations put there."""
    yield from _database_from(TEMPLATE, postgres_url=postgres_url, name=next(database_names))


@pytest.fixture(scope="session")
def seeded_template(postgres_url: str) -> str:
    """Made once per run by the first worker that wants it; the others wait for the advisory lock."""
    from local_stack.seed import seed

    with psycopg.connect(_plain(postgres_url), autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(1)")
        query = "SELECT FROM pg_database WHERE datname = %s"
        if connection.execute(query, [SEEDED_TEMPLATE]).fetchone() is None:
            half = f"{SEEDED_TEMPLATE}_half"
            connection.execute(_copy(TEMPLATE, to=half))
            seed(_on(postgres_url, database=half))
            rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
            connection.execute(rename.format(sql.Identifier(half), sql.Identifier(SEEDED_TEMPLATE)))
    return SEEDED_TEMPLATE


@pytest.fixture
def seeded_database(
    seeded_template: str, postgres_url: str, database_names: Iterator[str]
) -> Iterator[Database]:
    """A fresh database with what a new local installation has: published matters, officers, personas."""
    yield from _database_from(seeded_template, postgres_url=postgres_url, name=next(database_names))


def _database_from(template: str, *, postgres_url: str, name: str) -> Iterator[Database]:
    _run_sql(postgres_url, _copy(template, to=name))
    app_url = make_url(_on(postgres_url, database=name)).set(username="onematter_app", password=APP_PASSWORD)
    database = Database(
        owner_url=_on(postgres_url, database=name), app_url=app_url.render_as_string(hide_password=False)
    )
    yield database
    database.close()
    _run_sql(postgres_url, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _copy(template: str, *, to: str) -> sql.Composed:
    # Files are copied as they are: writing each block to the log, as is usual, takes three times as long.
    return sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
        sql.Identifier(to), sql.Identifier(template)
    )


def _run_sql(url: str, statement: sql.Composed) -> None:
    """On the server, by one connection that this process keeps."""
    if _run.keeper is None:
        _run.keeper = psycopg.connect(_plain(url), autocommit=True)
    _run.keeper.execute(statement)


def _on(url: str, *, database: str) -> str:
    return make_url(url).set(database=database).render_as_string(hide_password=False)


def _plain(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://")


# --- Temporal


@pytest.fixture(scope="session")
async def temporal_env() -> AsyncIterator[Any]:
    """A real development server whose workflows' time can be skipped: `await env.fast_forward(handle, …)`.

    Nothing skips by itself: a workflow that waits for a person would be overdue before she answers.
    """
    from temporalio.testing import WorkflowEnvironment
    from temporalio.testing._timeskipping import TimeSkippingConfig

    from local_stack.temporal import temporal_binary

    env = await WorkflowEnvironment.start_time_skipping_v2(
        ts_config=TimeSkippingConfig(enabled=False),
        data_converter=_data_converter(),
        dev_server_existing_path=str(temporal_binary()),
        dev_server_log_level="never",
        dev_server_extra_args=["--dynamic-config-value", "frontend.WorkflowTimeSkippingEnabled=true"],
    )
    yield env
    await env.shutdown()


def _data_converter() -> Any:
    from secrecy.payload_codec import data_converter

    return data_converter(get_settings().master_keys)


# --- parts that a machine may lack


@pytest.fixture(scope="session")
def browser_path() -> str:
    """A Chromium; ask for it only in tests marked `needs_browser`."""
    path = find_browser(get_settings().browser)
    assert path is not None
    return path


@lru_cache(maxsize=1)
def _missing_for_pdf() -> Finding | None:
    return next((finding for finding in (look_for_pdf(), look_for_font()) if not finding.ok), None)


@lru_cache(maxsize=1)
def _missing_for_browser() -> Finding | None:
    finding = look_for_browser(get_settings().browser)
    return None if finding.ok else finding


def pytest_runtest_setup(item: pytest.Item) -> None:
    for mark, missing in (("needs_pdf", _missing_for_pdf), ("needs_browser", _missing_for_browser)):
        if item.get_closest_marker(mark) is None:
            continue
        finding = missing()
        if finding is None:
            continue
        words = f"{finding.words}. Ask an administrator for: {finding.remedy}"
        if get_settings().strict:
            pytest.fail(words, pytrace=False)
        pytest.skip(words)
