"""What people and companies sign with a certificate."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

ENGINE = "onematter_engine"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    create_signed_statement()
    protect("signed_statement")


def protect(table: str) -> None:
    """The table is the engine's alone: who may see a statement is decided by what it is about."""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY engine ON {table} TO {ENGINE} USING (true) WITH CHECK (true)")
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {ENGINE}")


def create_signed_statement() -> None:
    op.create_table(
        "signed_statement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=True),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("signer", sa.Uuid(), nullable=False),
        sa.Column("signer_kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="asked", nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("effect_key", sa.Text(), nullable=False),
        sa.Column("content_sha256", sa.Text(), nullable=False),
        sa.Column("statement_sha256", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("authority", sa.Text(), nullable=True),
        sa.Column("certificate_serial", sa.Text(), nullable=True),
        sa.Column("certificate_sha256", sa.Text(), nullable=True),
        sa.Column("signature_sha256", sa.Text(), nullable=True),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "signer_kind IN ('person', 'company')", name=op.f("ck_signed_statement_signer_kind")
        ),
        sa.CheckConstraint("state IN ('asked', 'signed', 'refused')", name=op.f("ck_signed_statement_state")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_signed_statement_application_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["matter_case.id"], name=op.f("fk_signed_statement_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_statement")),
        sa.UniqueConstraint("effect_key", name=op.f("uq_signed_statement_effect_key")),
        sa.UniqueConstraint("signature_sha256", name=op.f("uq_signed_statement_signature_sha256")),
    )
    op.create_index(
        op.f("ix_signed_statement_application_id"), "signed_statement", ["application_id"], unique=False
    )
    op.create_index(op.f("ix_signed_statement_case_id"), "signed_statement", ["case_id"], unique=False)
