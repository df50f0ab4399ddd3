"""Calendars as drafts, days of single regions, and how far a change has been carried to the cases."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

READER, ENGINE = "onematter_reader", "onematter_engine"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for create in (create_calendar_draft, create_regional_day, create_calendar_publication):
        create()
    for table in ("calendar_draft", "regional_day", "calendar_publication"):
        open_to_all(table)


def open_to_all(table: str) -> None:
    """Nothing in it is about a person."""
    op.execute(f"GRANT SELECT ON {table} TO {READER}")
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {ENGINE}")


def create_calendar_draft() -> None:
    op.create_table(
        "calendar_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("region", sa.Text(), server_default="", nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("days", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("state", sa.Text(), server_default="draft", nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('draft', 'published', 'dropped')", name=op.f("ck_calendar_draft_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_draft")),
    )


def create_regional_day() -> None:
    op.create_table(
        "regional_day",
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("decision_no", sa.Text(), nullable=True),
        sa.Column(
            "published_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.CheckConstraint("kind IN ('off', 'work', 'standstill')", name=op.f("ck_regional_day_kind")),
        sa.PrimaryKeyConstraint("region", "day", name=op.f("pk_regional_day")),
    )


def create_calendar_publication() -> None:
    op.create_table(
        "calendar_publication",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=True),
        sa.Column("region", sa.Text(), server_default="", nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column(
            "published_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("after_case", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("moved", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["calendar_draft.id"], name=op.f("fk_calendar_publication_draft_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_publication")),
    )
    op.create_index(
        "ix_calendar_publication_open",
        "calendar_publication",
        ["published_at"],
        unique=False,
        postgresql_where=sa.text("finished_at IS NULL"),
    )
