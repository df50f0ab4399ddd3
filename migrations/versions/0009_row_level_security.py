"""Row-level security: the second wall behind the access policy.

The reader sees what the identity of its transaction may see; the engine sees all. FORCE makes the
policies hold for the owner of the tables too, so a data migration sets the engine's role first.
"""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

READER, ENGINE = "onematter_reader", "onematter_engine"

# Without rows of a person: everybody who reached the database may read them.
OPEN_TABLES = (
    "installation", "region", "department", "responsibility", "officer", "plan", "definition",
    "matter_in_force", "calendar_year", "work_calendar", "daily_root", "retention",
)  # fmt: skip
ENGINE_ONLY = (
    "session", "login_attempt", "attempt_window", "idempotency_key", "uniqueness", "connector", "callback",
)  # fmt: skip

VISIBLE_CASE = "EXISTS (SELECT 1 FROM matter_case c WHERE c.id = case_id)"
NOT_ADMINISTRATOR = "app_role() <> 'administrator'"
OFFICE = "app_role() IN ('supervisor', 'administrator')"
OWN_TASKS = """CASE app_role()
    WHEN 'officer' THEN department = app_department()
    WHEN 'window' THEN starts_with(region, app_region())
    WHEN 'supervisor' THEN starts_with(region, app_region())
    WHEN 'administrator' THEN true ELSE false END"""

# Part of a case without personal data; an administrator may read it.
OF_A_CASE = ("case_item", "case_event", "effect", "urge", "rating", "rating_ticket")
# Part of a case with what people wrote, or their numbers and papers.
PERSONAL = ("case_key", "case_form", "case_text", "case_material", "payment", "parcel", "document")

POLICIES = {
    "matter_case": "case_is_visible(parties, departments, region, regions)",
    **dict.fromkeys(OF_A_CASE, VISIBLE_CASE),
    **dict.fromkeys(PERSONAL, f"{NOT_ADMINISTRATOR} AND {VISIBLE_CASE}"),
    "task": OWN_TASKS,
    "incident": f"{VISIBLE_CASE} OR (case_id IS NULL AND {OFFICE}"
    " AND (region IS NULL OR app_role() = 'administrator' OR starts_with(region, app_region())))",
    "person": "may_see_person(id)",
    "person_key": "may_see_person(person_id)",
    "application": "app_person() IN (owner, on_behalf_of)",
    "application_material": "EXISTS (SELECT 1 FROM application a WHERE a.id = application_id)",
    "consent": "person_id = app_person() OR EXISTS (SELECT 1 FROM application a WHERE a.id = application_id)",
    "stored_file": "owner = app_person()"
    " OR EXISTS (SELECT 1 FROM case_material m WHERE m.file_id = stored_file.id)",
    "message": "person_id = app_person()",
    "reconciliation": OFFICE,
    "access_log": f"person_id = app_person() OR (app_person() IS NOT NULL AND {VISIBLE_CASE})",
}

# Both look past the reader's rows (as the engine, their owner): the index on parties cannot be used
# behind a policy, and a person is visible through any visible case.
THROUGH_CASES = """
CREATE FUNCTION may_see_person(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT wanted = app_person() OR (
        app_role() IN ('officer', 'window', 'supervisor') AND EXISTS (
            SELECT 1 FROM matter_case c WHERE c.parties @> ARRAY[wanted]
            AND case_is_visible(c.parties, c.departments, c.region, c.regions)))
$$;
CREATE FUNCTION my_case_ids() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT id FROM matter_case WHERE parties @> ARRAY[app_person()]
$$
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    grant()
    op.execute(THROUGH_CASES)
    own_by_engine("may_see_person(uuid)", "my_case_ids()")
    for table in (*POLICIES, *ENGINE_ONLY):
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY engine ON {table} TO {ENGINE} USING (true) WITH CHECK (true)")
    for table, rule in POLICIES.items():
        op.execute(f"CREATE POLICY reader ON {table} FOR SELECT TO {READER} USING ({rule})")
    op.execute(f"CREATE POLICY reader_notes ON access_log FOR INSERT TO {READER} WITH CHECK (true)")


def grant() -> None:
    op.execute(f"GRANT SELECT ON {', '.join((*OPEN_TABLES, *POLICIES))} TO {READER}")
    op.execute(f"GRANT INSERT ON access_log TO {READER}")
    everything = ", ".join((*OPEN_TABLES, *POLICIES, *ENGINE_ONLY))
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {everything} TO {ENGINE}")
    op.execute(f"REVOKE UPDATE, DELETE ON case_event, daily_root, plan, access_log FROM {ENGINE}")
    op.execute(f"REVOKE DELETE ON installation, matter_case FROM {ENGINE}")
    op.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {ENGINE}")


def own_by_engine(*functions: str) -> None:
    """A new owner needs CREATE on the schema, but only for this moment."""
    op.execute(f"GRANT CREATE ON SCHEMA public TO {ENGINE}")
    for function in functions:
        op.execute(f"ALTER FUNCTION {function} OWNER TO {ENGINE}")
        op.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {function} TO {READER}")
    op.execute(f"REVOKE CREATE ON SCHEMA public FROM {ENGINE}")
