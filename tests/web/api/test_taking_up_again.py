"""What may be done only once is not taken up again when another case does it; who may know is told which."""

from tests.web.api.conftest import Town

LAW = "《中华人民共和国户口登记条例》第七条"
REASON = {"reason": "核对有误，收回决定"}


async def test_an_officer_of_both_cases_reads_which_other_one_has_it(town: Town) -> None:
    first = (await town.submit())["case_no"]
    police = await town.person("officer-police")
    task = await town.task("officer-police", first, item="birth-registration")
    refusal = {"outcome": "refuse", "reasons": ["documents_differ"], "legal_basis": LAW}
    item = task["item"]
    await police.post(f"/tasks/{task['id']}/decide", refusal)
    second = (await town.submit())["case_no"]
    before = await police.get(f"/cases/{first}")

    refused = await police.post(f"/cases/{first}/items/{item}/take-back", REASON, status=409)

    assert refused["type"] == "urn:onematter:problem:already-under-way"
    assert second in refused["detail"]
    after = await police.get(f"/cases/{first}")
    assert (after["version"], after["state"]) == (before["version"], before["state"])
    town.sql(
        "UPDATE matter_case SET departments = '{health@330110000000}', regions = '{110101000000}',"
        " region = '110101000000' WHERE case_no = %s", second,
    )  # fmt: skip
    unknown = await police.post(f"/cases/{first}/items/{item}/take-back", REASON, status=409)
    assert second not in str(unknown)
