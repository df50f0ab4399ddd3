"""Every application under test has its definitions checked in the same rooms."""

from collections.abc import Iterator

import pytest

from tests.shared_rooms import SharedRooms, open_shared_rooms

APPLICATIONS = ("town", "site")


@pytest.fixture(scope="session")
def shared_rooms() -> Iterator[SharedRooms]:
    with open_shared_rooms() as rooms:
        yield rooms


@pytest.fixture(autouse=True)
def checked_in_shared_rooms(request: pytest.FixtureRequest, shared_rooms: SharedRooms) -> None:
    for name in APPLICATIONS:
        app = getattr(request.getfixturevalue(name), "app", None) if name in request.fixturenames else None
        if app is not None and hasattr(app.state, "parts"):  # a department's own process has none
            shared_rooms.serve(app)
