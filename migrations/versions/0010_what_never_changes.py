"""What not even the owner of the tables may change: the log, plans, the clock of a real installation."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

APPEND_ONLY = ("case_event", "plan", "daily_root", "access_log")

REFUSE_CHANGE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$
"""

GUARD_INSTALLATION = """
CREATE FUNCTION guard_installation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF EXISTS (SELECT 1 FROM installation) THEN
            RAISE EXCEPTION 'a database is one installation' USING ERRCODE = 'restrict_violation';
        END IF;
    ELSIF (NEW.id, NEW.is_local) IS DISTINCT FROM (OLD.id, OLD.is_local) THEN
        RAISE EXCEPTION 'an installation stays what it is' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NOT NEW.is_local AND NEW.clock_offset <> interval '0' THEN
        RAISE EXCEPTION 'time moves only in a local stack' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute(REFUSE_CHANGE)
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    op.execute(GUARD_INSTALLATION)
    op.execute(
        "CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON installation"
        " FOR EACH ROW EXECUTE FUNCTION guard_installation()"
    )
