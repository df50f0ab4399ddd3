"""A case that is over is archived once, whole, and readable only as long as the case's key is there."""

import json
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import text

import activities.archive as archive_room
from activities.registry import make_carrier
from documents.archiving.verify import problems_of
from engine.case_box import CaseErased
from engine.change import change_case
from engine.incident_acts import retry_incident
from engine.who import Who
from matter_definitions.acts.undoing import Withdraw
from tests.database.engine.archiving_room import AFTER_THE_LIMIT, PHOTO, PLAN, ArchivingRoom
from tests.database.engine.test_crashes import crash, dies_after, dies_before

SUPERVISOR = Who("supervisor", "00000000-0000-0000-0000-000000000009")


# --- complete ------------------------------------------------------------------------------------------


async def test_a_case_that_is_over_is_archived_when_the_limit_has_passed(archiving: ArchivingRoom) -> None:
    case = await archiving.ended_case()
    await archiving.room.move_time(timedelta(days=10))
    await archiving.room.look_until_done(case)
    assert await archiving.kept(case) is None
    await archiving.archive(case)
    kept, files = await archiving.package_of(case)
    assert (kept.complete, kept.missing) == (True, [])
    assert await archiving.archived_at(case) is not None
    assert await archiving.incidents(case) == []
    assert [each["path"] for each in kept.manifest["files"]] == [
        each for each in files if "manifest" not in each
    ]
    assert sorted(each for each in files if "/" in each) == [
        "application/form.json",
        "application/materials.json",
        "application/materials/photo-1.jpg",
        "application/texts.json",
        "papers/B1-1.pdf",
        "papers/B13-1.pdf",
        "results/generic_result-1.pdf",
    ]
    assert files["application/materials/photo-1.jpg"] == PHOTO
    assert files["seal-ca.pem"] == b"a certificate"
    assert json.loads(files["application/form.json"])["values"]["card.number"] == "A-17"


async def test_the_package_convinces_a_stranger_and_the_log_names_its_manifest(
    archiving: ArchivingRoom,
) -> None:
    case = await archiving.ended_case()
    await archiving.archive(case)
    _, files = await archiving.package_of(case)
    rows = await archiving.room.rows(
        "SELECT data FROM case_event WHERE case_id = :id AND kind = 'CASE_ARCHIVED'", id=case.id
    )
    assert [each["data"] for each in rows] == [{"manifest": sha256(files["manifest.json"]).hexdigest()}]
    assert problems_of(files, rows[0]["data"]["manifest"]) == []


async def test_each_version_of_a_material_is_in_the_archive(archiving: ArchivingRoom) -> None:
    case = await archiving.ended_case()
    await archiving.hand_in(case, b"a better photograph")
    await archiving.archive(case)
    kept, files = await archiving.package_of(case)
    assert kept.complete
    assert files["application/materials/photo-2.jpg"] == b"a better photograph"


async def test_a_case_is_archived_once_however_often_it_is_looked_at(archiving: ArchivingRoom) -> None:
    case = await archiving.ended_case()
    await archiving.archive(case)
    await archiving.archive(case)
    assert (await archiving.room.events(case)).count("CASE_ARCHIVED") == 1
    assert len(await archiving.stored()) == 1
    done = await archiving.room.look(case)
    assert done.done


async def test_a_case_without_a_limit_in_its_plan_is_not_archived_by_itself(archiving: ArchivingRoom) -> None:
    case = await archiving.ended_case(replace(PLAN, archive_after=None))
    await archiving.archive(case)
    assert await archiving.kept(case) is None


async def test_a_withdrawn_case_is_archived_too(archiving: ArchivingRoom) -> None:
    case = await archiving.room.submit(PLAN, number="A-17")
    await archiving.hand_in(case, PHOTO)
    async with change_case(
        archiving.room.context, case.id, by=Who("applicant", str(archiving.room.applicant))
    ) as it:
        it.apply(Withdraw())
    await archiving.room.look_until_done(case)
    await archiving.archive(case)
    kept, files = await archiving.package_of(case)
    assert kept.complete
    assert not any(each.startswith("results/") for each in files)


# --- not complete --------------------------------------------------------------------------------------


async def test_an_incomplete_package_archives_nothing_and_a_supervisor_is_told_what_is_missing(
    archiving: ArchivingRoom,
) -> None:
    case = await archiving.ended_case(photo=False)
    await archiving.archive(case)
    kept, _ = await archiving.package_of(case)
    assert (kept.complete, kept.missing) == (False, ["material photo"])
    assert await archiving.archived_at(case) is None
    [incident] = await archiving.incidents(case)
    assert (incident["reason"], incident["detail"]) == ("archive_incomplete", "material photo")


async def test_what_was_missing_is_brought_and_the_supervisor_tries_again(archiving: ArchivingRoom) -> None:
    case = await archiving.ended_case(photo=False)
    await archiving.archive(case)
    [incident] = await archiving.incidents(case)
    await archiving.hand_in(case, PHOTO)
    await retry_incident(archiving.room.context, incident["id"], by=SUPERVISOR)
    await archiving.room.look_until_done(case)
    kept, _ = await archiving.package_of(case)
    assert (kept.complete, kept.version) == (True, 2)
    assert await archiving.incidents(case) == []
    assert len(await archiving.stored()) == 1, "the incomplete package was put away"


