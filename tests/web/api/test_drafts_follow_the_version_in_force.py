"""A draft is not a case: it follows the version of its matter that is in force, and loses nothing typed."""

from dataclasses import replace
from datetime import date
from typing import Any

from clocks.clock import Limit
from database.session import ENGINE, transaction
from engine.publish import publish_plan
from forms.form_plan import FieldPlan, MaterialPlan, Need, Text
from matter_definitions.plan import Plan
from tests.unit.matter_definitions.comparing.changed_plans import newborn
from tests.web.api.conftest import Person, Town, picture
from tests.web.api.shop import ANSWERS, KEEPER, PERMIT, YUHANG, open_shop, publish_shop, shop_plan

FORM = {
    "shop.shop_name": "林间小店",
    "shop.shop_region": YUHANG,
    "shop.address": "余杭区南苑街道迎宾路 1 号",
    "shop.shop_area": 80,
    "keeper.mobile": "13800000000",
}


async def drafted(town: Town) -> tuple[Person, str, dict[str, Any]]:
    await publish_shop(town)
    keeper = await town.person(KEEPER)
    started = await keeper.post(
        "/applications", {"matter": "life-of-a-case", "answers": dict(ANSWERS)}, status=201
    )
    path = f"/applications/{started['id']}"
    await keeper.patch(path, {"form": FORM, "delivery": {"mode": "pickup"}})
    view = await keeper.get(path)
    for material in view["materials"]:
        if material["required"] and not material["present"]:
            await keeper.put_file(f"{path}/materials/{material['key']}", picture())
    return keeper, path, await keeper.get(path)


async def publish(town: Town, plan: Plan, *, region: str = "") -> str:
    """In force from a later day than the one before it, and long before today."""
    [(days,)] = town.sql("SELECT count(*) FROM matter_in_force WHERE matter = %s", plan.matter)
    parts = town.app.state.parts
    async with transaction(parts.engine.database, ENGINE) as connection:
        day = date(2025, 1, 1 + days)
        return await publish_plan(connection, plan, effective_from=day, region=region)


def with_form(plan: Plan, **changes: Any) -> Plan:
    return replace(plan, form=replace(plan.form, **changes))


def asking_more(plan: Plan) -> Plan:
    """Another field and another paper for the permit, and no shop name any more."""
    need = (Need(PERMIT),)
    fields = [each for each in plan.form.fields if each.key != "shop.shop_name"]
    note = FieldPlan("shop.note", "shop", "note", "text", Text("经营说明", "What is sold"), need)
    paper = MaterialPlan("floor_plan", None, Text("平面图", "Floor plan"), need)
    return with_form(plan, fields=(*fields, note), materials=(*plan.form.materials, paper))


def quicker(plan: Plan) -> Plan:
    items = tuple(
        replace(each, promised=Limit(1, "working_day")) if each.code == PERMIT else each
        for each in plan.items
    )
    return replace(plan, items=items)


def with_other_papers_of_the_office(plan: Plan) -> Plan:
    return replace(plan, papers=plan.papers[:-1])


async def test_a_draft_tells_what_has_changed_for_it_and_keeps_what_is_no_longer_asked(town: Town) -> None:
    keeper, path, before = await drafted(town)
    new = await publish(town, quicker(asking_more(shop_plan())))

    moved = await keeper.get(path)

    assert moved["plan"] == new
    assert (moved["moved"]["from"], moved["moved"]["to"]) == (before["plan"], new)
    said = "\n".join(moved["moved"]["changes"])
    assert "经营说明" in said
    assert "平面图" in said
    assert "承诺时限" in said
    kept = {each["pointer"]: each for each in moved["kept_aside"]}
    assert kept["/form/shop.shop_name"]["value"] == "林间小店"
    assert "floor_plan" in {each["key"] for each in moved["materials"]}
    assert moved["can_submit"] is False


async def test_looking_writes_nothing_and_the_first_change_moves_it(town: Town) -> None:
    keeper, path, before = await drafted(town)
    await publish(town, asking_more(shop_plan()))
    application = before["id"]

    await keeper.get(path)
    [(plan, version)] = town.sql("SELECT plan, version FROM application WHERE id = %s", application)
    saved = await keeper.patch(path, {"form": {"shop.note": "面包"}})
    [(plan_after,)] = town.sql("SELECT plan FROM application WHERE id = %s", application)

    assert (plan, version) == (before["plan"], before["version"])
    assert plan_after == saved["plan"] != before["plan"]
    assert saved["moved"]["from"] == before["plan"], "still to be told"


async def test_forth_and_back_it_is_as_it_was(town: Town) -> None:
    keeper, path, _ = await drafted(town)
    await publish(town, asking_more(shop_plan()))
    await keeper.patch(path, {"form": {"shop.note": "面包"}})
    await publish(town, shop_plan())

    back = await keeper.patch(path, {})

    assert back["moved"] is None
    assert back["form"] == {**FORM, "shop.note": "面包"}
    assert [each["pointer"] for each in back["kept_aside"]] == ["/form/shop.note"]
    assert back["can_submit"] is True
    name = next(each for each in back["fields"] if each["key"] == "shop.shop_name")
    assert name["value"] == "林间小店"


