"""Agents of companies, which draft a look-up belongs to, and window clerks see what lies on their desks."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

READER, ENGINE = "onematter_reader", "onematter_engine"

# A case may count in one region and have items in another: whoever works on such an item sees the case.
CASE_IS_VISIBLE = """
CREATE OR REPLACE FUNCTION case_is_visible(parties uuid[], departments text[], region text, regions text[])
RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT app_person() = ANY (parties)
        OR CASE app_role()
            WHEN 'officer' THEN app_department() = ANY (departments)
            WHEN 'window' THEN
                strpos(' ' || array_to_string(regions, ' '), ' ' || app_region()) > 0
            WHEN 'supervisor' THEN
                strpos(' ' || array_to_string(regions, ' '), ' ' || app_region()) > 0
            WHEN 'administrator' THEN true
            ELSE false
        END
$$
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute(CASE_IS_VISIBLE)
    op.add_column("access_log", sa.Column("application_id", sa.Uuid(), nullable=True))
    op.create_index(op.f("ix_access_log_application_id"), "access_log", ["application_id"], unique=False)
    create_company_agent()


def create_company_agent() -> None:
    op.create_table(
        "company_agent",
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_company_agent_person_id")),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_company_agent")),
    )
    op.create_index(op.f("ix_company_agent_person_id"), "company_agent", ["person_id"], unique=False)
    op.execute("ALTER TABLE company_agent ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE company_agent FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY engine ON company_agent TO {ENGINE} USING (true) WITH CHECK (true)")
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON company_agent TO {ENGINE}")
