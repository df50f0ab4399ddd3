"""A paper is issued with its seal: once, also when a process dies; and who replaces whom."""

import asyncio
import hashlib
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

import activities.seal as seal_room
from activities.registry import make_carrier
from casework.verify_document import PaperUnknown, verify_document
from database.queries.effect_rows import revive_effect
from database.session import ENGINE, transaction
from documents.sealing.pades import check_seals
from documents.sealing.trial_authority import TrialAuthority
from engine.case_change import CaseChange
from engine.change import change_case, read_case
from engine.effects import key_of, own_row
from engine.seals import NO_SIGNER
from matter_definitions.consequences import DocumentChange
from matter_definitions.events import LATE_OUTCOME
from matter_definitions.plan import PaperPlan, ResultPlan
from tests.database.engine.test_crashes import SUPERVISOR, crash, dies_after, dies_before
from tests.engine_room import Room, both, item, plan_of, step

pytestmark = pytest.mark.needs_pdf

RESULT = ResultPlan("card", both("library card"), "generic_result", number_key="card.number")
CARD = item("card", step("issue", "issue_result", result="card"))
WITH_RESULT = plan_of(replace(CARD, results=(RESULT,)))
RECEIPT = PaperPlan("SUBMITTED_BY_APPLICANT", "submission_receipt", both("receipt"))
DOCUMENTS = "SELECT * FROM document ORDER BY issued_at, id"


async def play(room: Room, plan: Any = WITH_RESULT) -> CaseChange:
    case = await room.submit(plan, number="A-17")
    await room.look_until_done(case)
    return case


async def file_of(room: Room, case: CaseChange, ciphertext: bytes) -> bytes:
    async with read_case(room.context, case.id) as reading:
        return reading.box.open_paper(ciphertext)


async def test_an_issued_result_carries_a_seal_and_is_known_by_its_digest(room: Room) -> None:
    case = await play(room)
    (document,) = await room.rows(DOCUMENTS)
    assert (document["state"], document["sealed"], document["step"]) == ("valid", True, "issue")
    pdf = await file_of(room, case, document["ciphertext"])
    assert hashlib.sha256(pdf).hexdigest() == document["sha256"]
    authority = room.outside.signer
    assert isinstance(authority, TrialAuthority)
    (check,) = await asyncio.to_thread(check_seals, pdf, authority=authority.certificate_der)
    assert check.holds
    (use,) = await room.rows("SELECT * FROM seal_use")
    assert use["digest_after"] == document["sha256"] != use["digest_before"]
    found = await verify_document(room.context, document["verify_code"])
    assert (found.status, found.digest, found.successor) == ("valid", document["sha256"], None)
    assert found.signer == authority.name
    assert await room.standing(case) == "completed"


async def test_the_step_is_over_with_the_seal_and_not_before(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = await room.submit(WITH_RESULT, number="A-17")
    await crash(room, monkeypatch, case, place=seal_room, name="record_seal", how=dies_before)
    (document,) = await room.rows(DOCUMENTS)
    assert document["state"] == "drawn"
    assert await room.standing(case) == "open"
    assert "DOCUMENT_ISSUED" not in await room.events(case)
    with pytest.raises(PaperUnknown):
        await verify_document(room.context, document["verify_code"])


@pytest.mark.parametrize("how", [dies_before, dies_after])
async def test_a_process_that_dies_at_a_seal_leaves_one_sealed_paper(
    room: Room, monkeypatch: pytest.MonkeyPatch, how: Any
) -> None:
    case = await room.submit(WITH_RESULT, number="A-17")
    await crash(room, monkeypatch, case, place=seal_room, name="record_seal", how=how)
    await room.look_until_done(case)
    assert len(await room.rows("SELECT 1 FROM seal_use")) == 1
    assert [each["state"] for each in await room.rows(DOCUMENTS)] == ["valid"]
    assert (await room.events(case)).count("DOCUMENT_ISSUED") == 1
    assert await room.standing(case) == "completed"


async def test_without_a_signer_the_case_goes_on_and_the_paper_waits_for_its_seal(room: Room) -> None:
    signer = room.outside.signer
    room.carrier = make_carrier(room.context, replace(room.outside, signer=None))
    case = await play(room)
    assert await room.standing(case) == "completed"
    assert [each["state"] for each in await room.rows(DOCUMENTS)] == ["drawn"]
    (incident,) = await room.rows("SELECT reason, effect_id FROM incident WHERE state = 'open'")
    assert incident["reason"] == NO_SIGNER
    room.carrier = make_carrier(room.context, replace(room.outside, signer=signer))
    await try_again(room, incident["effect_id"])
    await room.carrier.claim_and_carry(incident["effect_id"])
    assert [each["state"] for each in await room.rows(DOCUMENTS)] == ["valid"]
    assert LATE_OUTCOME not in await room.events(case)


async def try_again(room: Room, effect_id: int) -> None:
    async with transaction(room.context.database, ENGINE) as connection:
        assert await revive_effect(connection, effect_id, now=await room.now())


async def test_a_paper_that_the_plan_wants_without_a_seal_is_issued_as_it_is_drawn(room: Room) -> None:
    plan = plan_of(item("card", step("review", "approval")))
    case = await play(room, replace(plan, papers=(replace(RECEIPT, sealed=False),)))
    (document,) = await room.rows(DOCUMENTS)
    assert (document["state"], document["sealed"]) == ("valid", False)
    assert await room.rows("SELECT 1 FROM seal_use") == []
    assert (await room.events(case)).count("DOCUMENT_ISSUED") == 1
    assert (await verify_document(room.context, document["verify_code"])).signer is None


def issue_anew(change: CaseChange) -> None:
    """As when a slip of the pen is mended: the step that issues runs once more."""
    change.state = deepcopy(change.state)
    again = change.state.items["card"].steps["issue"]
    again.standing, again.round = "open", 2
    key = key_of(change.case_no, item="card", step="issue", round=2)
    change.plan_effect(own_row(key, kind="issue_result", item="card", step="issue", round=2, now=change.now))


async def test_a_result_issued_anew_replaces_the_one_before_and_each_names_the_other(room: Room) -> None:
    plan = plan_of(
        replace(item("card", step("issue", "issue_result", result="card"), step("end", "approval", "issue")),
                results=(RESULT,))
    )  # fmt: skip
    case = await play(room, plan)
    async with change_case(room.context, case.id, by=SUPERVISOR) as change:
        issue_anew(change)
    await room.look_until_done(case)
    first, second = await room.rows(DOCUMENTS)
    assert (first["state"], second["state"]) == ("replaced", "valid")
    assert (first["replaced_by"], second["replaces"]) == (second["id"], first["id"])
    found = await verify_document(room.context, first["verify_code"])
    assert (found.status, found.successor) == ("replaced", second["verify_code"])


async def test_a_revoked_result_says_so(room: Room) -> None:
    case = await play(room)
    async with change_case(room.context, case.id, by=SUPERVISOR) as change:
        change.out.documents_changed.append(DocumentChange("card", "revoked"))
        change.wants_a_look = True
    (document,) = await room.rows(DOCUMENTS)
    assert (await verify_document(room.context, document["verify_code"])).status == "revoked"
    assert "DOCUMENT_REVOKED" in await room.events(case)
