"""What happened to a case and what people said of it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    create_case_event()
    create_daily_root()
    create_uniqueness()
    create_urge()
    create_rating()
    create_rating_ticket()


def create_case_event() -> None:
    op.create_table(
        "case_event",
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=True),
        sa.Column("actor_kind", sa.Text(), nullable=False),
        sa.Column("item_key", sa.Text(), nullable=True),
        sa.Column("step", sa.Text(), nullable=True),
        sa.Column(
            "data", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column(
            "written_by",
            sa.BigInteger(),
            server_default=sa.text("((pg_current_xact_id())::text)::bigint"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "actor_kind IN ('applicant', 'officer', 'supervisor', 'administrator', 'department', 'engine')",
            name=op.f("ck_case_event_actor_kind"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["matter_case.id"], name=op.f("fk_case_event_case_id")),
        sa.PrimaryKeyConstraint("case_id", "number", name=op.f("pk_case_event")),
    )
    op.create_index(
        "ix_case_event_written_by",
        "case_event",
        ["written_by"],
        unique=False,
        postgresql_using="brin",  # codespell:ignore brin
    )


def create_daily_root() -> None:
    op.create_table(
        "daily_root",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=True),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("horizon", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_daily_root")),
    )


def create_uniqueness() -> None:
    op.create_table(
        "uniqueness",
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("item_key", sa.Text(), nullable=False),
        sa.Column("parties", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["matter_case.id"], name=op.f("fk_uniqueness_case_id")),
        sa.PrimaryKeyConstraint("item", "digest", name=op.f("pk_uniqueness")),
    )
    op.create_index(op.f("ix_uniqueness_case_id"), "uniqueness", ["case_id"], unique=False)


def create_urge() -> None:
    op.create_table(
        "urge",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("note", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["matter_case.id"], name=op.f("fk_urge_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_urge")),
    )
    op.create_index(op.f("ix_urge_case_id"), "urge", ["case_id"], unique=False)


def create_rating() -> None:
    op.create_table(
        "rating",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("item_key", sa.Text(), nullable=True),
        sa.Column("node", sa.Text(), nullable=False),
        sa.Column("score", sa.SmallInteger(), nullable=False),
        sa.Column("options", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("text", sa.Uuid(), nullable=True),
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["matter_case.id"], name=op.f("fk_rating_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating")),
        sa.UniqueConstraint(
            "case_id",
            "item_key",
            "node",
            name=op.f("uq_rating_case_id_item_key_node"),
            postgresql_nulls_not_distinct=True,
        ),
    )


def create_rating_ticket() -> None:
    op.create_table(
        "rating_ticket",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rating_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("department", sa.Text(), nullable=True),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="new", nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["matter_case.id"], name=op.f("fk_rating_ticket_case_id")),
        sa.ForeignKeyConstraint(["rating_id"], ["rating.id"], name=op.f("fk_rating_ticket_rating_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating_ticket")),
        sa.UniqueConstraint("rating_id", name=op.f("uq_rating_ticket_rating_id")),
    )
    op.create_index(op.f("ix_rating_ticket_case_id"), "rating_ticket", ["case_id"], unique=False)
