"""One sum for several payments, every arrival of money by itself, and a refund that is called off."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

READER, ENGINE = "onematter_reader", "onematter_engine"
VISIBLE_CASE = "EXISTS (SELECT 1 FROM matter_case c WHERE c.id = case_id)"
PERSONAL = f"app_role() <> 'administrator' AND {VISIBLE_CASE}"
# What came for a payment until now: what was kept of it, and what went back because nobody had asked for it.
KNOWN_ARRIVALS = """
    INSERT INTO payment_arrival (id, case_id, payment_id, transaction_no, amount_fen, arrived_at)
    SELECT gen_random_uuid(), p.case_id, p.id, coalesce(p.provider_reference, ''),
        b.unasked_fen + CASE WHEN p.paid_at IS NULL OR b.too_late THEN 0 ELSE p.amount_fen END,
        coalesce(p.paid_at, p.demanded_at)
    FROM payment p CROSS JOIN LATERAL (
        SELECT coalesce(sum(r.amount_fen), 0) AS unasked_fen,
            coalesce(bool_or(r.reason = 'paid_too_late'), false) AS too_late
        FROM refund r WHERE r.payment_id = p.id
            AND r.reason IN ('paid_too_much', 'paid_twice', 'paid_too_little', 'paid_too_late')
    ) b
    WHERE (p.paid_at IS NOT NULL OR b.unasked_fen > 0) AND p.amount_fen + b.unasked_fen > 0
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    create_payment_order()
    create_payment_order_line()
    create_payment_arrival()
    protect("payment_order", PERSONAL)
    protect("payment_order_line", PERSONAL)
    protect("payment_arrival", None)
    op.drop_constraint(op.f("ck_refund_state"), "refund", type_="check")
    op.create_check_constraint(
        op.f("ck_refund_state"), "refund", "state IN ('planned', 'done', 'refused', 'cancelled')"
    )
    op.execute(KNOWN_ARRIVALS)


def protect(table: str, rule: str | None) -> None:
    """`rule`: which rows a reader sees; None: the table is the engine's alone."""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY engine ON {table} TO {ENGINE} USING (true) WITH CHECK (true)")
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {ENGINE}")
    if rule is not None:
        op.execute(f"CREATE POLICY reader ON {table} FOR SELECT TO {READER} USING ({rule})")
        op.execute(f"GRANT SELECT ON {table} TO {READER}")


def create_payment_order() -> None:
    op.create_table(
        "payment_order",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("effect_key", sa.Text(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column("pay_url", sa.Text(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'paid', 'failed', 'closed')", name=op.f("ck_payment_order_state")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["matter_case.id"], name=op.f("fk_payment_order_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_order")),
        sa.UniqueConstraint("effect_key", name=op.f("uq_payment_order_effect_key")),
    )
    op.create_index(op.f("ix_payment_order_case_id"), "payment_order", ["case_id"], unique=False)


def create_payment_order_line() -> None:
    op.create_table(
        "payment_order_line",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["payment_order.id"], name=op.f("fk_payment_order_line_order_id")
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payment.id"], name=op.f("fk_payment_order_line_payment_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["matter_case.id"], name=op.f("fk_payment_order_line_case_id")),
        sa.PrimaryKeyConstraint("order_id", "payment_id", name=op.f("pk_payment_order_line")),
    )
    op.create_index(
        op.f("ix_payment_order_line_payment_id"), "payment_order_line", ["payment_id"], unique=False
    )
    op.create_index(op.f("ix_payment_order_line_case_id"), "payment_order_line", ["case_id"], unique=False)


def create_payment_arrival() -> None:
    op.create_table(
        "payment_arrival",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("transaction_no", sa.Text(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["matter_case.id"], name=op.f("fk_payment_arrival_case_id")),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("fk_payment_arrival_payment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_arrival")),
        sa.UniqueConstraint(
            "payment_id", "transaction_no", name=op.f("uq_payment_arrival_payment_id_transaction_no")
        ),
    )
    op.create_index(op.f("ix_payment_arrival_case_id"), "payment_arrival", ["case_id"], unique=False)
