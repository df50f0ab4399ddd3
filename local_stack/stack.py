"""The real parts of the local stack, in start order, and what each is told through its environment."""

import asyncio
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import quote, urlsplit

from local_stack import temporal
from local_stack.account import PostgresAccount
from local_stack.data_folder import DataFolder
from local_stack.parts import Part, answering, listening, succeeding
from local_stack.postgres import STOP_SIGNAL, Cluster
from settings import LOOPBACK, PROJECT_FOLDER

APP_ROLE = "onematter_app"
GRACEFUL_STOP_SECONDS = 2.5
"""For the two that let requests and activities end; the whole stack is to stop within five."""


@dataclass(frozen=True)
class Stack:
    """`outside` is the environment that the person at the terminal gave; DATABASE_URL or TEMPORAL_ADDRESS
    in it mean that these two are somewhere else and are not started."""

    folder: DataFolder
    ports: Mapping[str, int]
    account: PostgresAccount
    outside: Mapping[str, str] = field(repr=False)

    def url_of(self, port_name: str) -> str:
        return f"http://{LOOPBACK}:{self.ports[port_name]}"

    @property
    def urls(self) -> dict[str, str]:
        named = {"web": "web", "departments": "departments", "identity": "identity"}
        if not self.has_outside_temporal:
            named["temporal_ui"] = "temporal_ui"
        return {name: self.url_of(port) for name, port in named.items()}

    @property
    def has_outside_database(self) -> bool:
        return bool(self.outside.get("DATABASE_URL"))

    @property
    def has_outside_temporal(self) -> bool:
        return bool(self.outside.get("TEMPORAL_ADDRESS"))

    @property
    def cluster(self) -> Cluster:
        password = self.folder.secret("database_owner_password")
        folder = self.folder.path / "postgres"
        return Cluster(folder=folder, port=self.ports["postgres"], password=password, account=self.account)

    @property
    def migration_database_url(self) -> str:
        """Owner of the tables. Who gives one database only gives the owner's."""
        given = self.outside.get("ONEMATTER_MIGRATION_DATABASE_URL") or self.outside.get("DATABASE_URL")
        return given or self.cluster.owner_url

    @property
    def database_url(self) -> str:
        """The application's own role, which may neither change tables nor see past row-level security."""
        if self.has_outside_database and self.outside.get("ONEMATTER_MIGRATION_DATABASE_URL"):
            return self.outside["DATABASE_URL"]
        owner = urlsplit(self.migration_database_url)
        password = quote(self.folder.secret("database_app_password"), safe="")
        server = owner.netloc.rpartition("@")[2]
        return owner._replace(netloc=f"{APP_ROLE}:{password}@{server}").geturl()

    @property
    def temporal_address(self) -> str:
        return self.outside.get("TEMPORAL_ADDRESS") or f"{LOOPBACK}:{self.ports['temporal']}"

    @property
    def environment(self) -> dict[str, str]:
        """For every part but the migration: nobody else gets the owner's login."""
        ui = {} if self.has_outside_temporal else {"ONEMATTER_TEMPORAL_UI_URL": self.url_of("temporal_ui")}
        return {
            **_without_the_owner(self.outside),
            **ui,
            "ONEMATTER_LOCAL": "true",
            "ONEMATTER_DATA_DIR": str(self.folder.path),
            "ONEMATTER_MASTER_KEYS_FILE": str(self.folder.master_keys_file()),
            "ONEMATTER_DEV_TOKEN": self.folder.secret("dev_token"),
            "DATABASE_URL": self.database_url,
            "TEMPORAL_ADDRESS": self.temporal_address,
            "ONEMATTER_PUBLIC_URL": self.url_of("web"),
            "ONEMATTER_DEPARTMENTS_URL": self.url_of("departments"),
            "ONEMATTER_IDENTITY_PROVIDER_URL": self.url_of("identity"),
            "ONEMATTER_WEB_PORT": str(self.ports["web"]),
            "ONEMATTER_WEB_METRICS_PORT": str(self.ports["web_metrics"]),
            "ONEMATTER_WORKER_METRICS_PORT": str(self.ports["worker_metrics"]),
            "PYTHONUNBUFFERED": "1",
        }

    def parts(self) -> list[Part]:
        own_database = [] if self.has_outside_database else [self._postgres()]
        own_temporal = [] if self.has_outside_temporal else [self._temporal()]
        return [
            *own_database,
            self._migration(),
            *own_temporal,
            self._service("departments", "departments.simulated.app:app"),
            self._service("identity", "access.development_idp.app:app"),
            self._worker(),
            self._web(),
        ]

    def _postgres(self) -> Part:
        cluster = self.cluster

        async def ready(pid: int) -> bool:
            return cluster.is_ready(pid)

        return Part(
            name="postgres",
            command=cluster.server_command(),
            environment=dict(self.outside),
            ready=ready,
            prepare=partial(asyncio.to_thread, cluster.prepare),
            settle=partial(asyncio.to_thread, cluster.create_database),
            stop_signal=STOP_SIGNAL,
            death_signal=STOP_SIGNAL,
            account=self.account.ids,
            note=f"{LOOPBACK}:{cluster.port}, {self.account.words}",
        )

    def _migration(self) -> Part:
        owner = {"ONEMATTER_MIGRATION_DATABASE_URL": self.migration_database_url}
        return Part(
            name="migration",
            command=(sys.executable, str(PROJECT_FOLDER / "cli.py"), "migrate"),
            environment=self.environment | owner,
            after=() if self.has_outside_database else ("postgres",),
            once=True,
        )

    def _temporal(self) -> Part:
        folder, address = self.folder.path / "temporal", self.temporal_address
        command = temporal.server_command(
            folder, port=self.ports["temporal"], ui_port=self.ports["temporal_ui"]
        )
        return Part(
            name="temporal",
            command=command,
            environment=dict(self.outside),
            ready=succeeding(temporal.health_command(address)),
            prepare=partial(asyncio.to_thread, folder.mkdir, parents=True, exist_ok=True),
            # Every time, because the folder may have been deleted meanwhile.
            settle=partial(_run_quietly, temporal.retention_command(address)),
            note=f"{address}, pages at {self.url_of('temporal_ui')}",
        )

    def _service(self, name: str, application: str) -> Part:
        port = self.ports[name]
        serve = ("-m", "uvicorn", application, "--host", LOOPBACK, "--port", str(port))
        return Part(
            name=name,
            command=(sys.executable, *serve, "--timeout-graceful-shutdown", "1", "--no-access-log"),
            environment=self.environment,
            ready=listening(port),
            note=self.url_of(name),
        )

    def _worker(self) -> Part:
        return Part(
            name="worker",
            command=(sys.executable, str(PROJECT_FOLDER / "worker.py")),
            environment=self.environment,
            after=("migration", "departments", *(() if self.has_outside_temporal else ("temporal",))),
            ready=listening(self.ports["worker_metrics"]),
            stop_within_seconds=GRACEFUL_STOP_SECONDS,
        )

    def _web(self) -> Part:
        # Not after Temporal: the web process serves every request without it.
        return Part(
            name="web",
            command=(sys.executable, str(PROJECT_FOLDER / "web.py")),
            environment=self.environment,
            after=("migration", "identity"),
            ready=answering(f"{self.url_of('web')}/api/v1/health/live"),
            stop_within_seconds=GRACEFUL_STOP_SECONDS,
            note=self.url_of("web"),
        )


def _without_the_owner(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name != "ONEMATTER_MIGRATION_DATABASE_URL"}


async def _run_quietly(command: tuple[str, ...]) -> None:
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    await process.wait()
