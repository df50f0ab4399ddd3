"""Of what another item has issued more than once, the paper that is valid is the material."""

from tests.web.api.boats import REGISTRAR, launch
from tests.web.api.conftest import Town

# As after the survey was revoked and done anew.
_ANEW = """
    INSERT INTO document SELECT (jsonb_populate_record(d, jsonb_build_object(
        'id', gen_random_uuid(), 'number', 'S-2', 'effect_key', d.effect_key || '/2',
        'verify_code', 'NEW' || substr(d.verify_code, 4), 'issued_at', d.issued_at + interval '1 day'))).*
    FROM document d WHERE number = 'S-1'
"""


async def test_the_officer_reads_the_valid_paper_and_not_one_that_has_fallen(town: Town) -> None:
    boat = await launch(town)
    await boat.is_surveyed()
    town.sql(_ANEW)
    town.sql("UPDATE document SET state = 'revoked' WHERE number = 'S-1'")

    task = await boat.task(REGISTRAR, item="boat-registration")

    report = next(each for each in task["materials"] if each["key"] == "survey_report")
    opened = await (await town.person(REGISTRAR)).call("GET", f"/tasks/{task['id']}/materials/survey_report")
    assert report["reference"] == "船舶检验"
    [(valid,)] = town.sql("SELECT issued_at FROM document WHERE number = 'S-2'")
    assert report["created_at"] == valid.isoformat().replace("+00:00", "Z")
    assert opened.status_code == 200
