"""The applicant hands in a file for a material of her draft, or takes it back."""

from collections.abc import AsyncIterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import text

from access.act import Act
from casework.draft_in_force import read_draft_in_force
from casework.draft_limits import TooManyFiles, check_room_for_file
from casework.draft_look import look_at
from casework.draft_row import update_draft
from casework.finding import demand_application
from casework.outside import BeginAct, Outside
from casework.save_application import open_draft
from database.session import become_engine
from files.intake import take_in
from files.store import SealedFile
from forms.facts import base_key_of
from forms.form_plan import MaterialPlan, Text
from refusals import Unknown, WrongKind

_INSERT_FILE = text("""
    INSERT INTO stored_file (id, owner, sha256, size, media_type, name, storage_key, scan, wrapped_key, kid,
        created_at)
    VALUES (:id, :owner, :sha256, :size, :media_type, :name, :storage_key, :scan, :wrapped_key, :kid, :now)
""")
_PUT = text("""
    INSERT INTO application_material (id, application_id, material, file_id, created_at)
    VALUES (:id, :application, :material, :file, :now)
    ON CONFLICT (application_id, material)
    DO UPDATE SET file_id = excluded.file_id, created_at = excluded.created_at
""")
_OLD = text("""
    SELECT f.id, f.storage_key FROM application_material m JOIN stored_file f ON f.id = m.file_id
    WHERE m.application_id = :application AND m.material = :material
""")
_FORGET = text("UPDATE stored_file SET wrapped_key = NULL, kid = NULL, name = '' WHERE id = :id")
_REMOVE = text("""
    DELETE FROM application_material WHERE application_id = :application AND material = :material RETURNING id
""")


class MaterialUnknown(Unknown):
    type = "material-unknown"
    title = Text(zh="没有这项材料", en="There is no such material in this matter")


class NotForThisMaterial(WrongKind):
    type = "wrong-kind-for-this-material"
    title = Text(zh="这项材料不接受这种文件", en="This kind of file is not accepted for this material")


@dataclass(frozen=True, slots=True)
class MaterialAdded:
    """`warnings`: what may make the file hard to read, in words; it was taken all the same."""

    material: str
    file_id: UUID
    sha256: str
    size: int
    media_type: str
    warnings: list[Text]


async def add_material(
    acts: BeginAct,
    outside: Outside,
    application_id: UUID,
    material: str,
    *,
    stream: AsyncIterable[bytes],
    name: str,
) -> MaterialAdded:
    """Raises Unknown (404), NotADraft (409), TooManyFiles (413) and the refusals of `files` (413, 415, 422).

    The file is cleaned and stored between two transactions; one that no row names is swept away.
    """
    async with acts() as act:
        await demand_application(act, application_id, action="application.change")
        become_engine(act.connection)
        plan = await _material_plan(act, application_id, material)
        await check_room_for_file(act, application_id, material, size=0)
    sealed, received = await take_in(stream, declared_name=name, store=outside.files, scanner=outside.scanner)
    if received.media_type not in plan.media_types:
        await outside.files.remove(sealed.storage_key)
        raise NotForThisMaterial
    async with acts() as act:
        await demand_application(act, application_id, action="application.change")
        row = await open_draft(act, application_id)
        try:
            await check_room_for_file(act, row.id, material, size=sealed.size)
        except TooManyFiles:
            await outside.files.remove(sealed.storage_key)
            raise
        old = (await act.connection.execute(_OLD, {"application": row.id, "material": material})).first()
        await insert_file(act, sealed, owner=row.owner, now=row.now)
        values = {
            "id": uuid4(), "application": row.id, "material": material, "file": sealed.id, "now": row.now
        }  # fmt: skip
        await act.connection.execute(_PUT, values)
        if old is not None:
            await act.connection.execute(_FORGET, {"id": old.id})
        await update_draft(act, row)
    if old is not None:
        await outside.files.remove(old.storage_key)
    return MaterialAdded(
        material=material,
        file_id=sealed.id,
        sha256=sealed.sha256,
        size=sealed.size,
        media_type=sealed.media_type,
        warnings=[each.text for each in received.warnings],
    )


async def remove_material(act: Act, application_id: UUID, material: str) -> None:
    """Raises Unknown (404, also when there is none) and NotADraft (409)."""
    await demand_application(act, application_id, action="application.change")
    row = await open_draft(act, application_id)
    if not material.isprintable():
        raise MaterialUnknown
    found = await act.connection.execute(_REMOVE, {"application": row.id, "material": material})
    if found.first() is None:
        raise MaterialUnknown
    await update_draft(act, row)


async def insert_file(act: Act, sealed: SealedFile, *, owner: UUID, now: datetime) -> None:
    """The row that a stored file is found by."""
    row = {
        "id": sealed.id,
        "owner": owner,
        "sha256": sealed.sha256,
        "size": sealed.size,
        "media_type": sealed.media_type,
        "name": sealed.name,
        "storage_key": sealed.storage_key,
        "scan": sealed.scan,
        "wrapped_key": sealed.wrapped_key,
        "kid": sealed.kid,
        "now": now,
    }
    await act.connection.execute(_INSERT_FILE, row)


async def _material_plan(act: Act, application_id: UUID, material: str) -> MaterialPlan:
    """A material that the form has, whether it is asked for now or not."""
    seen = await look_at(act, await read_draft_in_force(act, application_id))
    base, _ = base_key_of(material)
    found = next((each for each in seen.plan.form.materials if each.key == base), None)
    asked = {each.key for each in seen.draft.materials}
    if found is None or (material != base and material not in asked):
        raise MaterialUnknown
    return found
