"""Bring a database to the newest shape of the tables; the owner's work, never the application's."""

from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

MIGRATIONS_FOLDER = Path(__file__).resolve().parent.parent / "migrations"


def migrate(owner_url: str) -> None:
    """Run every migration that is missing, and make the partitions of the next months."""
    command.upgrade(alembic_config(owner_url), "head")
    engine = create_engine(owner_url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("SELECT keep_partitions(:today)"), {"today": datetime.now(UTC).date()})
    engine.dispose()


def alembic_config(owner_url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS_FOLDER))
    config.set_main_option("path_separator", "os")
    config.attributes["url"] = owner_url
    return config
