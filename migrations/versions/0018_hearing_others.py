"""What is published, and what others object to."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

READER, ENGINE = "onematter_reader", "onematter_engine"
VISIBLE_CASE = "EXISTS (SELECT 1 FROM matter_case c WHERE c.id = case_id)"
# The applicant learns what came of an objection, not who made it.
OBJECTED = (
    f"person_id = app_person() OR (app_role() IN ('officer', 'window', 'supervisor') AND {VISIBLE_CASE})"
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    create_publicity()
    create_objection()
    protect("publicity", "true")  # its texts are made for everybody, with names masked
    protect("objection", OBJECTED)


def protect(table: str, rule: str | None) -> None:
    """`rule`: which rows a reader sees; None: the table is the engine's alone."""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY engine ON {table} TO {ENGINE} USING (true) WITH CHECK (true)")
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {ENGINE}")
    if rule is not None:
        op.execute(f"CREATE POLICY reader ON {table} FOR SELECT TO {READER} USING ({rule})")
        op.execute(f"GRANT SELECT ON {table} TO {READER}")


def create_publicity() -> None:
    op.create_table(
        "publicity",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("item_key", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("text_zh", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.CheckConstraint("state IN ('open', 'ended', 'withdrawn')", name=op.f("ck_publicity_state")),
        sa.ForeignKeyConstraint(["case_id"], ["matter_case.id"], name=op.f("fk_publicity_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publicity")),
    )
    op.create_index(op.f("ix_publicity_case_id"), "publicity", ["case_id"], unique=False)
    op.create_index(
        "ix_publicity_open",
        "publicity",
        ["ends_at", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'open'"),
    )


def create_objection() -> None:
    op.create_table(
        "objection",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("publicity_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("text_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("outcome IN ('upheld', 'dismissed')", name=op.f("ck_objection_outcome")),
        sa.ForeignKeyConstraint(["case_id"], ["matter_case.id"], name=op.f("fk_objection_case_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_objection_person_id")),
        sa.ForeignKeyConstraint(["publicity_id"], ["publicity.id"], name=op.f("fk_objection_publicity_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
    )
    op.create_index(op.f("ix_objection_case_id"), "objection", ["case_id"], unique=False)
    op.create_index(op.f("ix_objection_person_id"), "objection", ["person_id"], unique=False)
    op.create_index(op.f("ix_objection_publicity_id"), "objection", ["publicity_id"], unique=False)
