"""The two roles of row-level security, and how a transaction tells who it is for.

`database.session.transaction` sets app.person, app.role, app.department and app.region for one
transaction; policies read them through the functions made here. They are plain SQL and not strict, so
that PostgreSQL writes them into the query instead of calling them.
"""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ROLES = ("onematter_reader", "onematter_engine")

# Roles belong to the cluster: another database of the same cluster may have made them already, or is
# making them at this moment.
CREATE_ROLE = """
DO $$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{role}') THEN
        CREATE ROLE {role} NOLOGIN NOBYPASSRLS NOINHERIT;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$
"""

# A division's own digits: whole levels of zeros go (province 2, city 4, county 6, town 9, village 12).
# Single zeros stay: 330110000000 is 330110, not 33011, which would also be 330111.
REGION_PREFIX = """
CREATE FUNCTION region_prefix(code text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN code = '' THEN NULL
        WHEN code = '000000000000' THEN ''
        WHEN right(code, 10) = '0000000000' THEN left(code, 2)
        WHEN right(code, 8) = '00000000' THEN left(code, 4)
        WHEN right(code, 6) = '000000' THEN left(code, 6)
        WHEN right(code, 3) = '000' THEN left(code, 9)
        ELSE code
    END
$$
"""

IDENTITY = """
CREATE FUNCTION app_person() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT nullif(current_setting('app.person', true), '')::uuid $$;
CREATE FUNCTION app_role() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT coalesce(current_setting('app.role', true), '') $$;
CREATE FUNCTION app_department() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT nullif(current_setting('app.department', true), '') $$;
CREATE FUNCTION app_region() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT region_prefix(current_setting('app.region', true)) $$
"""

# No subquery inside: PostgreSQL writes a function into the query only without one.
CASE_IS_VISIBLE = """
CREATE FUNCTION case_is_visible(parties uuid[], departments text[], region text, regions text[])
RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT app_person() = ANY (parties)
        OR CASE app_role()
            WHEN 'officer' THEN app_department() = ANY (departments)
            WHEN 'window' THEN starts_with(region, app_region())
            WHEN 'supervisor' THEN
                strpos(' ' || array_to_string(regions, ' '), ' ' || app_region()) > 0
            WHEN 'administrator' THEN true
            ELSE false
        END
$$
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for role in ROLES:
        op.execute(CREATE_ROLE.format(role=role))
        op.execute(f"GRANT {role} TO CURRENT_USER")
        op.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
    op.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    op.execute(REGION_PREFIX)
    op.execute(IDENTITY)
    op.execute(CASE_IS_VISIBLE)
