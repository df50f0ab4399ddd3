"""What an officer opens on purpose: one number in full, one file. Each with a trace for the applicant."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import text

from access.act import Act
from casework.access_records import record_access
from casework.case_reading import ReadCase, read_case
from casework.finding import find_task
from casework.outside import Outside
from casework.produced_materials import Produced, produced_materials, read_produced
from casework.task_form import LATEST_MATERIALS, department_view_of
from engine.case_box import CaseErased
from files.names import download_headers
from files.store import SealedFile
from forms.form_plan import Text
from refusals import NotNow, Unknown

_FILE = text("""
    SELECT f.id, f.sha256, f.size, f.media_type, f.name, f.storage_key, f.scan, f.wrapped_key, f.kid
    FROM stored_file f WHERE f.id = :id
""")


class NotScannedYet(NotNow):
    type = "not-scanned-yet"
    title = Text(
        zh="该文件正在进行安全检查，请稍后再打开", en="This file is still being checked; try again later"
    )


@dataclass(frozen=True, slots=True)
class UnmaskedField:
    key: str
    value: Any


async def unmask_field(act: Act, task_id: UUID, key: str, *, reason: str) -> UnmaskedField:
    """One value whole; the applicant will see who looked and why. Raises Unknown (404)."""
    task = await find_task(act, task_id, action="task.read")
    case = await read_case(act, task.case_id)
    if not department_view_of(case, task).shows(key) or key not in case.values:
        raise Unknown
    await record_access(
        act,
        "field_unmasked",
        case_id=task.case_id,
        person_id=case.row.applicant,
        fields=[key],
        reason=reason,
    )
    return UnmaskedField(key, case.values[key])


@dataclass(frozen=True, slots=True)
class OpenedMaterial:
    content: bytes = field(repr=False)
    headers: dict[str, str]


async def open_task_material(act: Act, outside: Outside, task_id: UUID, material: str) -> OpenedMaterial:
    """The latest version of a material of this department's view; the paper where another item made it.

    Raises Unknown (404) and NotScannedYet (409).
    """
    task = await find_task(act, task_id, action="task.read")
    case = await read_case(act, task.case_id)
    view = department_view_of(case, task)
    if not view.shows_material(material):
        raise Unknown
    made = await produced_materials(act, case, view)
    found = next((each for each in made if each.key == material and each.document), None)
    if found is not None:
        return await _open_result(act, case, found)
    rows = (await act.connection.execute(LATEST_MATERIALS, {"case": task.case_id})).all()
    row = next((each for each in rows if each.material == material and each.file_id), None)
    file = (await act.connection.execute(_FILE, {"id": row.file_id})).one_or_none() if row else None
    if file is None or file.scan == "refused":
        raise Unknown
    if file.scan != "clean":
        raise NotScannedYet
    await record_access(
        act, "material_opened", case_id=task.case_id, person_id=case.row.applicant, fields=[material]
    )
    sealed = SealedFile(*file)
    content = await outside.files.open(sealed)
    headers = download_headers(outside.files.name_of(sealed), media_type=sealed.media_type)
    return OpenedMaterial(content, headers)


async def _open_result(act: Act, case: ReadCase, made: Produced) -> OpenedMaterial:
    try:
        content = await read_produced(act, case, made)
    except CaseErased as error:
        raise Unknown from error
    if content is None:
        raise Unknown
    await record_access(
        act, "material_opened", case_id=case.row.id, person_id=case.row.applicant, fields=[made.key]
    )
    headers = download_headers(f"{made.plan.title.zh}.pdf", media_type="application/pdf")
    return OpenedMaterial(content, headers)
