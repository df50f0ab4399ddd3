"""Templates in the database, seals, what replaces what, and the proof that people were told."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

READER, ENGINE = "onematter_reader", "onematter_engine"
VISIBLE_CASE = "EXISTS (SELECT 1 FROM matter_case c WHERE c.id = case_id)"
PERSONAL = f"app_role() <> 'administrator' AND {VISIBLE_CASE}"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    create_paper_template()
    add_columns()
    create_seal_use()
    create_notice_service()
    create_service_consent()
    open_to_all("paper_template")
    protect("seal_use", VISIBLE_CASE)
    protect("notice_service", PERSONAL)
    protect("service_consent", "person_id = app_person()")


def protect(table: str, rule: str | None) -> None:
    """`rule`: which rows a reader sees; None: the table is the engine's alone."""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY engine ON {table} TO {ENGINE} USING (true) WITH CHECK (true)")
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {ENGINE}")
    if rule is not None:
        op.execute(f"CREATE POLICY reader ON {table} FOR SELECT TO {READER} USING ({rule})")
        op.execute(f"GRANT SELECT ON {table} TO {READER}")


def open_to_all(table: str) -> None:
    """Nothing in it is about a person."""
    op.execute(f"GRANT SELECT ON {table} TO {READER}")
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {ENGINE}")


def add_columns() -> None:
    op.add_column("document", sa.Column("step", sa.Text(), nullable=True))
    op.add_column("document", sa.Column("language", sa.Text(), server_default="zh", nullable=False))
    op.add_column("document", sa.Column("archive_code", sa.Text(), nullable=True))
    op.add_column(
        "document", sa.Column("sealed", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.add_column("document", sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("document", sa.Column("signer", sa.Text(), nullable=True))
    for name in ("replaces", "replaced_by"):
        op.add_column("document", sa.Column(name, sa.Uuid(), nullable=True))
        op.create_foreign_key(op.f(f"fk_document_{name}"), "document", "document", [name], ["id"])


def create_paper_template() -> None:
    op.create_table(
        "paper_template",
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("variables", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("title_zh", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("archive_code", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), server_default="draft", nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('draft', 'published', 'retired')", name=op.f("ck_paper_template_state")
        ),
        sa.PrimaryKeyConstraint("template", "version", name=op.f("pk_paper_template")),
    )


def create_seal_use() -> None:
    op.create_table(
        "seal_use",
        sa.Column("effect_key", sa.Text(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("digest_before", sa.Text(), nullable=False),
        sa.Column("digest_after", sa.Text(), nullable=False),
        sa.Column("certificate_serial", sa.Text(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["matter_case.id"], name=op.f("fk_seal_use_case_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_seal_use_document_id")),
        sa.PrimaryKeyConstraint("effect_key", name=op.f("pk_seal_use")),
    )
    op.create_index(op.f("ix_seal_use_case_id"), "seal_use", ["case_id"], unique=False)
    op.create_index(op.f("ix_seal_use_document_id"), "seal_use", ["document_id"], unique=False)


def create_notice_service() -> None:
    op.create_table(
        "notice_service",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("item_key", sa.Text(), nullable=True),
        sa.Column("notice", sa.Integer(), nullable=True),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("legal", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("nth", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("effect_key", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), server_default="planned", nullable=False),
        sa.Column("proof", sa.Text(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("must_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('planned', 'sent', 'delivered', 'failed', 'given_up')",
            name=op.f("ck_notice_service_state"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["matter_case.id"], name=op.f("fk_notice_service_case_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_notice_service_document_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_service_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_service")),
        sa.UniqueConstraint("effect_key", name=op.f("uq_notice_service_effect_key")),
    )
    op.create_index(op.f("ix_notice_service_case_id"), "notice_service", ["case_id"], unique=False)
    op.create_index(
        "ix_notice_service_open",
        "notice_service",
        ["must_by"],
        unique=False,
        postgresql_where=sa.text("state IN ('planned', 'sent')"),
    )
    op.create_index(op.f("ix_notice_service_person_id"), "notice_service", ["person_id"], unique=False)


def create_service_consent() -> None:
    op.create_table(
        "service_consent",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_service_consent_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_service_consent")),
    )
