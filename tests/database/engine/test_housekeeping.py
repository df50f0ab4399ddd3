"""What has ended is put away by itself, and nothing else is."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from engine.housekeeping import keep_house
from tests.engine_room import Room

KEPT = timedelta(days=180)
NOW = datetime.now(UTC)


async def count(room: Room, table: str, where: str = "true") -> int:
    return (await room.rows(f"SELECT count(*) AS n FROM {table} WHERE {where}"))[0]["n"]


async def test_ended_sessions_old_windows_and_kept_answers_go(room: Room) -> None:
    session = text(
        "INSERT INTO session (id_hash, subject, assurance, csrf_secret, last_seen_at, expires_at)"
        " VALUES (:id, 's', 'L2', '', :seen, :ends)"
    )
    hour = timedelta(hours=1)
    await room.as_owner(session, id=b"living", seen=NOW, ends=NOW + hour)
    await room.as_owner(session, id=b"over", seen=NOW, ends=NOW - hour)
    await room.as_owner(session, id=b"idle", seen=NOW - hour, ends=NOW + hour)
    window = text("INSERT INTO attempt_window (key, window_start, count) VALUES (:key, :start, 1)")
    await room.as_owner(window, key="old", start=NOW - timedelta(days=2))
    await room.as_owner(window, key="new", start=NOW)
    answer = text(
        "INSERT INTO idempotency_key (actor, route, key, created_at, body_hash)"
        " VALUES ('a', 'r', :key, :at, '')"
    )
    await room.as_owner(answer, key="old", at=NOW - timedelta(hours=25))
    await room.as_owner(answer, key="new", at=NOW)

    await keep_house(room.context, drafts_kept=KEPT)

    assert [row["id_hash"] for row in await room.rows("SELECT id_hash FROM session")] == [b"living"]
    assert [row["key"] for row in await room.rows("SELECT key FROM attempt_window")] == ["new"]
    assert [row["key"] for row in await room.rows("SELECT key FROM idempotency_key")] == ["new"]


async def test_a_draft_that_nobody_touches_is_forgotten_and_its_files_cannot_be_read_any_more(
    room: Room,
) -> None:
    await room.as_owner(text("INSERT INTO plan (name, document, matter, format) VALUES ('p', '{}', 'm', 1)"))
    for days, name in ((200, "old"), (10, "young")):
        at = NOW - timedelta(days=days)
        await room.as_owner(
            text(
                "WITH a AS (INSERT INTO application (id, owner, matter, plan, ciphertext, wrapped_key, kid,"
                " created_at, updated_at)"
                " SELECT gen_random_uuid(), p.id, 'm', 'p', 'x', 'x', 'k', :at, :at"
                " FROM person p LIMIT 1 RETURNING id, owner),"
                " f AS (INSERT INTO stored_file (id, owner, sha256, size, media_type, name, storage_key,"
                " scan, wrapped_key, kid, created_at)"
                " SELECT gen_random_uuid(), owner, '', 1, 'image/png', 'x', :name,"
                " 'clean', 'x', 'k', :at FROM a RETURNING id)"
                " INSERT INTO application_material (id, application_id, material, file_id)"
                " SELECT gen_random_uuid(), a.id, 'm', f.id FROM a, f"
            ),
            at=at,
            name=name,
        )

    removed = await keep_house(room.context, drafts_kept=KEPT)
    again = await keep_house(room.context, drafts_kept=KEPT)

    assert (removed, again) == (("old",), ())
    assert await count(room, "application", "state = 'deleted' AND ciphertext = '' AND wrapped_key = ''") == 1
    assert await count(room, "application_material") == 1
    assert await count(room, "stored_file", "wrapped_key IS NULL") == 1


async def test_partitions_are_kept_ahead(room: Room) -> None:
    await keep_house(room.context, drafts_kept=KEPT)
    name = f"access_log_p{NOW:%Y%m}"
    assert (await room.rows("SELECT to_regclass(:name) IS NOT NULL AS there", name=name))[0]["there"]
