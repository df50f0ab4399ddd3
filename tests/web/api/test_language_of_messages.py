"""Whoever submits in English is written to in English."""

from database.queries.person_rows import find_person_details
from database.session import ENGINE, transaction
from tests.web.api.conftest import Town


async def test_the_language_of_the_submission_is_kept_with_the_applicant(town: Town) -> None:
    draft = await town.complete_draft()
    mother = await town.person("mother")

    await mother.post(f"/applications/{draft}/submit", status=201, Accept_Language="en")

    [(applicant,)] = town.sql("SELECT applicant FROM matter_case")
    engine = town.app.state.parts.engine
    async with transaction(engine.database, ENGINE) as connection:
        details = await find_person_details(connection, engine.keys, person=applicant)  # type: ignore[arg-type]
    assert details is not None
    assert details["language"] == "en"
    assert details["number"], "nothing else of what is known of her is lost"
