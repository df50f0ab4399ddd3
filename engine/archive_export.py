"""The package of an archived case, for the command line: read from the store, decrypted, compared."""

import asyncio
from hashlib import sha256
from uuid import uuid4

from sqlalchemy import text

from database.connection import Connection
from database.session import ENGINE, make_engine, transaction
from engine.archive import find_package
from engine.case_box import CaseBox, CaseErased
from engine.context import open_context
from files.opening import open_store
from files.refusals import FileGone
from files.store import FileStore
from settings import MasterKeys, Settings

_CASE = text("""
    SELECT c.id, c.applicant, k.wrapped, k.kid FROM matter_case c LEFT JOIN case_key k ON k.case_id = c.id
    WHERE c.case_no = :case_no
""")
# The applicant sees that the whole record left the house, and when.
_TRACE = text("""
    INSERT INTO access_log (id, actor, actor_kind, case_id, purpose, route, fields, person_id)
    VALUES (:id, NULL, 'operator', :case, 'document_opened: archive export', 'document_opened', '{}', :person)
""")


class NoPackage(Exception):
    """There is nothing to export; the text is for the person at the terminal."""


def export_package(settings: Settings, case_no: str) -> bytes:
    """The zip; raises NoPackage."""
    return asyncio.run(_export(settings, case_no))


async def _export(settings: Settings, case_no: str) -> bytes:
    keys = settings.master_keys
    context = open_context(make_engine(settings.database_url, pool_size=1), keys=keys)
    try:
        async with transaction(context.database, ENGINE) as connection:
            return await read_package(connection, case_no, keys=keys, files=open_store(settings, keys=keys))
    finally:
        await context.database.dispose()


async def read_package(connection: Connection, case_no: str, *, keys: MasterKeys, files: FileStore) -> bytes:
    """As the engine, with a trace for the applicant; raises NoPackage."""
    case = (await connection.execute(_CASE, {"case_no": case_no})).one_or_none()
    kept = await find_package(connection, case.id) if case else None
    if case is None or kept is None:
        raise NoPackage(f"{case_no}: no package / 没有归档包")
    box = CaseBox.of(keys, case.id, wrapped=case.wrapped, kid=case.kid)
    try:
        content = box.open_archive(await files.fetch(kept.storage_key))
    except (CaseErased, FileGone) as error:
        raise NoPackage(f"{case_no}: the package was destroyed / 归档包已销毁") from error
    if sha256(content).hexdigest() != kept.sha256:
        raise NoPackage(f"{case_no}: the package is not the one that was kept / 归档包与登记不符")
    await connection.execute(_TRACE, {"id": uuid4(), "case": case.id, "person": case.applicant})
    return content
