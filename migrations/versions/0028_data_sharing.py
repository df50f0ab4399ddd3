"""Who has to supply which data element, how fresh and how fast, and what was supplied."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

READER, ENGINE = "onematter_reader", "onematter_engine"
SUPERVISION = "app_role() IN ('administrator', 'supervisor')"
OLD_KINDS = (
    "exhausted", "nonsense", "stuck", "overpaid", "reconciliation", "second_demand", "delivery", "archive",
    "calendar", "built_on_revoked",
)  # fmt: skip


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    create_promise()
    create_supply()
    create_shortfall()
    for table in ("data_promise", "data_supply", "data_shortfall"):
        protect(table)
    kinds = ", ".join(f"'{kind}'" for kind in (*OLD_KINDS, "data_sharing"))
    op.drop_constraint(op.f("ck_incident_kind"), "incident", type_="check")
    op.create_check_constraint(op.f("ck_incident_kind"), "incident", f"kind IN ({kinds})")


def protect(table: str) -> None:
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY engine ON {table} TO {ENGINE} USING (true) WITH CHECK (true)")
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {ENGINE}")
    op.execute(f"CREATE POLICY reader ON {table} FOR SELECT TO {READER} USING ({SUPERVISION})")
    op.execute(f"GRANT SELECT ON {table} TO {READER}")


def texts(name: str, *, default: bool = False) -> sa.Column[list[str]]:
    return sa.Column(
        name,
        postgresql.ARRAY(sa.Text()),
        server_default=sa.text("'{}'") if default else None,
        nullable=False,
    )


def create_promise() -> None:
    op.create_table(
        "data_promise",
        sa.Column("connector", sa.Text(), nullable=False),
        sa.Column("call", sa.Text(), nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("supplier", sa.Text(), nullable=False),
        texts("receivers", default=True),
        sa.Column("fresh_days", sa.Integer(), nullable=True),
        sa.Column("answer_within", sa.Integer(), nullable=False),
        sa.Column("found_percent", sa.Integer(), nullable=False),
        sa.Column("basis_zh", sa.Text(), nullable=False),
        sa.Column("basis_en", sa.Text(), nullable=False),
        sa.Column("in_force", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("connector", "call", "element", name=op.f("pk_data_promise")),
    )


def create_supply() -> None:
    op.create_table(
        "data_supply",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("connector", sa.Text(), nullable=False),
        sa.Column("call", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        texts("elements"),
        texts("lacking"),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=True),
        sa.Column("data_of", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('found', 'empty', 'later', 'unanswered')", name=op.f("ck_data_supply_outcome")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_supply")),
    )
    op.create_index("ix_data_supply_at", "data_supply", ["at"])


def create_shortfall() -> None:
    op.create_table(
        "data_shortfall",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("connector", sa.Text(), nullable=False),
        sa.Column("call", sa.Text(), nullable=False),
        sa.Column("supplier", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        texts("elements"),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("reason IN ('late', 'empty', 'old')", name=op.f("ck_data_shortfall_reason")),
        sa.PrimaryKeyConstraint(
            "day", "connector", "call", "supplier", "region", "reason", name=op.f("pk_data_shortfall")
        ),
    )
