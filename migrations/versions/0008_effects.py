"""What happens outside, and what comes of it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    create_effect()
    create_incident()
    create_payment()
    create_parcel()
    create_document()
    create_message()
    create_connector()
    create_callback()
    create_reconciliation()


def create_effect() -> None:
    op.create_table(
        "effect",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("item_key", sa.Text(), nullable=True),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("connector", sa.Text(), nullable=True),
        sa.Column("quick", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("template", sa.Text(), nullable=True),
        sa.Column("recipient", sa.Text(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), server_default="planned", nullable=False),
        sa.Column("tries", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("try_after", sa.DateTime(timezone=True), nullable=True),
        sa.Column("look_after", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("compensates", sa.Text(), nullable=True),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('planned', 'attempted', 'awaiting', 'answered', 'incident', 'unwanted')",
            name=op.f("ck_effect_state"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["matter_case.id"], name=op.f("fk_effect_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_effect")),
        sa.UniqueConstraint("key", name=op.f("uq_effect_key")),
    )
    op.create_index("ix_effect_case", "effect", ["case_id"], unique=False)
    op.create_index(
        "ix_effect_open",
        "effect",
        ["case_id"],
        unique=False,
        postgresql_where=sa.text("state IN ('planned', 'attempted', 'awaiting')"),
    )
    op.create_index(
        "ix_effect_subject", "effect", ["subject"], unique=False, postgresql_where=sa.text("case_id IS NULL")
    )
    op.create_index(
        "ix_effect_try_after",
        "effect",
        ["try_after"],
        unique=False,
        postgresql_where=sa.text("state IN ('planned', 'attempted', 'awaiting')"),
    )


def create_incident() -> None:
    op.create_table(
        "incident",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=True),
        sa.Column("case_no", sa.Text(), nullable=True),
        sa.Column("effect_id", sa.BigInteger(), nullable=True),
        sa.Column("item_key", sa.Text(), nullable=True),
        sa.Column("department", sa.Text(), nullable=True),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("resolution", sa.Text(), nullable=True),
        sa.Column("resolution_text", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('exhausted', 'nonsense', 'stuck', 'overpaid', 'reconciliation')",
            name=op.f("ck_incident_kind"),
        ),
        sa.CheckConstraint("state IN ('open', 'ended')", name=op.f("ck_incident_state")),
        sa.ForeignKeyConstraint(["case_id"], ["matter_case.id"], name=op.f("fk_incident_case_id")),
        sa.ForeignKeyConstraint(["effect_id"], ["effect.id"], name=op.f("fk_incident_effect_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    op.create_index(op.f("ix_incident_case_id"), "incident", ["case_id"], unique=False)
    op.create_index(op.f("ix_incident_effect_id"), "incident", ["effect_id"], unique=False)
    op.create_index(
        "ix_incident_open",
        "incident",
        ["opened_at", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'open'"),
    )


def create_payment() -> None:
    op.create_table(
        "payment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("effect_key", sa.Text(), nullable=False),
        sa.Column("item_key", sa.Text(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column("provider_reference", sa.Text(), nullable=True),
        sa.Column("pay_url", sa.Text(), nullable=True),
        sa.Column("demanded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'paid', 'failed', 'expired', 'refund_open', 'refunded')",
            name=op.f("ck_payment_state"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["matter_case.id"], name=op.f("fk_payment_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sa.UniqueConstraint("effect_key", name=op.f("uq_payment_effect_key")),
        sa.UniqueConstraint("provider_reference", name=op.f("uq_payment_provider_reference")),
    )
    op.create_index(op.f("ix_payment_case_id"), "payment", ["case_id"], unique=False)


def create_parcel() -> None:
    op.create_table(
        "parcel",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("item_key", sa.Text(), nullable=True),
        sa.Column("effect_key", sa.Text(), nullable=False),
        sa.Column("parcel_no", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column(
            "progress",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'[]'"),
            nullable=False,
        ),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["matter_case.id"], name=op.f("fk_parcel_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parcel")),
        sa.UniqueConstraint("effect_key", name=op.f("uq_parcel_effect_key")),
    )
    op.create_index(op.f("ix_parcel_case_id"), "parcel", ["case_id"], unique=False)


def create_document() -> None:
    op.create_table(
        "document",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("item_key", sa.Text(), nullable=True),
        sa.Column("effect_key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("template_version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("title_zh", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("verify_code", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("holder_masked", sa.Text(), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("state", sa.Text(), server_default="valid", nullable=False),
        sa.CheckConstraint("state IN ('valid', 'expired', 'revoked')", name=op.f("ck_document_state")),
        sa.ForeignKeyConstraint(["case_id"], ["matter_case.id"], name=op.f("fk_document_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("effect_key", name=op.f("uq_document_effect_key")),
        sa.UniqueConstraint("verify_code", name=op.f("uq_document_verify_code")),
    )
    op.create_index(op.f("ix_document_case_id"), "document", ["case_id"], unique=False)


def create_message() -> None:
    op.create_table(
        "message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=True),
        sa.Column("effect_key", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.Text(), server_default="planned", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('planned', 'sent', 'delivered', 'failed')", name=op.f("ck_message_state")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["matter_case.id"], name=op.f("fk_message_case_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_message_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("effect_key", name=op.f("uq_message_effect_key")),
    )
    op.create_index(op.f("ix_message_case_id"), "message", ["case_id"], unique=False)
    op.create_index(
        "ix_message_person_created_at", "message", ["person_id", "created_at", "id"], unique=False
    )


def create_connector() -> None:
    op.create_table(
        "connector",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("breaker_state", sa.Text(), server_default="closed", nullable=False),
        sa.Column("failures", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("open_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tokens", sa.Double(), server_default=sa.text("50"), nullable=False),
        sa.Column("refilled_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("rate", sa.Double(), server_default=sa.text("50"), nullable=False),
        sa.Column("burst", sa.Integer(), server_default=sa.text("50"), nullable=False),
        sa.CheckConstraint(
            "breaker_state IN ('closed', 'open', 'half_open')", name=op.f("ck_connector_breaker_state")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_connector")),
    )


def create_callback() -> None:
    op.create_table(
        "callback",
        sa.Column("webhook_id", sa.Text(), nullable=False),
        sa.Column("connector", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("webhook_id", name=op.f("pk_callback")),
    )
    op.create_index(op.f("ix_callback_received_at"), "callback", ["received_at"], unique=False)


def create_reconciliation() -> None:
    op.create_table(
        "reconciliation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("connector", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("differences", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reconciliation")),
        sa.UniqueConstraint("connector", "day", name=op.f("uq_reconciliation_connector_day")),
    )
