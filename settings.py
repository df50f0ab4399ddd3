"""The only file that reads the environment.

A setting has a default only when that default is right for production and safe to publish; reading
any other one that is missing raises `SettingMissing`, which names the variable. `get_settings()` is
read once per process; tests build their own with `Settings.of(DATABASE_URL="...", ONEMATTER_LOCAL="true")`.
"""

import base64
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

PROJECT_FOLDER = Path(__file__).resolve().parent
LOOPBACK = "127.0.0.1"
MASTER_KEY_BYTES = 32


class SettingMissing(Exception):
    """A process needs a setting that nobody gave; an administrator's mistake, not a person's."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"the setting {name} is missing: set it in the environment of this process")


class SettingUnusable(Exception):
    """A setting was given, but it cannot be used."""

    def __init__(self, name: str, reason: str) -> None:
        self.name = name
        super().__init__(f"the setting {name} cannot be used: {reason}")


@dataclass(frozen=True)
class MasterKeys:
    """Keys that wrap the keys of cases: `keys[kid]` is 32 bytes; `current` names the one that wraps now."""

    current: str
    keys: Mapping[str, bytes] = field(repr=False)


@dataclass(frozen=True)
class Settings:
    environment: Mapping[str, str] = field(repr=False)

    @classmethod
    def of(cls, **values: str) -> "Settings":
        """Settings with exactly these variables, whatever the real environment says."""
        return cls(environment=values)

    # --- where the record and the engine are

    @property
    def database_url(self) -> str:
        """Login of the application's role, as a SQLAlchemy URL (postgresql+psycopg://…)."""
        return _with_driver(self._required("DATABASE_URL"))

    @property
    def migration_database_url(self) -> str:
        """Login of the owner of the tables, as a SQLAlchemy URL; only an administrator's commands need it."""
        return _with_driver(self._required("ONEMATTER_MIGRATION_DATABASE_URL"))

    @property
    def has_migration_database(self) -> bool:
        return self._optional("ONEMATTER_MIGRATION_DATABASE_URL") is not None

    @property
    def temporal_address(self) -> str:
        """host:port of the Temporal frontend."""
        return self._required("TEMPORAL_ADDRESS")

    @property
    def temporal_namespace(self) -> str:
        return self._optional("ONEMATTER_TEMPORAL_NAMESPACE") or "default"

    @property
    def temporal_ui_url(self) -> str | None:
        return self._optional("ONEMATTER_TEMPORAL_UI_URL")

    # --- where the parts find each other (no trailing slash)

    @property
    def public_url(self) -> str:
        return self._required("ONEMATTER_PUBLIC_URL").rstrip("/")

    @property
    def departments_url(self) -> str:
        return self._required("ONEMATTER_DEPARTMENTS_URL").rstrip("/")

    @property
    def identity_provider_url(self) -> str:
        """The OIDC issuer, exactly as it appears in `iss`."""
        return self._required("ONEMATTER_IDENTITY_PROVIDER_URL").rstrip("/")

    @property
    def identity_client_id(self) -> str:
        """Our name at the identity provider."""
        return self._optional("ONEMATTER_IDENTITY_CLIENT_ID") or "onematter"

    @property
    def identity_client_secret(self) -> str | None:
        """None: we are a public client there, and PKCE alone protects the code."""
        return self._optional("ONEMATTER_IDENTITY_CLIENT_SECRET")

    @property
    def host(self) -> str:
        return self._optional("ONEMATTER_HOST") or LOOPBACK

    @property
    def web_port(self) -> int:
        return self._port("ONEMATTER_WEB_PORT")

    @property
    def web_metrics_port(self) -> int | None:
        """Loopback port of the web process's /metrics; None: it is not offered."""
        return self._optional_port("ONEMATTER_WEB_METRICS_PORT")

    @property
    def worker_metrics_port(self) -> int | None:
        """Loopback port of the worker's /metrics; the local stack takes its listening as "ready"."""
        return self._optional_port("ONEMATTER_WORKER_METRICS_PORT")

    # --- folders, secrets, behaviour

    @property
    def data_dir(self) -> Path:
        """Folder for uploads and other files of this installation."""
        return Path(self._required("ONEMATTER_DATA_DIR")).absolute()

    @property
    def has_master_keys(self) -> bool:
        given = ("ONEMATTER_MASTER_KEYS", "ONEMATTER_MASTER_KEYS_FILE")
        return any(self._optional(each) is not None for each in given)

    @property
    def master_keys(self) -> MasterKeys:
        """From ONEMATTER_MASTER_KEYS or the file named by ONEMATTER_MASTER_KEYS_FILE, both as JSON:
        {"current": kid, "keys": {kid: base64 of 32 bytes}}."""
        file = self._optional("ONEMATTER_MASTER_KEYS_FILE")
        if file is not None:
            return _master_keys(Path(file).read_text(encoding="utf-8"), name="ONEMATTER_MASTER_KEYS_FILE")
        return _master_keys(self._required("ONEMATTER_MASTER_KEYS"), name="ONEMATTER_MASTER_KEYS")

    @property
    def scanner_address(self) -> str:
        """host:port of the virus scanner (clamd); the local stack goes without."""
        return self._required("ONEMATTER_SCANNER_ADDRESS")

    @property
    def drafts_kept(self) -> timedelta:
        """How long a draft that nobody touches is kept; ONEMATTER_DRAFTS_KEPT_DAYS, 180 by default."""
        days = self._optional("ONEMATTER_DRAFTS_KEPT_DAYS") or "180"
        if not days.isascii() or not days.isdigit() or not 0 < int(days) < 10_000:
            raise SettingUnusable("ONEMATTER_DRAFTS_KEPT_DAYS", "it must be a number of days")
        return timedelta(days=int(days))

    @property
    def forms_lead_to(self) -> list[str]:
        """Where a sent form may lead on to: the identity provider, and the pages of payment providers named
        in ONEMATTER_PAY_URLS by commas (in the local stack: the simulated one)."""
        pages = (self._optional("ONEMATTER_PAY_URLS") or "").split(",")
        simulated = [self.departments_url] if self.local else []
        return [self.identity_provider_url, *simulated, *(each.strip() for each in pages if each.strip())]

    @property
    def trusted_proxies(self) -> list[str]:
        """Addresses or networks, by commas, whose X-Forwarded-For is believed; by default this machine."""
        given = self._optional("ONEMATTER_TRUSTED_PROXIES") or LOOPBACK
        return [each.strip() for each in given.split(",") if each.strip()]

    @property
    def local(self) -> bool:
        """True only in the local stack and in tests: personas, moving time, simulated departments."""
        return self._flag("ONEMATTER_LOCAL")

    @property
    def two_persons_publish(self) -> bool:
        """Whether who edited a definition last may not publish it; ONEMATTER_TWO_PERSONS_PUBLISH, by default
        everywhere but in the local stack."""
        given = self._optional("ONEMATTER_TWO_PERSONS_PUBLISH")
        return not self.local if given is None else self._flag("ONEMATTER_TWO_PERSONS_PUBLISH")

    @property
    def dev_token(self) -> str:
        """Secret of the header X-OneMatter-Dev, which the local stack's own commands send."""
        return self._required("ONEMATTER_DEV_TOKEN")

    @property
    def log_level(self) -> str:
        return (self._optional("ONEMATTER_LOG_LEVEL") or "INFO").upper()

    @property
    def strict(self) -> bool:
        """True in continuous integration: a missing part fails a test instead of skipping it."""
        return self._flag("ONEMATTER_STRICT")

    @property
    def browser(self) -> str | None:
        """Path of a Chromium for the browser tests, when it is not found by its usual names."""
        return self._optional("ONEMATTER_BROWSER")

    @property
    def terminal_language(self) -> str:
        """`en` when the terminal's locale is English, else `zh-CN`; POSIX order of the variables."""
        names = ("LC_ALL", "LC_MESSAGES", "LANG")
        locale = next(filter(None, (self._optional(name) for name in names)), "")
        return "en" if locale.lower().startswith("en") else "zh-CN"

    # --- reading

    def _optional(self, name: str) -> str | None:
        return self.environment.get(name, "").strip() or None

    def _required(self, name: str) -> str:
        value = self._optional(name)
        if value is None:
            raise SettingMissing(name)
        return value

    def _flag(self, name: str) -> bool:
        value = (self._optional(name) or "false").lower()
        if value not in ("true", "1", "false", "0"):
            raise SettingUnusable(name, "it must be true or false")
        return value in ("true", "1")

    def _port(self, name: str) -> int:
        value = self._required(name)
        if not value.isascii() or not value.isdigit() or not 0 < int(value) < 65536:
            raise SettingUnusable(name, "it must be a port number, 1 to 65535")
        return int(value)

    def _optional_port(self, name: str) -> int | None:
        return None if self._optional(name) is None else self._port(name)


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    return Settings(environment=dict(os.environ))


def _with_driver(url: str) -> str:
    """People write postgres:// or postgresql://; SQLAlchemy would then look for psycopg2."""
    scheme, separator, rest = url.partition("://")
    if scheme in ("postgres", "postgresql") and separator:
        return f"postgresql+psycopg://{rest}"
    return url


def _master_keys(text: str, *, name: str) -> MasterKeys:
    try:
        document = json.loads(text)
        keys = {kid: base64.b64decode(value, validate=True) for kid, value in document["keys"].items()}
        current = document["current"]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        reason = 'it must be {"current": kid, "keys": {kid: base64}}'
        raise SettingUnusable(name, reason) from error
    if current not in keys or any(len(key) != MASTER_KEY_BYTES for key in keys.values()):
        raise SettingUnusable(
            name, f"the current key must exist and every key must be {MASTER_KEY_BYTES} bytes"
        )
    return MasterKeys(current=current, keys=keys)
