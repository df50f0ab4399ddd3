"""What a matter is made of, for machines to read: as it was published, or as its draft would be."""

from tests.web.api.conftest import Town
from tests.web.api.test_definitions import ELEMENTS, ITEM, MATTER

MODELS = "/definitions/matter/{}/versions/{}/models"


async def test_an_administrator_gets_both_models_of_a_matter_and_none_of_a_draft_that_is_not_in_order(
    town: Town,
) -> None:
    administrator = await town.person("administrator")
    reader = await town.person("reader")

    found = await administrator.get(MODELS.format("newborn", 1))

    assert {each["code"] for each in found["collaboration"]["items"]} >= {
        "birth-certificate",
        "birth-registration",
    }
    assert found["collaboration"]["departments"]["police"]["zh"] == "公安机关"
    stages = {each["code"]: each["stage"] for each in found["collaboration"]["items"]}
    assert stages["birth-certificate"] < stages["birth-registration"]
    [number] = [each for each in found["data_sharing"]["data"] if each["key"] == "child.birth_certificate_no"]
    flows = {each["party"]: each["kind"] for each in number["flows"]}
    assert flows["item:birth-certificate"] == "gives"
    assert flows["item:birth-registration"] == "gets"
    assert all(svg.startswith("<svg") for svg in found["pictures"].values())
    assert (await reader.call("GET", MODELS.format("newborn", 1))).status_code == 403
    assert (await administrator.call("GET", MODELS.format("newborn", 99))).status_code == 404

    made = [
        await administrator.post("/definitions", {"source": each}, status=201)
        for each in (*ELEMENTS, ITEM, MATTER)
    ]
    draft = made[-1]["version"]

    broken = await administrator.call("GET", MODELS.format("dog", draft))

    # What it is made of is not published yet, and a draft alone is no matter.
    assert broken.status_code == 422
    assert broken.json()["errors"]
