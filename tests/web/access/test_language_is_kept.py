"""The language that somebody last used is the one in which she is written to."""

import pytest
from sqlalchemy import text

from database.queries.person_rows import find_person_details
from database.session import ENGINE, transaction
from tests.web.access.conftest import Application


async def kept(application: Application) -> str | None:
    engine = application.app.state.parts.engine
    async with transaction(engine.database, ENGINE) as connection:
        person = (await connection.execute(text("SELECT id FROM person"))).scalar_one()
        details = await find_person_details(connection, engine.keys, person=person)
    return (details or {}).get("language")


@pytest.mark.parametrize("wish", ["header", "switch"])
async def test_signing_in_keeps_the_language_with_the_person(application: Application, wish: str) -> None:
    await application.sign_in("mother")
    assert await kept(application) is None, "Chinese goes without saying"
    if wish == "header":
        application.browser.headers["Accept-Language"] = "en-GB,en;q=0.9"
    else:
        application.browser.cookies.set("language", "en")
    await application.sign_in("mother")
    assert await kept(application) == "en"
