"""Appointing people and changing registers takes a strong login, and never leaves an installation without an
administrator or with a table that is dangerous to open."""

from typing import Any

import pytest

from tests.web.api.conftest import Town
from tests.web.api.test_organisation import LINPING, REGISTERS, WHY, YUHANG, admin_of, id_of, put

POST = {
    "code": "helper",
    "title_zh": "助理",
    "title_en": "Helper",
    "role": "officer",
    "department": f"health@{YUHANG}",
    "rank": "1",
    "valid_from": "2025-01-01",
}


@pytest.mark.parametrize("cell", ["=HYPERLINK(1)", "+1", "@x", "a\x01b"])
async def test_a_cell_that_a_table_may_not_have_is_refused_in_the_form_too(town: Town, cell: str) -> None:
    admin = await admin_of(town)
    refused = await put(admin, "regions", {**LINPING, "name_en": cell}, status=422)
    assert [each["pointer"] for each in refused["errors"]] == ["/name_en"]


async def test_changing_a_register_takes_a_strong_login(town: Town) -> None:
    weak = await town.person("administrator", level="L1")
    await put(weak, "regions", LINPING, status=403)
    table = {"table": "code\n", "digest": "", "reason": WHY}
    await weak.post(f"{REGISTERS}/people/import", table, status=403)
    fill = {"item": "birth-registration", "regions": [YUHANG], "reason": WHY}
    await weak.post("/organisation/responsibility-grid/fill", fill, status=403)


async def test_the_last_administrator_gets_no_other_post_and_no_end_of_hers(town: Town) -> None:
    admin = await admin_of(town)
    ruling = POST | {"code": "ruler", "role": "administrator", "department": ""}
    await put(admin, "posts", POST)
    await put(admin, "posts", ruling)
    own: dict[str, Any] = {"subject": "administrator", "name": "唐管", "valid_from": "2025-01-01"}
    refused = await put(admin, "people", {**own, "post": "helper"}, status=409)
    assert refused["type"].endswith("last-administrator")
    await put(admin, "people", {**own, "post": "ruler"})
    await put(admin, "people", {**own, "post": "ruler", "valid_to": "2999-01-01"}, status=409)
    await put(admin, "posts", {**ruling, "valid_to": "2999-01-01"}, status=409)
    await put(admin, "posts", {**ruling, "role": "supervisor", "region": YUHANG}, status=409)


async def test_a_last_day_that_no_calendar_has_is_refused(town: Town) -> None:
    admin = await admin_of(town)
    path = f"/organisation/people/{await id_of(admin, 'officer-tax')}/leave"
    refused = await admin.post(path, {"last_day": "9999-12-31", "reason": WHY}, status=422)
    assert [each["pointer"] for each in refused["errors"]] == ["/last_day"]


async def test_nobody_gives_himself_a_post_that_opens_cases(town: Town) -> None:
    admin = await admin_of(town)
    ruling = POST | {"code": "ruler", "role": "administrator", "department": ""}
    await put(admin, "posts", POST)
    await put(admin, "posts", ruling)
    own: dict[str, Any] = {"subject": "administrator", "name": "唐管", "valid_from": "2025-01-01"}
    await put(admin, "people", {**own, "post": "ruler"})

    refused = await put(admin, "people", {**own, "post": "helper"}, status=403)
    assert refused["type"].endswith("own-post")
    table = "subject,name,post,valid_from\nadministrator,唐管,helper,2025-01-01\n"
    seen = await admin.post(f"{REGISTERS}/people/dry-run", {"table": table})
    order = {"table": table, "digest": seen["digest"], "reason": WHY}
    await admin.post(f"{REGISTERS}/people/import", order, status=403)
    await put(admin, "people", {"subject": "officer-tax", "name": "税务", "post": "helper",
                                "valid_from": "2025-01-01"})  # fmt: skip
    assert [each["code"] for each in await admin.get("/me/posts")] == ["ruler"]


async def test_nobody_makes_a_post_that_he_holds_one_that_opens_cases(town: Town) -> None:
    admin = await admin_of(town)
    ruling = POST | {"code": "ruler", "role": "administrator", "department": ""}
    spare = ruling | {"code": "spare"}
    own: dict[str, Any] = {"subject": "administrator", "name": "唐管", "valid_from": "2025-01-01"}
    for post in (ruling, spare):
        await put(admin, "posts", post)
        await put(admin, "people", {**own, "post": post["code"]})

    refused = await put(admin, "posts", spare | {"role": "supervisor", "region": YUHANG}, status=403)
    assert refused["type"].endswith("own-post")
    await put(admin, "people", {**own, "post": "spare", "valid_to": "2025-02-01"})
    await put(admin, "posts", spare | {"role": "supervisor", "region": YUHANG})


async def test_a_first_day_that_was_typed_too_late_can_be_mended(town: Town) -> None:
    admin = await admin_of(town)
    await put(admin, "posts", POST)
    newcomer = {"subject": "newcomer", "name": "新人", "post": "helper"}
    await put(admin, "people", {**newcomer, "valid_from": "2998-01-01"})
    await put(admin, "people", {**newcomer, "valid_from": "2025-06-01"})
    [(first,)] = town.sql("SELECT valid_from FROM officer WHERE subject = 'newcomer'")
    assert str(first) == "2025-06-01"


async def test_who_comes_back_for_a_time_is_here_as_long_as_his_new_post(town: Town) -> None:
    admin = await admin_of(town)
    await put(admin, "posts", POST)
    guest = {"subject": "guest", "name": "客人", "post": "helper"}
    await put(admin, "people", {**guest, "valid_from": "2025-06-01"})
    town.sql("UPDATE officer SET valid_to = '2025-09-01' WHERE subject = 'guest' RETURNING 1")
    await put(admin, "posts", POST | {"code": "second"})
    again = {**guest, "post": "second", "valid_from": "2025-11-01"}
    for last in ("2998-01-01", "2025-12-01"):
        await put(admin, "people", {**again, "valid_to": last})
    [(until,)] = town.sql("SELECT valid_to FROM officer WHERE subject = 'guest'")
    assert str(until) == "2998-01-01"