async def test_papers_that_could_not_be_drawn_are_missing(archiving: ArchivingRoom) -> None:
    archiving.has_press = False
    case = await archiving.ended_case()
    await archiving.archive(case)
    kept = await archiving.kept(case)
    assert kept is not None
    assert [each.split("/")[-2] for each in kept.missing] == [
        "SUBMITTED_BY_APPLICANT:submission_receipt",
        "paper",
        "CASE_COMPLETED:completion_notice",
    ]


async def test_a_paper_that_nobody_sealed_is_missing(archiving: ArchivingRoom) -> None:
    room = archiving.room
    room.carrier = make_carrier(room.context, replace(room.outside, signer=None))
    case = await archiving.ended_case()
    await archiving.archive(case)
    kept = await archiving.kept(case)
    assert kept is not None
    assert (kept.complete, len(kept.missing)) == (False, 3)


async def test_a_file_that_was_destroyed_is_missing(archiving: ArchivingRoom) -> None:
    case = await archiving.ended_case()
    await archiving.room.as_owner(text("UPDATE stored_file SET wrapped_key = NULL, kid = NULL"))
    await archiving.archive(case)
    kept = await archiving.kept(case)
    assert kept is not None
    assert kept.missing == ["material photo/1"]


async def test_the_archive_waits_for_what_is_still_under_way(archiving: ArchivingRoom) -> None:
    case = await archiving.ended_case()
    await archiving.room.as_owner(
        text("""
            UPDATE effect SET state = 'awaiting', try_after = '2999-01-01T00:00:00Z'
            WHERE case_id = :id AND kind = 'issue_result'
        """),
        id=case.id,
    )
    await archiving.archive(case)
    assert await archiving.kept(case) is None
    assert (await archiving.room.effects(case))["case/archive/1"] == "awaiting"
    await archiving.room.as_owner(
        text("UPDATE effect SET state = 'answered', try_after = NULL WHERE kind = 'issue_result'")
    )
    await archiving.archive(case)
    assert await archiving.archived_at(case) is not None


# --- crashes and secrecy -------------------------------------------------------------------------------


@pytest.mark.parametrize("how", [dies_before, dies_after])
async def test_a_case_is_archived_once_wherever_the_process_dies(
    archiving: ArchivingRoom, monkeypatch: pytest.MonkeyPatch, how: Any
) -> None:
    case = await archiving.ended_case()
    await archiving.room.move_time(AFTER_THE_LIMIT)
    await crash(archiving.room, monkeypatch, case, place=archive_room, name="keep_package", how=how)
    await archiving.room.look_until_done(case)
    kept, files = await archiving.package_of(case)
    assert (kept.version, kept.complete, problems_of(files)) == (1, True, [])
    assert (await archiving.room.events(case)).count("CASE_ARCHIVED") == 1
    assert set((await archiving.room.effects(case)).values()) == {"answered"}


async def test_a_package_that_cannot_be_read_back_is_not_kept_and_made_again(
    archiving: ArchivingRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = await archiving.ended_case()
    keep = archiving.files.keep

    async def spoil(ciphertext: bytes) -> str:
        return await keep(ciphertext[:-1])

    with monkeypatch.context() as spoiling:
        spoiling.setattr(archiving.files, "keep", spoil)
        await archiving.archive(case)
    assert await archiving.kept(case) is None
    await archiving.archive(case)
    assert await archiving.archived_at(case) is not None


async def test_the_package_lies_encrypted_and_its_row_has_nothing_personal(archiving: ArchivingRoom) -> None:
    case = await archiving.ended_case()
    await archiving.archive(case)
    [path] = await archiving.stored()
    lying = bytes(archiving.objects.get(path).bytes())
    assert lying[:2] != b"PK"
    assert PHOTO not in lying
    kept = await archiving.kept(case)
    assert kept is not None
    assert not {"李小雨", "A-17"} & set(json.dumps(kept.manifest, ensure_ascii=False).split('"'))


async def test_destroying_the_key_of_the_case_destroys_its_package(archiving: ArchivingRoom) -> None:
    case = await archiving.ended_case()
    await archiving.archive(case)
    await archiving.room.as_owner(text("DELETE FROM case_key WHERE case_id = :id"), id=case.id)
    with pytest.raises(CaseErased):
        await archiving.package_of(case)


async def test_an_erased_case_cannot_be_archived_and_somebody_is_told(archiving: ArchivingRoom) -> None:
    case = await archiving.ended_case()
    await archiving.room.as_owner(text("DELETE FROM case_key WHERE case_id = :id"), id=case.id)
    await archiving.archive(case)
    assert [each["reason"] for each in await archiving.incidents(case)] == ["case_erased"]
    assert await archiving.kept(case) is None
