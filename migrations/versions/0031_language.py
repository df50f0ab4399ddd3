"""Chains of matters and merged results."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

READER, ENGINE = "onematter_reader", "onematter_engine"
VISIBLE_PAPER = "EXISTS (SELECT 1 FROM document d WHERE d.id = document_id)"
STATES = ("drawn", "valid", "expired", "revoked", "replaced", "suspended")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("application", sa.Column("after_case", sa.BigInteger(), nullable=True))
    op.create_foreign_key(
        op.f("fk_application_after_case"), "application", "matter_case", ["after_case"], ["id"]
    )
    op.create_index(
        op.f("ix_application_after_case"),
        "application",
        ["after_case"],
        postgresql_where=sa.text("after_case IS NOT NULL"),
    )
    listed = ", ".join(f"'{word}'" for word in STATES)
    op.drop_constraint(op.f("ck_document_state"), "document", type_="check")
    op.create_check_constraint(op.f("ck_document_state"), "document", f"state IN ({listed})")
    create_document_part()
    protect("document_part", VISIBLE_PAPER)


def protect(table: str, rule: str) -> None:
    """`rule`: which rows a reader sees."""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY engine ON {table} TO {ENGINE} USING (true) WITH CHECK (true)")
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {ENGINE}")
    op.execute(f"CREATE POLICY reader ON {table} FOR SELECT TO {READER} USING ({rule})")
    op.execute(f"GRANT SELECT ON {table} TO {READER}")


def create_document_part() -> None:
    op.create_table(
        "document_part",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("part_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["matter_case.id"], name=op.f("fk_document_part_case_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_document_part_document_id")),
        sa.ForeignKeyConstraint(["part_id"], ["document.id"], name=op.f("fk_document_part_part_id")),
        sa.PrimaryKeyConstraint("document_id", "position", name=op.f("pk_document_part")),
    )
    op.create_index(op.f("ix_document_part_part_id"), "document_part", ["part_id"], unique=False)
    op.create_index(op.f("ix_document_part_case_id"), "document_part", ["case_id"], unique=False)
