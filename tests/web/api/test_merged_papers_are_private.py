"""One paper of several results tells of all of them, so the departments of single parts do not read it."""

from tests.web.api.boats import LAKE_OFFICE, REGISTRAR, SURVEYOR, launch
from tests.web.api.conftest import Town

OFFICES = {REGISTRAR: "police", SURVEYOR: "health", LAKE_OFFICE: "tax"}


async def test_of_the_departments_only_the_leading_one_reads_it(town: Town) -> None:
    boat = await launch(town)
    await boat.is_on_the_lake()
    [(paper, issuer)] = town.sql("SELECT id, issuer FROM document WHERE template = 'merged_result'")
    readers: set[str] = set()
    for persona, kind in OFFICES.items():
        officer = await town.person(persona)
        path = f"/cases/{boat.case_no}"
        listed = str(paper) in {each["id"] for each in (await officer.get(path))["documents"]}
        opened = await officer.call("GET", f"{path}/documents/{paper}")
        assert (opened.status_code == 200) is listed
        readers |= {kind} if listed else set()
    assert readers == {issuer.partition("@")[0]}
    assert str(paper) in {each["id"] for each in (await boat.case())["documents"]}
