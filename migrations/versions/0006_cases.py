"""Cases, their forms, items and tasks."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("CREATE SEQUENCE case_serial")
    create_matter_case()
    create_case_key()
    create_case_form()
    create_case_text()
    create_case_material()
    create_case_item()
    create_task()


def create_matter_case() -> None:
    op.create_table(
        "matter_case",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_no", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("matter", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("applicant", sa.Uuid(), nullable=False),
        sa.Column("parties", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("application", sa.Uuid(), nullable=True),
        sa.Column("standing", sa.Text(), server_default="open", nullable=False),
        sa.Column("departments", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("regions", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("doc", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("promised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("event_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("event_head", sa.LargeBinary(), nullable=True),
        sa.Column("wake_wanted", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("wake_seen", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("timer_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("relay_after", sa.DateTime(timezone=True), nullable=True),
        sa.Column("relay_tries", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("priority", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(["applicant"], ["person.id"], name=op.f("fk_matter_case_applicant")),
        sa.ForeignKeyConstraint(["plan"], ["plan.name"], name=op.f("fk_matter_case_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter_case")),
        sa.UniqueConstraint("application", name=op.f("uq_matter_case_application")),
        sa.UniqueConstraint("case_no", name=op.f("uq_matter_case_case_no")),
    )
    op.create_index("ix_matter_case_applicant", "matter_case", ["applicant", "id"], unique=False)
    op.create_index(
        "ix_matter_case_awake",
        "matter_case",
        ["id"],
        unique=False,
        postgresql_where=sa.text("wake_seen < wake_wanted"),
    )
    op.create_index(
        "ix_matter_case_next_due_at",
        "matter_case",
        ["next_due_at"],
        unique=False,
        postgresql_where=sa.text("next_due_at IS NOT NULL"),
    )
    op.create_index(
        "ix_matter_case_parties", "matter_case", ["parties"], unique=False, postgresql_using="gin"
    )
    op.create_index(op.f("ix_matter_case_plan"), "matter_case", ["plan"], unique=False)
    op.create_index("ix_matter_case_submitted_at", "matter_case", ["submitted_at", "id"], unique=False)


def create_case_key() -> None:
    op.create_table(
        "case_key",
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("kid", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["matter_case.id"], name=op.f("fk_case_key_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_key")),
    )


def create_case_form() -> None:
    op.create_table(
        "case_form",
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["matter_case.id"], name=op.f("fk_case_form_case_id")),
        sa.PrimaryKeyConstraint("case_id", "version", name=op.f("pk_case_form")),
    )


def create_case_text() -> None:
    op.create_table(
        "case_text",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["matter_case.id"], name=op.f("fk_case_text_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_text")),
    )
    op.create_index(op.f("ix_case_text_case_id"), "case_text", ["case_id"], unique=False)


def create_case_material() -> None:
    op.create_table(
        "case_material",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("material", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "source IN ('upload', 'certificate', 'commitment')", name=op.f("ck_case_material_source")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["matter_case.id"], name=op.f("fk_case_material_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_material")),
        sa.UniqueConstraint(
            "case_id", "material", "version", name=op.f("uq_case_material_case_id_material_version")
        ),
    )
    op.create_index(op.f("ix_case_material_file_id"), "case_material", ["file_id"], unique=False)


def create_case_item() -> None:
    op.create_table(
        "case_item",
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("case_no", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title_zh", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("waiting_for", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("statutory_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("provisional", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("paused", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("light", sa.Text(), server_default="none", nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint("light IN ('none', 'green', 'yellow', 'red')", name=op.f("ck_case_item_light")),
        sa.ForeignKeyConstraint(["case_id"], ["matter_case.id"], name=op.f("fk_case_item_case_id")),
        sa.PrimaryKeyConstraint("case_id", "key", name=op.f("pk_case_item")),
    )
    op.create_index(
        "ix_case_item_department_due_at", "case_item", ["department", "due_at", "case_id"], unique=False
    )
    op.create_index(
        "ix_case_item_due_at",
        "case_item",
        ["due_at", "case_id"],
        unique=False,
        postgresql_where=sa.text("due_at IS NOT NULL AND decided_at IS NULL"),
    )


def create_task() -> None:
    op.create_table(
        "task",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("case_no", sa.Text(), nullable=False),
        sa.Column("matter", sa.Text(), nullable=False),
        sa.Column("item_key", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title_zh", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column("assignee", sa.Uuid(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("light", sa.Text(), server_default="none", nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("priority", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint("kind IN ('receipt', 'approval', 'follow_up')", name=op.f("ck_task_kind")),
        sa.CheckConstraint("light IN ('none', 'green', 'yellow', 'red')", name=op.f("ck_task_light")),
        sa.CheckConstraint("state IN ('open', 'done', 'withdrawn')", name=op.f("ck_task_state")),
        sa.ForeignKeyConstraint(["case_id"], ["matter_case.id"], name=op.f("fk_task_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
        sa.UniqueConstraint(
            "case_id", "item_key", "step", "round", name=op.f("uq_task_case_id_item_key_step_round")
        ),
    )
    op.create_index("ix_task_closed", "task", ["department", "closed_at", "id"], unique=False)
    op.create_index(
        "ix_task_mine",
        "task",
        ["assignee", "due_at", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(
        "ix_task_worklist",
        "task",
        ["department", "due_at", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'open'"),
    )
