"""How Alembic reaches the database: as the owner of the tables, in one transaction per migration.

The URL comes from `database.migrate` (attribute), from `alembic -x url=…`, or from the settings.
"""

import re

from alembic import context
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import SchemaItem

from database.metadata import metadata
from settings import get_settings

# Partitions are made month by month by a function of the database, not by the models.
PARTITION = re.compile(r"^(access_log|idempotency_key)_(p\d{6}|rest)$")


def is_compared(
    item: SchemaItem, name: str | None, kind: str, reflected: bool, compared_to: SchemaItem | None
) -> bool:
    del item, reflected, compared_to
    return kind != "table" or name is None or PARTITION.match(name) is None


def owner_url() -> str:
    given = context.config.attributes.get("url") or context.get_x_argument(as_dictionary=True).get("url")
    return given or get_settings().migration_database_url


def migrate_online() -> None:
    engine = create_engine(owner_url(), poolclass=NullPool)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=metadata,
            include_object=is_compared,
            compare_type=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


migrate_online()
