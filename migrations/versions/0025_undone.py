"""What was built on a result that is no longer valid, and the limit of departments that act together."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

INCIDENT_KINDS = (
    "exhausted", "nonsense", "stuck", "overpaid", "reconciliation", "second_demand", "delivery", "archive",
    "calendar", "built_on_revoked",
)  # fmt: skip


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    listed = ", ".join(f"'{word}'" for word in INCIDENT_KINDS)
    op.drop_constraint(op.f("ck_incident_kind"), "incident", type_="check")
    op.create_check_constraint(op.f("ck_incident_kind"), "incident", f"kind IN ({listed})")
    op.add_column("matter_case", sa.Column("joint_due_at", sa.DateTime(timezone=True)))
    op.add_column("matter_case", sa.Column("joint_light", sa.Text(), nullable=False, server_default="none"))
    op.create_check_constraint(
        op.f("ck_matter_case_joint_light"), "matter_case", "joint_light IN ('none', 'green', 'yellow', 'red')"
    )
    op.create_index(
        op.f("ix_matter_case_joint_due_at"),
        "matter_case",
        ["joint_due_at"],
        postgresql_where=sa.text("joint_due_at IS NOT NULL"),
    )
