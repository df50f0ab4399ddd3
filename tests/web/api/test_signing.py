"""The applicant signs what she submits, with a certificate of her own: exactly that, and nobody else."""

import hashlib
import io
from base64 import b64encode

import pytest
from PIL import Image

from activities.department_calls import DepartmentCalls
from activities.errand import Errand
from activities.handler import Job
from database.queries.effect_rows import find_by_keys
from database.session import ENGINE, transaction
from departments.simulated.people import XU_SHUHAN
from engine.carrying import Later, record_answers
from engine.outcome import Outcome
from tests.web.api.conftest import DEPARTMENTS, ROOT, US, Town
from tests.web.api.flat import (
    FORM,
    PINS,
    TENANT,
    bring_answers,
    call_back,
    open_flat,
    pointers,
    sign_at,
)


def another_page() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (1240, 1754), "grey").save(out, "JPEG")
    return out.getvalue()


async def test_what_is_signed_is_what_is_submitted_and_nothing_is_submitted_without(town: Town) -> None:
    flat = await open_flat(town)
    assert (await flat.view())["signature"] == {
        "required": True, "state": "not_signed", "state_words": "尚未签名"
    }  # fmt: skip
    assert pointers(await flat.submit(status=422)) == ["/signature"]

    signed = await flat.sign()

    assert signed["state"] == "signed"
    assert "没有法律效力" in signed["authority"]
    assert hashlib.sha256(signed["statement"].encode()).hexdigest() == signed["statement_sha256"]
    assert (await flat.view())["can_submit"] is True
    case_no = (await flat.submit())["case_no"]
    case = await (await flat.tenant()).get(f"/cases/{case_no}")
    assert "STATEMENT_SIGNED" in [each["event"] for each in case["timeline"]]


async def test_the_statement_names_everything_and_masks_what_is_sensitive(town: Town) -> None:
    flat = await open_flat(town)
    statement = (await flat.signing())["statement"]
    for words in (
        "房屋租赁备案",
        "3500.00 元",
        "合租 / A room",
        "杭州市余杭区",
        "是 / Yes",
        "租赁合同为双方签署",
    ):
        assert words in statement
    assert XU_SHUHAN.id_number not in statement
    assert XU_SHUHAN.name in statement
    [(sha256,)] = town.sql("SELECT sha256 FROM stored_file")
    assert sha256 in statement


async def test_before_it_is_signed_everything_else_has_to_be_in_order(town: Town) -> None:
    flat = await open_flat(town, form={**FORM, "flat.rent": None})
    assert pointers(await flat.ask(status=422)) == ["/form/flat.rent"]


async def test_a_change_makes_the_signature_void_and_what_is_changed_back_is_as_signed(town: Town) -> None:
    flat = await open_flat(town)
    await flat.sign()
    tenant = await flat.tenant()

    await tenant.patch(flat.path, {"form": {"flat.rent": 350001}})

    assert (await flat.view())["signature"]["state"] == "void"
    assert pointers(await flat.submit(status=422)) == ["/signature"]
    await tenant.patch(flat.path, {"form": {"flat.rent": 350000}})
    assert (await flat.signing())["state"] == "signed"


async def test_a_new_paper_makes_the_signature_void(town: Town) -> None:
    flat = await open_flat(town)
    await flat.sign()
    await (await flat.tenant()).put_file(f"{flat.path}/materials/flat.lease", another_page())
    assert (await flat.view())["signature"]["state"] == "void"
    assert (await flat.sign())["state"] == "signed"


@pytest.mark.parametrize(
    ("mistake", "words"),
    [
        ("another_person", "签名用的是别人的证书"),
        ("expired", "证书不在有效期内"),
        ("other_text", "签名与声明的文字不符，或已损坏"),
    ],
)
async def test_a_signature_that_does_not_hold_is_refused_in_words(
    town: Town, mistake: str, words: str
) -> None:
    flat = await open_flat(town)
    await town.behave("signing", signature=mistake)

    refused = await flat.sign()

    assert (refused["state"], refused["reason_words"]) == ("refused", words)
    assert pointers(await flat.submit(status=422)) == ["/signature"]
    await town.behave("signing")
    assert (await flat.sign())["state"] == "signed"


async def test_an_old_signature_sent_again_is_refused(town: Town) -> None:
    flat = await open_flat(town)
    await flat.sign()
    [(key,)] = town.sql("SELECT effect_key FROM signed_statement")
    old = await town.app.state.outside.connectors["signing"].ask(key, timeout=5)
    # As if she had signed something else before: so she is asked once more.
    town.sql("UPDATE signed_statement SET content_sha256 = 'another' RETURNING 1")
    await flat.ask()
    [(again,)] = town.sql("SELECT effect_key FROM signed_statement WHERE state = 'asked'")

    assert await call_back(town, again, {"outcome": "done", "data": old.data}) == 204

    refused = await flat.signing()
    assert refused["reason_words"] == "这个签名已经用过一次"


