"""A promise in the place of a proof is looked at afterwards: ordered to be mended, heard, then settled."""

from engine.change import change_case
from engine.who import Who
from matter_definitions.acts.telling import RecordTold
from tests.web.api.conftest import Town
from tests.web.api.shop import PERMIT, Shop, open_shop

STEP = "commitment_trained"


async def promised(town: Town) -> Shop:
    """A granted permit for which the keeper has promised that the staff is trained."""
    shop = await open_shop(town, promises=("shop-permit/trained",))
    await shop.is_accepted()
    await shop.is_granted()
    return shop


async def outcomes(shop: Shop) -> list[str]:
    officer = await shop.officer()
    lines = (await officer.get("/tasks", q=shop.case_no))["items"]
    [line] = [each for each in lines if each["kind"] == "commitment"]
    return [each["code"] for each in (await officer.get(f"/tasks/{line['id']}"))["outcomes"]]


async def decide(shop: Shop, outcome: str, *, status: int = 200, **more: object) -> object:
    officer = await shop.officer()
    lines = (await officer.get("/tasks", q=shop.case_no))["items"]
    [line] = [each for each in lines if each["kind"] == "commitment"]
    return await officer.post(f"/tasks/{line['id']}/decide", {"outcome": outcome, **more}, status=status)


async def test_a_false_promise_goes_through_an_order_and_a_hearing_before_it_is_settled(town: Town) -> None:
    shop = await promised(town)

    assert await outcomes(shop) == ["kept", "failed"]
    await decide(shop, "failed", status=422)
    await decide(shop, "failed", comment="抽查时无培训记录")
    assert await outcomes(shop) == ["order"]
    await decide(shop, "order", status=422, comment="请补训")
    await decide(shop, "order", comment="请补训", data={"until_days": 10})
    assert await outcomes(shop) == ["heard"]
    await decide(shop, "false", status=409, comment="虚假承诺")
    await decide(shop, "heard", comment="当事人说明了情况")
    assert await outcomes(shop) == ["corrected", "excused", "false"]
    await decide(shop, "corrected", comment="已补训")

    assert (await shop.item())["state"] == "granted"
    kinds = [kind for (kind,) in town.sql("SELECT kind FROM case_event ORDER BY number")]
    assert "RESULT_REVOKED" not in kinds
    assert town.sql(
        "SELECT count(*) FROM task WHERE item_key = %s AND step = %s AND state = 'open'", PERMIT, STEP
    ) == [(0,)]


async def test_who_was_told_and_says_nothing_in_time_is_not_waited_for(town: Town) -> None:
    shop = await promised(town)
    await decide(shop, "failed", comment="抽查时无培训记录")
    await decide(shop, "order", comment="请补训", data={"until_days": 3})
    await town.move_time(20)
    assert await outcomes(shop) == ["heard"]  # nobody has proved yet that she knows of it

    async with change_case(town.app.state.parts.engine, shop.case_no, by=Who("engine", "")) as case:
        case.apply(RecordTold("letter", "proof", notice=case.state.notices[-1].number))
    assert await outcomes(shop) == ["heard"]
    await town.move_time(20)
    assert await outcomes(shop) == ["heard", "corrected", "excused", "false"]
    await decide(shop, "excused", comment="情节轻微")

    assert (await shop.item())["state"] == "granted"
