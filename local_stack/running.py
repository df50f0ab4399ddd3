"""What a command in a second terminal needs to know of the stack that runs in the first."""

from collections.abc import Mapping
from pathlib import Path

from local_stack.account import PostgresAccount
from local_stack.data_folder import DataFolder
from local_stack.stack import Stack
from settings import Settings


class DatabaseElsewhere(Exception):
    """The stack runs on a database that it did not start."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"the stack on {path} uses a database that it did not start. "
            "Give this command the same DATABASE_URL as the stack"
        )


def owner_url_of(data: Path | None, *, outside: Mapping[str, str]) -> str:
    """Login of the owner of the tables, for the stack that runs on the folder now.

    Raises `NoStackHere` and `DatabaseElsewhere`, whose texts are for the person at the terminal.
    """
    return _stack_on(data, outside=outside).migration_database_url


def settings_of(data: Path | None, *, outside: Mapping[str, str]) -> Settings:
    """What the web process of the stack was told, with its keys and folders. Raises as `owner_url_of`."""
    return Settings.of(**_stack_on(data, outside=outside).environment)


def _stack_on(data: Path | None, *, outside: Mapping[str, str]) -> Stack:
    folder = DataFolder.at(data)
    description = folder.get_description()
    own = "postgres" in description["started"]
    # The account matters only to whoever starts PostgreSQL.
    stack = Stack(
        folder=folder,
        ports=description["ports"],
        account=PostgresAccount(),
        outside={} if own else outside,
    )
    if not own and not stack.has_outside_database:
        raise DatabaseElsewhere(folder.path)
    return stack