async def test_a_callback_that_is_no_signature_is_refused(town: Town) -> None:
    flat = await open_flat(town)
    await flat.ask()
    [(key,)] = town.sql("SELECT effect_key FROM signed_statement")
    nonsense = b64encode(b"nonsense").decode()
    assert await call_back(town, key, {"outcome": "done", "data": {"signature": nonsense}}) == 204
    assert (await flat.signing())["state"] == "refused"


async def test_asked_twice_it_is_one_page_and_the_first_answer_counts(town: Town) -> None:
    flat = await open_flat(town)
    first, second = await flat.ask(), await flat.ask()
    assert first["page"] == second["page"]
    assert len(town.sql("SELECT 1 FROM effect WHERE connector = 'signing'")) == 1
    assert await sign_at(town, first["page"], pin=PINS[TENANT]) == "done"
    [(key,)] = town.sql("SELECT effect_key FROM signed_statement")
    assert await call_back(town, key, {"outcome": "declined", "data": {}}) == 204
    assert (await flat.signing())["state"] == "signed"
    assert (await flat.ask(status=409))["type"].endswith("signed-already")


async def test_who_declines_or_knows_no_pin_has_not_signed(town: Town) -> None:
    flat = await open_flat(town)
    page = (await flat.ask())["page"]
    assert await sign_at(town, page, pin="000000") == "wrong_pin"
    assert (await flat.signing())["state"] == "asked"
    await town.departments.post(f"{page.removeprefix(DEPARTMENTS)}/decline")
    await bring_answers(town)
    assert (await flat.signing())["reason_words"] == "您在签名页面选择了不签名"


async def test_while_the_provider_is_away_the_question_waits_for_the_worker(town: Town) -> None:
    flat = await open_flat(town)
    await town.behave("signing", fail=True)
    await flat.ask(status=503)
    assert town.sql("SELECT state FROM effect WHERE connector = 'signing'") == [("planned",)]
    await town.behave("signing")
    assert (await flat.sign())["state"] == "signed"


async def test_the_signer_finds_in_her_list_that_the_service_was_given_the_statement(town: Town) -> None:
    flat = await open_flat(town)
    await flat.sign()
    case_no = (await flat.submit())["case_no"]
    shown = (await (await flat.tenant()).get(f"/cases/{case_no}/access-log", limit=200))["items"]
    assert [each["fields"] for each in shown if each["purpose"] == "statement_sent"] == [["applicant"]]


async def test_a_crash_of_the_page_and_a_lost_callback_lose_no_signature(town: Town) -> None:
    """The worker tells the provider by the same key, finds the page open, and asks again later."""
    flat = await open_flat(town)
    await town.behave("signing", fail=True)
    await flat.ask(status=503)
    await town.behave("signing")
    engine, outside = town.app.state.parts.engine, town.app.state.outside
    worker = Errand(engine, DepartmentCalls(outside.connectors, f"{US}{ROOT}/callbacks"))
    [(key,)] = town.sql("SELECT key FROM effect WHERE connector = 'signing'")
    async with transaction(engine.database, ENGINE) as connection:
        [effect] = await find_by_keys(connection, [key])

    assert isinstance(await worker.carry_out(Job(effect, ask_first=False, seconds=5)), Later)
    page = (await flat.ask())["page"]
    await town.departments.post(page.removeprefix(DEPARTMENTS), data={"pin": PINS[TENANT]})
    outcome = await worker.carry_out(Job(effect, ask_first=True, seconds=5))

    assert isinstance(outcome, Outcome)
    await record_answers(engine, [(effect, outcome)], claim=False)
    assert (await flat.signing())["state"] == "signed"
    [task] = (await town.departments.get("/signing/ledger")).json()["items"]
    assert task["effects"] == 1


async def test_a_weak_login_and_strangers_do_not_sign(town: Town) -> None:
    flat = await open_flat(town)
    weak = await town.person(TENANT, level="L1")
    await weak.post(f"{flat.path}/signature", status=403)
    other = await town.person("mother")
    assert (await other.call("GET", f"{flat.path}/signature")).status_code == 404
    assert (await other.call("POST", f"{flat.path}/signature")).status_code == 404


async def test_where_it_is_only_offered_one_may_submit_without(town: Town) -> None:
    flat = await open_flat(town, required=False)
    assert (await flat.view())["signature"]["state"] == "not_signed"
    await flat.submit()
    assert town.sql("SELECT 1 FROM signed_statement") == []


async def test_a_matter_without_a_statement_asks_for_none(town: Town) -> None:
    draft = await town.draft()
    mother = await town.person("mother")
    assert draft["signature"] is None
    await mother.post(f"/applications/{draft['id']}/signature", status=409)


async def test_a_draft_thrown_away_takes_its_signatures_along(town: Town) -> None:
    flat = await open_flat(town)
    await flat.sign()
    await (await flat.tenant()).call("DELETE", flat.path)
    assert town.sql("SELECT 1 FROM signed_statement") == []
