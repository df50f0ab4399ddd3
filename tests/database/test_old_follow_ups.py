"""Follow-ups that were there before tickets had a life of their own become tickets with a number."""

from uuid import uuid4

from alembic import command
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool

from database.migrate import alembic_config

CASE = text("""
    INSERT INTO matter_case (id, case_no, plan, matter, region, channel, applicant, parties, departments,
        regions, doc, standing, submitted_at, password_hash)
    OVERRIDING SYSTEM VALUE
    VALUES (1, '33010620260302000000018', 'plan', 'library-card', '330106000000', 'web', :mother,
        ARRAY[:mother], '{}', '{}', '{}', 'completed', now(), '')
""")
RATING = text("""
    INSERT INTO rating (id, case_id, item_key, node, score, person, created_at)
    VALUES (:id, 1, :item, 'item_end', 1, :mother, now())
""")
TICKET = text("""
    INSERT INTO rating_ticket (id, rating_id, case_id, department, region, state, due_at, opened_at)
    VALUES (gen_random_uuid(), :id, 1, 'police@330106000000', '330106000000', :state, now(), :at)
""")
TASK = text("""
    INSERT INTO task (id, case_id, case_no, matter, item_key, step, kind, title_zh, title_en, department,
        region, opened_at)
    VALUES (gen_random_uuid(), 1, '33010620260302000000018', 'library-card', 'a', 'follow_up:' || :id,
        'follow_up', '', '', 'police@330106000000', '330106000000', now())
""")
FOUND = text("""
    SELECT t.number, t.standing, t.outcome, t.author, k.state FROM ticket t
    JOIN task k ON k.step = 'follow_up:' || t.number ORDER BY t.number
""")


def test_each_follow_up_keeps_its_task_and_its_state(database) -> None:
    url = make_url(database.owner_url)
    server = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    name = f"{database.name}_old"
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    old = url.set(database=name).render_as_string(hide_password=False)
    engine, mother = create_engine(old, poolclass=NullPool), uuid4()
    try:
        command.upgrade(alembic_config(old), "0022")
        with engine.begin() as connection:
            connection.execute(text("SET LOCAL session_replication_role = replica"))  # these rows are enough
            connection.execute(CASE, {"mother": mother})
            for item, state, day in (("a", "closed", "2026-03-02"), ("b", "new", "2026-03-03")):
                rating = uuid4()
                connection.execute(RATING, {"id": rating, "item": item, "mother": mother})
                connection.execute(TICKET, {"id": rating, "state": state, "at": day})
                connection.execute(TASK, {"id": str(rating)})
        command.upgrade(alembic_config(old), "0023")
        with engine.connect() as connection:
            found = [tuple(row) for row in connection.execute(FOUND)]
    finally:
        engine.dispose()
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        server.dispose()

    case = "33010620260302000000018"
    assert found == [
        (f"{case}-T01", "closed", "final", mother, "open"),
        (f"{case}-T02", "new", None, mother, "open"),
    ]
