"""Handed in at a counter of Xihu, handled in Yuhang: the counter looks at form and identity, and no more."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.web.api.conftest import Town
from tests.web.api.others_have_a_say import XIHU, YUHANG

COUNTER = f"window@{XIHU}"
ITEM = "birth-registration.1"


async def handed_in(town: Town) -> tuple[str, dict[str, Any]]:
    """The case's number, and the task on the counter's desk."""
    draft, mother = await town.complete_draft(), await town.person("mother")
    case = await mother.post(f"/applications/{draft}/submit?counter={XIHU}", status=201)
    return case["case_no"], await town.task("window-xihu", case["case_no"], item=ITEM)


async def test_the_counter_has_the_item_before_the_place_that_handles(town: Town) -> None:
    case_no, task = await handed_in(town)
    assert task["kind"] == "intake"
    police = await town.person("officer-police")
    mine = [each for each in (await police.get("/tasks", q=case_no))["items"] if each["item"] == ITEM]
    assert mine == []
    await take(town, task["id"], {"outcome": "forward_to_handler"})
    received = await town.task("officer-police", case_no, item=ITEM)
    assert received["kind"] == "receipt"
    parts = town.sql(
        "SELECT r.role, r.department, r.region, r.until_at IS NULL FROM responsibility_record r"
        " JOIN matter_case c ON c.id = r.case_id WHERE case_no = %s AND item_key = %s ORDER BY from_at",
        case_no,
        ITEM,
    )
    assert parts == [
        ("receiving", COUNTER, XIHU, False),
        ("handling", f"police@{YUHANG}", YUHANG, True),
    ]


async def take(town: Town, task: str, body: dict[str, object], *, status: int = 200) -> Any:
    window = await town.person("window-xihu")
    return await window.post(f"/tasks/{task}/decide", body, status=status)


async def test_the_counter_gives_back_what_is_not_complete_and_takes_it_again(town: Town) -> None:
    case_no, task = await handed_in(town)
    marks = [{"field": "child.1.name", "message": "请核对姓名"}]
    await take(town, task["id"], {"outcome": "return", "marks": marks, "comment": "姓名有误"})
    view = await (await town.person("mother")).get(f"/cases/{case_no}")
    [item] = [each for each in view["items"] if each["key"] == ITEM]
    assert item["state"] == "returned"


@pytest.mark.parametrize(
    "outcome", ["accept", "refuse", "not_applicable", "correct", "grant", "deny", "grant_with_late_supply"]
)
async def test_the_counter_cannot_decide_its_own_task_otherwise(town: Town, outcome: str) -> None:
    _, task = await handed_in(town)
    body = {"outcome": outcome, "reasons": [], "comment": "x", "legal_basis": "x"}
    window = await town.person("window-xihu")
    answer = await window.call("POST", f"/tasks/{task['id']}/decide", json=body)
    assert answer.status_code in (409, 422), answer.text
    assert (await town.task("window-xihu", task["case_no"], item=ITEM))["id"] == task["id"]


async def test_the_counter_has_no_way_to_a_decision_of_the_place_that_handles(town: Town) -> None:
    case_no, task = await handed_in(town)
    await take(town, task["id"], {"outcome": "forward_to_handler"})
    window = await town.person("window-xihu")
    review = (await town.task("officer-police", case_no, item=ITEM))["id"]
    for method, path, body in (
        ("GET", f"/tasks/{review}", None),
        ("POST", f"/tasks/{review}/claim", None),
        ("POST", f"/tasks/{review}/decide", {"outcome": "accept"}),
        ("POST", f"/tasks/{review}/decide", {"outcome": "refuse", "reasons": ["x"]}),
        ("POST", f"/tasks/{review}/letter", {"text": "x"}),
    ):
        answer = await window.call(method, path, json=body)
        assert answer.status_code in (403, 404), f"{method} {path}: {answer.status_code}"


COUNTER_MAY = {"delivery", "void", "late-supply"}
# Beside each act a body that would do for whoever is in charge, so that it is not the body that is refused.
REASON = {"reason": "理由"}
BODIES: Mapping[str, Mapping[str, object] | None] = {
    "suspend": {**REASON, "kind": "dispute"},
    "resume": None,
    "extend": REASON,
    "take-back": REASON,
    "rectify": REASON,
    "prior-notice": REASON,
    "heard": {"said": "没有意见"},
    "revoke": {**REASON, "kind": "revoked", "legal_basis": "行政许可法第六十九条"},
    "suspend-result": {**REASON, "legal_basis": "行政许可法第六十九条"},
    "restore-result": REASON,
    "reopen": {"decision": "复议决定书〔2026〕1号"},
    "approve": {"granted": True},
    "reject-suspension": REASON,
}


async def acts_on_items(town: Town) -> dict[str, str]:
    """The address of every act on an item, by its last word; what is beside a promise is another thing."""
    described = (await town.stranger.http.get("/api/v1/openapi.json")).json()["paths"]
    found: dict[str, str] = {}
    for path, methods in described.items():
        before, _, act = path.removeprefix("/api/v1").rpartition("/")
        if before.endswith("/cases/{case_no}/items/{item}") and "post" in methods:
            found[act] = f"{before}/{act}"
    return found


async def test_the_counter_has_no_route_to_any_act_that_decides(town: Town) -> None:
    case_no, _ = await handed_in(town)
    window = await town.person("window-xihu")
    paths = await acts_on_items(town)
    assert set(paths) == COUNTER_MAY | set(BODIES)
    for act, body in BODIES.items():
        url = paths[act].replace("{case_no}", case_no).replace("{item}", ITEM)
        refused = await window.call("POST", url, json=body)
        assert refused.status_code == 403, f"{act}: {refused.status_code} {refused.text}"
        in_charge = await town.person("supervisor" if "supervision" in url else "officer-police")
        possible = await in_charge.call("POST", url, json=body)
        assert possible.status_code == 409, f"{act}: {possible.status_code} {possible.text}"
    assert await standing_of(town, case_no) == "prechecking"


async def standing_of(town: Town, case_no: str) -> str:
    [(standing,)] = town.sql(
        "SELECT i.standing FROM case_item i JOIN matter_case c ON c.id = i.case_id"
        " WHERE c.case_no = %s AND i.key = %s",
        case_no,
        ITEM,
    )
    return standing


async def test_another_counter_does_not_know_of_the_case(town: Town) -> None:
    draft, mother = await town.complete_draft(), await town.person("mother")
    case = await mother.post(f"/applications/{draft}/submit", status=201)
    [(regions,)] = town.sql("SELECT regions FROM matter_case WHERE case_no = %s", case["case_no"])
    window = await town.person("window-xihu")
    answer = await window.call("GET", f"/cases/{case['case_no']}")
    assert answer.status_code == (200 if XIHU in regions else 404)


async def test_a_counter_is_named_by_a_whole_division_code(town: Town) -> None:
    draft, mother = await town.complete_draft(), await town.person("mother")
    await mother.post(f"/applications/{draft}/submit?counter=3301", status=422)
