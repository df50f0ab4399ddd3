"""Ranks of officers, new kinds of tasks, limits of steps, and what a paper looked like before deciding."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

READER, ENGINE = "onematter_reader", "onematter_engine"

TASK_KINDS = (
    "receipt", "approval", "follow_up", "precheck", "intake", "request", "commitment", "call", "objection",
    "hearing", "visit", "letter",
)  # fmt: skip
INCIDENT_KINDS = (
    "exhausted", "nonsense", "stuck", "overpaid", "reconciliation", "second_demand", "delivery", "archive",
    "calendar",
)  # fmt: skip


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    widen("task", "kind", *TASK_KINDS)
    widen("incident", "kind", *INCIDENT_KINDS)
    widen("document", "state", "drawn", "valid", "expired", "revoked", "replaced")
    add_columns()
    create_paper_preview()
    create_person_flag()
    protect("paper_preview", "EXISTS (SELECT 1 FROM task t WHERE t.id = task_id)")
    protect("person_flag", "may_see_person(person_id)")


def protect(table: str, rule: str | None) -> None:
    """`rule`: which rows a reader sees; None: the table is the engine's alone."""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY engine ON {table} TO {ENGINE} USING (true) WITH CHECK (true)")
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {ENGINE}")
    if rule is not None:
        op.execute(f"CREATE POLICY reader ON {table} FOR SELECT TO {READER} USING ({rule})")
        op.execute(f"GRANT SELECT ON {table} TO {READER}")


def widen(table: str, column: str, *words: str) -> None:
    """The column may hold these words from now on."""
    name, listed = f"ck_{table}_{column}", ", ".join(f"'{word}'" for word in words)
    op.drop_constraint(op.f(name), table, type_="check")
    op.create_check_constraint(op.f(name), table, f"{column} IN ({listed})")


def add_columns() -> None:
    op.add_column(
        "officer", sa.Column("rank", sa.SmallInteger(), server_default=sa.text("1"), nullable=False)
    )
    op.add_column("task", sa.Column("limit_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("matter_case", sa.Column("receive_region", sa.Text(), nullable=True))
    op.add_column("matter_case", sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("case_item", sa.Column("receive_region", sa.Text(), nullable=True))
    op.add_column("case_item", sa.Column("extended_to", sa.DateTime(timezone=True), nullable=True))
    op.add_column("case_item", sa.Column("delivery_due_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("case_item", sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_case_item_delivery_due_at",
        "case_item",
        ["delivery_due_at", "case_id"],
        unique=False,
        postgresql_where=sa.text("delivery_due_at IS NOT NULL AND delivered_at IS NULL"),
    )


def create_paper_preview() -> None:
    op.create_table(
        "paper_preview",
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_paper_preview_officer_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_paper_preview_task_id")),
        sa.PrimaryKeyConstraint("task_id", "officer_id", name=op.f("pk_paper_preview")),
    )


def create_person_flag() -> None:
    op.create_table(
        "person_flag",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("item_key", sa.Text(), nullable=False),
        sa.Column("commitment", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_by", sa.Uuid(), nullable=True),
        sa.Column("countersigned_by", sa.Uuid(), nullable=True),
        sa.Column("from_day", sa.Date(), nullable=True),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('false_promise', 'concealment', 'fraud')", name=op.f("ck_person_flag_kind")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["matter_case.id"], name=op.f("fk_person_flag_case_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_flag_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_flag")),
        sa.UniqueConstraint(
            "case_id",
            "item_key",
            "commitment",
            "kind",
            name=op.f("uq_person_flag_case_id_item_key_commitment_kind"),
        ),
    )
    op.create_index(op.f("ix_person_flag_person_id"), "person_flag", ["person_id"], unique=False)
