"""An engine whose worker has a store of files to archive into, and a case that may be archived."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from obstore.store import MemoryStore
from sqlalchemy import text

from clocks.clock import Limit
from database.session import ENGINE, transaction
from documents.archiving.verify import read_zip
from engine.archive import KeptPackage, find_package
from engine.case_change import CaseChange
from engine.change import read_case
from files.receive import Received
from files.store import FileStore
from forms.form_plan import MaterialPlan, Need
from matter_definitions.plan import PaperPlan, Plan, ResultPlan
from tests.engine_room import FORM, Room, both, item, plan_of, step

PHOTO = b"\xff\xd8 a photograph of Li Xiaoyu"
TEN_DAYS = Limit(10, "working_day")
AFTER_THE_LIMIT = timedelta(days=30)
CARD = replace(
    item(
        "card",
        step("review", "approval", decides=True),
        step("paper", "issue_result", "review", result="card"),
    ),
    results=(ResultPlan("card", both("library card"), "generic_result", number_key="card.number"),),
)
PLAN = replace(
    plan_of(CARD),
    archive_after=TEN_DAYS,
    form=replace(FORM, materials=(MaterialPlan("photo", "card", both("photo"), (Need("card"),)),)),
    papers=(
        PaperPlan("SUBMITTED_BY_APPLICANT", "submission_receipt", both("receipt")),
        PaperPlan("CASE_COMPLETED", "completion_notice", both("completed")),
    ),
)


@dataclass
class ArchivingRoom:
    """An engine whose worker has a store of files, and a press that draws anything."""

    room: Room
    files: FileStore
    objects: MemoryStore
    has_press: bool = True

    async def ended_case(self, plan: Plan = PLAN, *, photo: bool = True) -> CaseChange:
        case = await self.room.submit(plan, number="A-17")
        if photo:
            await self.hand_in(case, PHOTO)
        await self.room.look_until_done(case)
        await self.room.decide(case, "review", "grant")
        await self.room.look_until_done(case)
        assert await self.room.standing(case) == "completed"
        return case

    async def hand_in(self, case: CaseChange, content: bytes) -> UUID:
        received = Received(content, sha256(content).hexdigest(), len(content), "image/jpeg", "photo.jpg")
        sealed = await self.files.release(await self.files.put(received, file_id=uuid4()))
        row = {name: getattr(sealed, name) for name in sealed.__slots__}
        await self.room.as_owner(
            text("""
                INSERT INTO stored_file (id, owner, sha256, size, media_type, name, storage_key, scan,
                    wrapped_key, kid)
                VALUES (:id, :owner, :sha256, :size, :media_type, :name, :storage_key, :scan,
                    :wrapped_key, :kid)
            """),
            **row,
            owner=self.room.applicant,
        )
        await self.room.as_owner(
            text("""
                INSERT INTO case_material (id, case_id, material, version, file_id, source)
                SELECT :id, :case, 'photo', count(*) + 1, :file, 'upload' FROM case_material
                WHERE case_id = :case
            """),
            id=uuid4(),
            case=case.id,
            file=sealed.id,
        )
        return sealed.id

    async def archive(self, case: CaseChange) -> None:
        """The limit passes."""
        await self.room.move_time(AFTER_THE_LIMIT)
        await self.room.look_until_done(case)

    async def kept(self, case: CaseChange) -> KeptPackage | None:
        async with transaction(self.room.context.database, ENGINE) as connection:
            return await find_package(connection, case.id)

    async def package_of(self, case: CaseChange) -> tuple[KeptPackage, dict[str, bytes]]:
        kept = await self.kept(case)
        assert kept is not None
        async with read_case(self.room.context, case.id) as read:
            content = read.box.open_archive(await self.files.fetch(kept.storage_key))
        assert sha256(content).hexdigest() == kept.sha256
        return kept, read_zip(content)

    async def stored(self) -> list[str]:
        listed = [each for batch in self.objects.list() for each in batch]
        return sorted(each["path"] for each in listed if each["path"].startswith("kept/"))

    async def archived_at(self, case: CaseChange) -> object:
        async with read_case(self.room.context, case.id) as read:
            return read.state.archived_at

    async def incidents(self, case: CaseChange) -> list[Mapping[str, Any]]:
        """Those of the archive that are open."""
        query = """
            SELECT id, reason, detail FROM incident
            WHERE case_id = :id AND kind = 'archive' AND state = 'open'
        """
        return await self.room.rows(query, id=case.id)
