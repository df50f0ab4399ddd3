"""Which installation a command is about: that of the settings, or the running local stack."""

from pathlib import Path
from typing import Annotated

import typer

from commands.speaking import fail
from settings import Settings, get_settings

DataOption = Annotated[
    Path | None, typer.Option("--data", help="Folder of the stack's data (default: .data)")
]
PortOption = Annotated[
    int | None, typer.Option(min=1, max=65535, help="Port of the web pages (default: 8600)")
]


def owner_url(data: Path | None) -> str:
    """Of the database that the settings name; without them, or with --data, of the running local stack."""
    from local_stack.data_folder import NoStackHere
    from local_stack.running import DatabaseElsewhere, owner_url_of

    settings = get_settings()
    if data is None and settings.has_migration_database:
        return settings.migration_database_url
    try:
        url = owner_url_of(data, outside=settings.environment)
    except (DatabaseElsewhere, NoStackHere) as problem:
        fail(str(problem))
    return Settings.of(ONEMATTER_MIGRATION_DATABASE_URL=url).migration_database_url


def installation(data: Path | None) -> Settings:
    """Database, keys and folders: as the settings name them; without them, or with --data, as the running
    local stack has them."""
    from local_stack.data_folder import NoStackHere
    from local_stack.running import DatabaseElsewhere, settings_of

    settings = get_settings()
    if data is None and settings.has_master_keys:
        return settings
    try:
        return settings_of(data, outside=settings.environment)
    except (DatabaseElsewhere, NoStackHere) as problem:
        fail(str(problem))
