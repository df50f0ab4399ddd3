"""Consents of each of several people: who was reminded when. The rules of the rows stay as they are."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("consent", sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))
