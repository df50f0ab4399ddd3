"""The archive package of a case: asked for by an administrator, opened by those who answer for the case.

An administrator sees what belongs to the package, and never what it says.
"""

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Literal

from sqlalchemy import text

from access.act import Act
from access.policy import demand
from casework.access_records import record_access
from casework.acting import changing
from casework.case_reading import read_case
from casework.finding import FoundCase, find_case
from casework.outside import Outside
from engine.archive import KeptPackage, ask_for_archive, find_package, is_under_way
from engine.case_box import CaseErased
from files.names import download_headers
from files.refusals import FileGone
from forms.form_plan import Text
from forms.values.case_number import parent_number, parse_case_number
from refusals import NotNow, NotYours, Unknown

ArchiveState = Literal["none", "under_way", "incomplete", "archived"]

_CASE = text("SELECT id FROM matter_case WHERE case_no = :case_no")
_NOT_THE_LEAD = Text(
    zh="整件档案只供牵头部门查阅", en="The whole record is only for the department that leads the matter"
)


class NotArchived(NotNow):
    type = "not-archived"
    title = Text(zh="本件还没有归档包", en="The case has no archive package yet")


@dataclass(frozen=True, slots=True)
class ArchiveView:
    """`missing`: what belongs to the package and is not there, as "what name", in codes."""

    case_no: str
    state: ArchiveState
    version: int = 0
    made_at: datetime | None = None
    size: int = 0
    sha256: str | None = None
    manifest_sha256: str | None = None
    files: int = 0
    missing: list[str] = field(default_factory=list[str])


@dataclass(frozen=True, slots=True)
class OpenedPackage:
    content: bytes = field(repr=False)
    headers: dict[str, str]


async def archive_case(act: Act, case_no: str) -> ArchiveView:
    """Asks for the package now, without waiting for the limit, or again when something was missing.

    Raises Unknown (404), NotYours (403), NotNow (409: still open, archived already)."""
    number, case_id = await _find(act, case_no)
    async with changing(act, case_id) as case:
        await ask_for_archive(case)
    return ArchiveView(number, "under_way")


async def archive_view(act: Act, case_no: str) -> ArchiveView:
    """Raises Unknown (404), NotYours (403)."""
    number, case_id = await _find(act, case_no)
    kept = await find_package(act.connection, case_id)
    state: ArchiveState = "none" if kept is None else "archived" if kept.complete else "incomplete"
    if await is_under_way(act.connection, case_id):
        state = "under_way"
    return _view(number, kept, state)


async def open_package(act: Act, outside: Outside, case_no: str) -> OpenedPackage:
    """The zip, also one that lacks something: it says so itself. With a trace for the applicant.

    Raises Unknown (404, also when the case was lawfully erased), NotYours (403), NotArchived (409)."""
    found = await find_case(act, case_no, action="case.read_archive")
    case = await read_case(act, found.id)
    _demand_the_lead(act, case.plan.lead_department_kind)
    kept = await find_package(act.connection, found.id)
    if kept is None:
        raise NotArchived
    await _trace(act, found)
    try:
        content = case.box.open_archive(await outside.files.fetch(kept.storage_key))
    except (CaseErased, FileGone) as error:
        raise Unknown from error
    assert sha256(content).hexdigest() == kept.sha256, "the package is not the one that was kept"
    headers = download_headers(f"{found.case_no}.zip", media_type="application/zip")
    return OpenedPackage(content, headers)


async def _find(act: Act, case_no: str) -> tuple[str, int]:
    """An administrator has no part in any case and finds it by its number alone."""
    if act.actor.kind != "administrator":
        found = await find_case(act, case_no, action="case.read_archive")
        return found.case_no, found.id
    demand(act.actor, "case.archive")
    number = parent_number(case_no)
    if parse_case_number(number) is None:
        raise Unknown
    row = (await act.connection.execute(_CASE, {"case_no": number})).one_or_none()
    if row is None:
        raise Unknown
    return number, row.id


def _demand_the_lead(act: Act, kind: str) -> None:
    """A department sees of a case what its own items need; the package has what all of them had."""
    if act.actor.kind == "officer" and (act.actor.department or "").partition("@")[0] != kind:
        raise NotYours(_NOT_THE_LEAD)


async def _trace(act: Act, found: FoundCase) -> None:
    await record_access(
        act, "document_opened", case_id=found.id, person_id=found.applicant, reason="归档包 archive package"
    )


def _view(case_no: str, kept: KeptPackage | None, state: ArchiveState) -> ArchiveView:
    if kept is None:
        return ArchiveView(case_no, state)
    return ArchiveView(
        case_no=case_no,
        state=state,
        version=kept.version,
        made_at=kept.made_at,
        size=kept.size,
        sha256=kept.sha256,
        manifest_sha256=kept.manifest["manifest_sha256"],
        files=len(kept.manifest["files"]),
        missing=kept.missing,
    )
