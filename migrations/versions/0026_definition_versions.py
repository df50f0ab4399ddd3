"""Versions of definitions, their history, and from when and where each is in force."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

READER, ENGINE = "onematter_reader", "onematter_engine"
OFFICE = "app_role() IN ('supervisor', 'administrator')"
KINDS = "'matter', 'item', 'element', 'material', 'override'"
STATES = "'draft', 'checked', 'published', 'retired'"

# Of what was published only its end may be written down: that it was retired, and from which day on.
GUARD_DEFINITION = """
CREATE FUNCTION guard_definition() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kept definition := OLD;
BEGIN
    IF OLD.state IN ('draft', 'checked') THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.state = 'retired' AND OLD.state = 'published' THEN
        kept.state := 'retired';
        kept.retired_from := NEW.retired_from;
        IF NEW = kept THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'what was published never changes: % refused', TG_OP USING ERRCODE = 'restrict_violation';
END $$
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    widen_definition()
    create_definition_event()
    widen_matter_in_force()


def widen_definition() -> None:
    op.drop_constraint(op.f("ck_definition_state"), "definition")
    op.create_check_constraint(op.f("ck_definition_state"), "definition", f"state IN ({STATES})")
    op.create_check_constraint(op.f("ck_definition_kind"), "definition", f"kind IN ({KINDS})")
    op.execute("ALTER TABLE definition ALTER COLUMN created_by TYPE uuid USING created_by::uuid")
    for column in (
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("title_zh", sa.Text(), server_default="", nullable=False),
        sa.Column("title_en", sa.Text(), server_default="", nullable=False),
        sa.Column("uses", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("position", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("from_version", sa.Integer(), nullable=True),
        sa.Column("edited_by", sa.Uuid(), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=True),
        sa.Column("retired_from", sa.Date(), nullable=True),
    ):
        op.add_column("definition", column)
    op.create_index("ix_definition_uses", "definition", ["uses"], postgresql_using="gin")
    op.execute(GUARD_DEFINITION)
    op.execute(
        "CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON definition"
        " FOR EACH ROW EXECUTE FUNCTION guard_definition()"
    )


def create_definition_event() -> None:
    op.create_table(
        "definition_event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column(
            "data", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.CheckConstraint(
            "act IN ('created', 'edited', 'checked', 'discarded', 'published', 'republished', 'retired')",
            name=op.f("ck_definition_event_act"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_definition_event")),
    )
    op.create_index("ix_definition_event_code", "definition_event", ["kind", "code", "version"])
    op.create_index(
        "ix_definition_event_catalogue",
        "definition_event",
        ["id"],
        postgresql_where=sa.text("act IN ('published', 'retired')"),
    )
    op.execute("ALTER TABLE definition_event ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE definition_event FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY engine ON definition_event TO {ENGINE} USING (true) WITH CHECK (true)")
    op.execute(f"CREATE POLICY reader ON definition_event FOR SELECT TO {READER} USING ({OFFICE})")
    op.execute(f"GRANT SELECT ON definition_event TO {READER}")
    op.execute(f"GRANT SELECT, INSERT ON definition_event TO {ENGINE}")
    op.execute(
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON definition_event"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def widen_matter_in_force() -> None:
    """A row is a word on a matter, and the latest counts. `plan` NULL: from that day on no new case."""
    op.alter_column("matter_in_force", "plan", nullable=True)
    op.add_column("matter_in_force", sa.Column("version", sa.Integer(), nullable=True))
    op.execute(
        "ALTER TABLE matter_in_force ADD COLUMN sequence bigint NOT NULL GENERATED BY DEFAULT AS IDENTITY"
    )
    op.drop_constraint(op.f("pk_matter_in_force"), "matter_in_force")
    op.create_primary_key(op.f("pk_matter_in_force"), "matter_in_force", ["sequence"])
    op.create_index("ix_matter_in_force_matter", "matter_in_force", ["matter", "effective_from", "sequence"])