async def test_what_was_typed_on_a_page_of_the_version_before_is_kept(town: Town) -> None:
    keeper, path, before = await drafted(town)
    await publish(town, asking_more(shop_plan()))

    sent = {"plan": before["plan"], "form": {"shop.shop_name": "山间小店"}}
    saved = await keeper.patch(path, sent)

    assert saved["form"]["shop.shop_name"] == "山间小店"
    assert saved["moved"] is not None


async def test_submitting_is_refused_until_what_changed_was_shown(town: Town) -> None:
    keeper, path, before = await drafted(town)
    new = await publish(town, quicker(shop_plan()))

    refused = await keeper.post(f"{path}/submit", status=409)
    stale = await keeper.post(f"{path}/submit", {"plan": before["plan"]}, status=409)
    submitted = await keeper.post(f"{path}/submit", {"plan": new}, status=201)

    assert refused["type"].endswith("matter-changed")
    assert stale["type"] == refused["type"]
    assert any("承诺时限" in each["message"] for each in refused["errors"])
    [(plan,)] = town.sql("SELECT plan FROM matter_case WHERE case_no = %s", submitted["case_no"])
    [(of_draft,)] = town.sql("SELECT plan FROM application WHERE id = %s", before["id"])
    assert plan == of_draft == new


async def test_what_changed_for_others_only_holds_nobody_up(town: Town) -> None:
    keeper, path, _ = await drafted(town)
    new = await publish(town, with_other_papers_of_the_office(shop_plan()))

    view = await keeper.get(path)
    submitted = await keeper.post(f"{path}/submit", status=201)

    assert view["moved"] == {"from": view["moved"]["from"], "to": new, "changes": []}
    [(plan,)] = town.sql("SELECT plan FROM matter_case WHERE case_no = %s", submitted["case_no"])
    assert plan == new


async def test_a_county_has_its_own_version_also_for_whoever_named_no_place(town: Town) -> None:
    keeper, path, before = await drafted(town)
    county = await publish(town, quicker(shop_plan()), region="330110")
    elsewhere = await publish(town, asking_more(shop_plan()), region="3202")

    moved = await keeper.get(path)

    assert moved["plan"] == county not in (before["plan"], elsewhere)


async def test_a_place_in_a_county_that_is_no_more_gets_what_its_heir_has(town: Town) -> None:
    keeper, path, _ = await drafted(town)
    county = await publish(town, quicker(shop_plan()), region="330110")
    heir = await publish(town, asking_more(shop_plan()), region="330106")
    town.sql(
        "UPDATE region SET valid_to = '2025-01-01', successor = '330106000000' WHERE code = '330110000000'"
    )
    try:
        moved = await keeper.get(path)
        named = {"matter": "life-of-a-case", "region": "330110000000"}
        started = await keeper.post("/applications", named, status=201)
        begun = await keeper.get(f"/applications/{started['id']}")
    finally:
        town.sql("UPDATE region SET valid_to = NULL, successor = NULL WHERE code = '330110000000'")

    assert moved["plan"] == begun["plan"] == heir != county


async def test_a_matter_that_was_retired_says_where_to_go_and_keeps_the_draft(town: Town) -> None:
    keeper, path, before = await drafted(town)
    town.sql(
        "INSERT INTO matter_in_force (matter, region, effective_from, plan, title_zh, title_en)"
        " VALUES ('life-of-a-case', '', '2025-02-01', NULL, '', '')"
    )

    view = await keeper.get(path)
    refused = await keeper.post(f"{path}/submit", status=422)
    saved = await keeper.patch(path, {"form": {"shop.shop_area": 90}})

    assert "12345" in view["retired"]["where"]
    assert view["form"] == before["form"]
    assert [each["pointer"] for each in refused["errors"]] == ["/matter"]
    assert saved["form"]["shop.shop_area"] == 90


async def test_a_case_keeps_its_plan(town: Town) -> None:
    shop = await open_shop(town)
    await publish(town, asking_more(shop_plan()))

    await shop.decide("accept")

    [(plan,)] = town.sql("SELECT plan FROM matter_case WHERE case_no = %s", shop.case_no)
    [(of_draft,)] = town.sql(
        "SELECT a.plan FROM application a JOIN matter_case c ON c.id = a.case_id WHERE c.case_no = %s",
        shop.case_no,
    )
    assert plan == of_draft


async def test_a_consent_to_other_words_is_none_and_whoever_agreed_is_told(town: Town) -> None:
    draft = await town.complete_draft()
    mother, father = await town.person("mother"), await town.person("father")
    [consent] = newborn().form.consents
    other = replace(consent, statement=Text("我同意另外的内容", "I agree to something else"))
    await publish(town, with_form(newborn(), consents=(other,)))

    moved = await mother.get(f"/applications/{draft}")
    await mother.patch(f"/applications/{draft}", {})

    assert [each["state"] for each in moved["consents"]] == ["not_asked"]
    assert any("另外的内容" in each for each in moved["moved"]["changes"])
    assert town.sql("SELECT state FROM consent") == [("void",)]
    assert town.sql("SELECT 1 FROM effect WHERE step LIKE 'consent_void:%%'"), "the father is told"

    await publish(town, with_form(newborn(), consents=()))
    await mother.patch(f"/applications/{draft}", {})
    [asked] = (await father.get("/consents"))["items"]
    assert (asked["state"], asked["statement"]) == ("void", consent.statement.zh)
