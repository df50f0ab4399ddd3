"""Somebody acts for somebody else: authorisations, and what the agent may see as long as one holds."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

READER, ENGINE = "onematter_reader", "onematter_engine"

VISIBLE_CASE = "EXISTS (SELECT 1 FROM matter_case c WHERE c.id = case_id)"
STAFF = "app_role() IN ('officer', 'window', 'supervisor')"
# The agent keeps seeing that there was one; what it let him see is another matter (`acts_for`).
MAY_SEE_AUTHORISATION = f"""app_person() IN (principal, agent)
    OR (app_role() = 'window' AND recorded_by::text = current_setting('app.officer', true))
    OR ({STAFF} AND EXISTS (SELECT 1 FROM matter_case c WHERE c.authorisation = authorisation.id))"""  # noqa: S608 - constants

# The functions look past the reader's rows, as the engine. Legal time decides: what ended a moment ago
# shows nothing any more, whatever a process remembers.
IN_FORCE = """a.agent = app_person() AND a.accepted_at IS NOT NULL AND a.ended_at IS NULL
    AND a.begins_at <= now() + i.clock_offset AND now() + i.clock_offset < a.ends_at"""
AGENCY = f"""
CREATE FUNCTION acts_for(wanted uuid, wanted_matter text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM authorisation a CROSS JOIN installation i
        WHERE a.principal = wanted AND {IN_FORCE}
        AND (cardinality(a.matters) = 0 OR wanted_matter = ANY (a.matters)))
$$;
CREATE FUNCTION acts_for_person(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM authorisation a CROSS JOIN installation i WHERE a.principal = wanted AND {IN_FORCE})
$$;
CREATE FUNCTION signs_for(wanted uuid, draft uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM authorisation a CROSS JOIN installation i JOIN application d ON d.id = draft
        WHERE a.principal = wanted AND {IN_FORCE} AND 'sign' = ANY (a.actions)
        AND (cardinality(a.matters) = 0 OR d.matter = ANY (a.matters)))
$$
"""  # noqa: S608 - constants
SEEN_THROUGH_AGENCY = f"""
CREATE OR REPLACE FUNCTION may_see_person(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT wanted = app_person() OR (
        app_role() IN ('officer', 'window', 'supervisor') AND EXISTS (
            SELECT 1 FROM matter_case c WHERE c.parties @> ARRAY[wanted]
            AND case_is_visible(c.parties, c.departments, c.region, c.regions)))
        OR (app_person() IS NOT NULL AND acts_for_person(wanted))
$$;
CREATE OR REPLACE FUNCTION my_case_ids() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT id FROM matter_case WHERE parties @> ARRAY[app_person()]
    UNION
    SELECT c.id FROM authorisation a CROSS JOIN installation i JOIN matter_case c ON c.applicant = a.principal
    WHERE {IN_FORCE} AND (cardinality(a.matters) = 0 OR c.matter = ANY (a.matters))
$$
"""  # noqa: S608 - constants
POLICIES = {
    "matter_case": "case_is_visible(parties, departments, region, regions)"
    " OR (app_person() IS NOT NULL AND acts_for(applicant, matter))",
    "application": "app_person() IN (owner, on_behalf_of)"
    " OR (app_person() IS NOT NULL AND acts_for(owner, matter))",
    "consent": "person_id = app_person() OR EXISTS (SELECT 1 FROM application a WHERE a.id = application_id)"
    " OR (app_person() IS NOT NULL AND signs_for(person_id, application_id))",
    "stored_file": "owner = app_person()"
    " OR EXISTS (SELECT 1 FROM case_material m WHERE m.file_id = stored_file.id)"
    " OR EXISTS (SELECT 1 FROM application_material m WHERE m.file_id = stored_file.id)",
}


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    create_authorisation()
    for table in ("matter_case", "application", "access_log"):
        op.add_column(table, sa.Column("authorisation", sa.Uuid(), nullable=True))
    op.create_index(op.f("ix_matter_case_authorisation"), "matter_case", ["authorisation"], unique=False)
    op.execute(AGENCY)
    own_by_engine("acts_for(uuid, text)", "acts_for_person(uuid)", "signs_for(uuid, uuid)")
    op.execute(SEEN_THROUGH_AGENCY)
    protect("authorisation", MAY_SEE_AUTHORISATION)
    for table, rule in POLICIES.items():
        op.execute(f"ALTER POLICY reader ON {table} USING ({rule})")


def create_authorisation() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "authorisation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), server_default="agent", nullable=False),
        sa.Column("principal", sa.Uuid(), nullable=False),
        sa.Column("agent", sa.Uuid(), nullable=True),
        sa.Column("agent_hash", sa.LargeBinary(), nullable=True),
        sa.Column("matters", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("actions", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("begins_at", moment, nullable=False),
        sa.Column("ends_at", moment, nullable=False),
        sa.Column("assurance", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), server_default="online", nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("evidence", sa.Uuid(), nullable=True),
        sa.Column("evidence_kind", sa.Text(), nullable=True),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=True),
        sa.Column("kid", sa.Text(), nullable=True),
        sa.Column("granted_at", moment, nullable=False),
        sa.Column("accepted_at", moment, nullable=True),
        sa.Column("ended_at", moment, nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.CheckConstraint("kind IN ('agent', 'guardian')", name=op.f("ck_authorisation_kind")),
        sa.CheckConstraint("origin IN ('online', 'window')", name=op.f("ck_authorisation_origin")),
        sa.ForeignKeyConstraint(["principal"], ["person.id"], name=op.f("fk_authorisation_principal")),
        sa.ForeignKeyConstraint(["agent"], ["person.id"], name=op.f("fk_authorisation_agent")),
        sa.ForeignKeyConstraint(["recorded_by"], ["officer.id"], name=op.f("fk_authorisation_recorded_by")),
        sa.ForeignKeyConstraint(["evidence"], ["stored_file.id"], name=op.f("fk_authorisation_evidence")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authorisation")),
    )
    op.create_index(
        op.f("ix_authorisation_principal_agent"), "authorisation", ["principal", "agent"], unique=False
    )
    op.create_index(op.f("ix_authorisation_agent"), "authorisation", ["agent"], unique=False)


def protect(table: str, rule: str) -> None:
    """`rule`: which rows a reader sees."""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY engine ON {table} TO {ENGINE} USING (true) WITH CHECK (true)")
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {ENGINE}")
    op.execute(f"CREATE POLICY reader ON {table} FOR SELECT TO {READER} USING ({rule})")
    op.execute(f"GRANT SELECT ON {table} TO {READER}")


def own_by_engine(*functions: str) -> None:
    """A new owner needs CREATE on the schema, but only for this moment."""
    op.execute(f"GRANT CREATE ON SCHEMA public TO {ENGINE}")
    for function in functions:
        op.execute(f"ALTER FUNCTION {function} OWNER TO {ENGINE}")
        op.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {function} TO {READER}")
    op.execute(f"REVOKE CREATE ON SCHEMA public FROM {ENGINE}")
