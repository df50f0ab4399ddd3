"""The register of letters: subject, limit and outcome of each, and authorities outside this installation."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for name in ("subject_zh", "subject_en", "outside_zh", "outside_en", "outcome"):
        op.add_column("letter", sa.Column(name, sa.Text(), nullable=True))
    op.add_column("letter", sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
    # An authority outside numbers its letters as it likes.
    op.drop_constraint(op.f("uq_letter_number"), "letter", type_="unique")
    op.create_index(
        "uq_letter_our_number",
        "letter",
        ["number"],
        unique=True,
        postgresql_where=sa.text("from_department <> 'outside'"),
    )
    op.create_index("ix_letter_sent", "letter", ["from_department", "sent_at", "id"], unique=False)
    op.create_index("ix_letter_received", "letter", ["to_department", "sent_at", "id"], unique=False)
