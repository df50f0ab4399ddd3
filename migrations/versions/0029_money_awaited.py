"""Money that a step waits for."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

READER, ENGINE = "onematter_reader", "onematter_engine"
VISIBLE_CASE = "EXISTS (SELECT 1 FROM matter_case c WHERE c.id = case_id)"
PERSONAL = f"app_role() <> 'administrator' AND {VISIBLE_CASE}"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    create_expected_money()
    protect("expected_money", PERSONAL)


def protect(table: str, rule: str) -> None:
    """`rule`: which rows a reader sees."""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY engine ON {table} TO {ENGINE} USING (true) WITH CHECK (true)")
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {ENGINE}")
    op.execute(f"CREATE POLICY reader ON {table} FOR SELECT TO {READER} USING ({rule})")
    op.execute(f"GRANT SELECT ON {table} TO {READER}")


def create_expected_money() -> None:
    op.create_table(
        "expected_money",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("effect_key", sa.Text(), nullable=False),
        sa.Column("item_key", sa.Text(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("arrived_fen", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.Text(), server_default="awaited", nullable=False),
        sa.Column("transaction_no", sa.Text(), nullable=True),
        sa.Column("expected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('awaited', 'arrived', 'differs', 'accepted', 'returned', 'closed')",
            name=op.f("ck_expected_money_state"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["matter_case.id"], name=op.f("fk_expected_money_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expected_money")),
        sa.UniqueConstraint("effect_key", name=op.f("uq_expected_money_effect_key")),
        sa.UniqueConstraint("transaction_no", name=op.f("uq_expected_money_transaction_no")),
    )
    op.create_index(op.f("ix_expected_money_case_id"), "expected_money", ["case_id"], unique=False)
