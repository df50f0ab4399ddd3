"""Who is recorded as dead: nothing is begun in his name any more."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

ENGINE = "onematter_engine"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "death",
        sa.Column("number_hash", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("item_key", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["matter_case.id"], name=op.f("fk_death_case_id")),
        sa.PrimaryKeyConstraint("number_hash", name=op.f("pk_death")),
    )
    op.create_index(op.f("ix_death_case_id"), "death", ["case_id"])
    op.execute("ALTER TABLE death ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE death FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY engine ON death TO {ENGINE} USING (true) WITH CHECK (true)")
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON death TO {ENGINE}")
