"""The archive package of a case that is over: made, laid down, read back and checked."""

import asyncio
from collections.abc import Callable, Sequence

from activities.archive_files import contents_of, name_of
from activities.handler import Job, Recorded
from documents.archiving.package import Package, build_package
from documents.archiving.verify import problems_of, read_zip
from engine.archive import NOT_OVER, NewPackage, give_up_archive, keep_package
from engine.archive_rows import ArchiveRows, is_still_at_work, read_archive_rows
from engine.carrying import Later, case_of
from engine.case_box import CaseBox, CaseErased
from engine.change import read_case
from engine.context import EngineContext
from engine.outcome import Outcome
from files.refusals import FileGone
from files.store import FileStore
from matter_definitions.bringing import is_archived
from secrecy.envelope import Unreadable


class PackageSpoiled(Exception):
    """What lies in the store is not what was made. It is made again."""


class Archive:
    kind = "archive"

    def __init__(
        self,
        context: EngineContext,
        files: FileStore,
        seal_authority: bytes | None = None,
        *,
        trusted_signers: Callable[[], Sequence[bytes]] = tuple,
    ) -> None:
        """`seal_authority`: the certificate above the seals of papers; `trusted_signers`: those above the
        signatures of people; PEM."""
        self._context = context
        self._files = files
        self._seal_authority = seal_authority
        self._trusted_signers = trusted_signers

    async def carry_out(self, job: Job) -> Outcome | Later | Recorded:
        async with read_case(self._context, case_of(job.effect)) as case:
            if case.state.standing == "open" or is_archived(case.state):
                return Outcome(NOT_OVER)
            if await is_still_at_work(case.connection, case.id):
                return Later(job.effect.key)  # a paper may still be drawn: it is looked at again
            try:
                rows = await read_archive_rows(case)
            except CaseErased:
                rows = None
        if rows is None:
            await give_up_archive(self._context, job.effect, reason="case_erased")
            return Recorded()
        uploads = await self._uploads(rows)
        contents = contents_of(
            case,
            rows,
            uploads=uploads,
            made_at=case.now,
            seal_authority=self._seal_authority,
            signing_authority=b"".join(self._trusted_signers()) or None,
        )
        package = await asyncio.to_thread(build_package, contents)
        storage_key = await self._lay_down(package, case.box)
        made = NewPackage(
            sha256=package.sha256,
            storage_key=storage_key,
            size=len(package.content),
            manifest=package.manifest,
            manifest_sha256=package.manifest_sha256,
            missing=package.missing,
        )
        needless = await keep_package(self._context, job.effect, made)
        if needless is not None:
            await self._files.remove(needless)
        return Recorded()

    async def _uploads(self, rows: ArchiveRows) -> dict[str, bytes]:
        """A file that is gone, or was never found to be clean, is missing; the package will say so."""
        found: dict[str, bytes] = {}
        for each in rows.materials:
            if each.file is not None and each.file.scan == "clean":
                try:
                    found[name_of(each)] = await self._files.open(each.file)
                except (FileGone, Unreadable):
                    continue
        return found

    async def _lay_down(self, package: Package, box: CaseBox) -> str:
        """Gives the storage key; raises PackageSpoiled when it cannot be read back whole."""
        storage_key = await self._files.keep(await asyncio.to_thread(box.seal_archive, package.content))
        read_back = box.open_archive(await self._files.fetch(storage_key))
        found = await asyncio.to_thread(lambda: problems_of(read_zip(read_back), package.manifest_sha256))
        wrong = [each.where for each in found if each.where not in package.missing]
        if read_back != package.content or wrong:
            await self._files.remove(storage_key)
            raise PackageSpoiled(", ".join(wrong))
        return storage_key
