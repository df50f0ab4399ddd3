"""Monthly partitions of what grows and may be forgotten, and the function that makes and drops them.

Rows without a partition go to `<table>_rest`, so a forgotten run of the function loses nothing.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

MONTHS_KEPT = {"access_log": 36, "idempotency_key": 1}

# Runs as the owner of the tables, who alone may make and drop a partition. A month whose rows already
# lie in the rest stays there: PostgreSQL would refuse the partition.
KEEP_PARTITIONS = """
CREATE FUNCTION keep_partitions(today date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    kept record; month date; part text; column_name text; taken boolean;
BEGIN
    FOR kept IN SELECT table_name AS parent, months FROM retention LOOP
        column_name := CASE kept.parent WHEN 'access_log' THEN 'at' ELSE 'day' END;
        FOR month IN SELECT generate_series(date_trunc('month', today::timestamp),
                                            date_trunc('month', today::timestamp) + interval '3 months',
                                            interval '1 month')::date LOOP
            part := kept.parent || '_p' || to_char(month, 'YYYYMM');
            EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I WHERE %I >= %L AND %I < %L)',
                kept.parent || '_rest', column_name, month || ' 00:00+00',
                column_name, (month + interval '1 month')::date || ' 00:00+00') INTO taken;
            IF to_regclass(part) IS NULL AND NOT taken THEN
                EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
                    part, kept.parent, month || ' 00:00+00',
                    (month + interval '1 month')::date || ' 00:00+00');
            END IF;
        END LOOP;
        FOR part IN SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
            WHERE i.inhparent = kept.parent::regclass AND c.relname ~ '_p[0-9]{6}$'
            AND right(c.relname, 6) < to_char(today - make_interval(months => kept.months), 'YYYYMM') LOOP
            EXECUTE format('DROP TABLE %I', part);
        END LOOP;
    END LOOP;
END $$
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    retention = sa.table("retention", sa.column("table_name", sa.Text), sa.column("months", sa.Integer))
    op.bulk_insert(retention, [{"table_name": name, "months": kept} for name, kept in MONTHS_KEPT.items()])
    for table in MONTHS_KEPT:
        op.execute(f"CREATE TABLE {table}_rest PARTITION OF {table} DEFAULT")
    op.execute(KEEP_PARTITIONS)
    op.execute("REVOKE ALL ON FUNCTION keep_partitions(date) FROM PUBLIC")
    op.execute("GRANT EXECUTE ON FUNCTION keep_partitions(date) TO onematter_engine")
