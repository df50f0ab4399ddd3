"""Tickets: what follows a bad rating, or a complaint, until it is closed.

The follow-ups so far become tickets with a number; what is not counted of a rating is marked.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

READER, ENGINE = "onematter_reader", "onematter_engine"
# Whom it concerns, and nobody else of the case: not the other parties, nor the other departments.
VISIBLE_TICKET = """author = app_person() OR CASE app_role()
    WHEN 'officer' THEN department = app_department()
    WHEN 'supervisor' THEN starts_with(region, app_region())
    ELSE false END"""
STANDINGS = (
    "new", "assigned", "contacted", "verified", "appealed", "rectifying", "answered", "escalated", "closed",
)  # fmt: skip

TAKE_OVER = (
    """
    INSERT INTO ticket (id, number, kind, case_id, case_no, rating_id, item_key, author, region, department,
        standing, outcome, opened_at, since, due_at, closed_at)
    SELECT t.id, c.case_no || '-T' || lpad(
            (row_number() OVER (PARTITION BY t.case_id ORDER BY t.opened_at, t.id))::text, 2, '0'),
        'rating', t.case_id, c.case_no, t.rating_id, r.item_key, r.person, t.region, t.department,
        CASE t.state WHEN 'closed' THEN 'closed' ELSE 'new' END,
        CASE t.state WHEN 'closed' THEN 'final' END, t.opened_at, t.opened_at,
        CASE t.state WHEN 'closed' THEN NULL ELSE t.due_at END,
        CASE t.state WHEN 'closed' THEN t.opened_at END
    FROM rating_ticket t JOIN rating r ON r.id = t.rating_id JOIN matter_case c ON c.id = t.case_id
    """,
    """
    UPDATE task SET step = 'follow_up:' || t.number FROM ticket t
    WHERE task.kind = 'follow_up' AND task.step = 'follow_up:' || t.rating_id
    """,
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("rating", sa.Column("excluded_at", sa.DateTime(timezone=True), nullable=True))
    create_ticket()
    create_ticket_step()
    protect("ticket", VISIBLE_TICKET)
    protect("ticket_step", "EXISTS (SELECT 1 FROM ticket t WHERE t.id = ticket_id)")
    op.execute(f"REVOKE UPDATE, DELETE ON ticket_step FROM {ENGINE}")
    op.execute(f"SET LOCAL ROLE {ENGINE}")  # row-level security holds for the owner of the tables, too
    for statement in TAKE_OVER:
        op.execute(statement)
    op.execute("RESET ROLE")
    op.drop_table("rating_ticket")


def protect(table: str, rule: str | None) -> None:
    """`rule`: which rows a reader sees; None: the table is the engine's alone."""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY engine ON {table} TO {ENGINE} USING (true) WITH CHECK (true)")
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {ENGINE}")
    if rule is not None:
        op.execute(f"CREATE POLICY reader ON {table} FOR SELECT TO {READER} USING ({rule})")
        op.execute(f"GRANT SELECT ON {table} TO {READER}")


def create_ticket() -> None:
    standings = ", ".join(f"'{each}'" for each in STANDINGS)
    op.create_table(
        "ticket",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("case_no", sa.Text(), nullable=False),
        sa.Column("rating_id", sa.Uuid(), nullable=True),
        sa.Column("item_key", sa.Text(), nullable=True),
        sa.Column("author", sa.Uuid(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("wanted_department", sa.Text(), nullable=True),
        sa.Column("about", sa.Text(), nullable=True),
        sa.Column("words", sa.Uuid(), nullable=True),
        sa.Column("department", sa.Text(), nullable=True),
        sa.Column("standing", sa.Text(), server_default="new", nullable=False),
        sa.Column("finding", sa.Text(), nullable=True),
        sa.Column("ground", sa.Text(), nullable=True),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("longer", sa.Text(), nullable=True),
        sa.Column("passed_back", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("escalated", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("score_after", sa.SmallInteger(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('rating', 'complaint')", name=op.f("ck_ticket_kind")),
        sa.CheckConstraint(f"standing IN ({standings})", name=op.f("ck_ticket_standing")),
        sa.ForeignKeyConstraint(["case_id"], ["matter_case.id"], name=op.f("fk_ticket_case_id")),
        sa.ForeignKeyConstraint(["rating_id"], ["rating.id"], name=op.f("fk_ticket_rating_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
        sa.UniqueConstraint("number", name=op.f("uq_ticket_number")),
        sa.UniqueConstraint("rating_id", name=op.f("uq_ticket_rating_id")),
    )
    for column in ("case_id", "author", "department"):
        op.create_index(op.f(f"ix_ticket_{column}"), "ticket", [column], unique=False)
    op.create_index("ix_ticket_opened_at", "ticket", ["opened_at", "number"], unique=False)
    op.create_index(
        "ix_ticket_open",
        "ticket",
        ["due_at", "id"],
        unique=False,
        postgresql_where=sa.text("standing <> 'closed'"),
    )


def create_ticket_step() -> None:
    op.create_table(
        "ticket_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=True),
        sa.Column("words", sa.Uuid(), nullable=True),
        sa.Column("finding", sa.Text(), nullable=True),
        sa.Column("ground", sa.Text(), nullable=True),
        sa.Column("score", sa.SmallInteger(), nullable=True),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_step_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_step")),
        sa.UniqueConstraint("ticket_id", "number", name=op.f("uq_ticket_step_ticket_id_number")),
    )
