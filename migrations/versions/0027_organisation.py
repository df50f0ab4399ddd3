"""Halls, posts, remedies, and people with validity."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

READER, ENGINE = "onematter_reader", "onematter_engine"
EVERYBODY = "true"
STAFF = "app_role() <> ''"
ADMINISTRATORS = "app_role() = 'administrator'"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    lengthen_what_there_is()
    create_hall()
    create_post()
    create_officer_post()
    create_remedy()
    create_organisation_change()
    create_reorganisation()
    create_setup_code()
    protect("hall", EVERYBODY)
    protect("remedy", EVERYBODY)
    protect("post", STAFF)
    protect("officer_post", STAFF)
    protect("reorganisation", ADMINISTRATORS)
    protect("organisation_change", ADMINISTRATORS, rights="SELECT, INSERT")
    op.execute(
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON organisation_change"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    protect("setup_code", None)


def protect(table: str, rule: str | None, *, rights: str = "SELECT, INSERT, UPDATE, DELETE") -> None:
    """`rule`: which rows a reader sees; None: the table is the engine's alone."""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY engine ON {table} TO {ENGINE} USING (true) WITH CHECK (true)")
    op.execute(f"GRANT {rights} ON {table} TO {ENGINE}")
    if rule is not None:
        op.execute(f"CREATE POLICY reader ON {table} FOR SELECT TO {READER} USING ({rule})")
        op.execute(f"GRANT SELECT ON {table} TO {READER}")


def lengthen_what_there_is() -> None:
    for table in ("region", "department", "responsibility", "officer"):
        op.add_column(table, sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False))
    op.add_column("region", sa.Column("successor", sa.Text(), nullable=True))
    op.add_column(
        "region", sa.Column("kind", sa.Text(), server_default=sa.text("'division'"), nullable=False)
    )
    op.create_check_constraint(op.f("ck_region_kind"), "region", "kind IN ('division', 'zone')")
    op.add_column("department", texts("also"))
    op.add_column("department", sa.Column("valid_from", sa.Date(), nullable=True))
    op.add_column("department", sa.Column("valid_to", sa.Date(), nullable=True))
    op.add_column("department", sa.Column("successor", sa.Text(), nullable=True))
    op.add_column("officer", sa.Column("valid_from", sa.Date(), nullable=True))
    op.add_column("officer", sa.Column("valid_to", sa.Date(), nullable=True))
    op.add_column("officer", sa.Column("heir", sa.Uuid(), nullable=True))
    op.add_column("officer", sa.Column("post", sa.Text(), nullable=True))
    op.add_column("officer", texts("items"))


def texts(name: str) -> sa.Column[list[str]]:
    return sa.Column(name, postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False)


def version() -> sa.Column[int]:
    return sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False)


def create_hall() -> None:
    op.create_table(
        "hall",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("name_zh", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("address_zh", sa.Text(), nullable=False),
        sa.Column("address_en", sa.Text(), nullable=False),
        sa.Column("hours_zh", sa.Text(), nullable=False),
        sa.Column("hours_en", sa.Text(), nullable=False),
        texts("windows"),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        version(),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_hall")),
    )


def create_post() -> None:
    op.create_table(
        "post",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title_zh", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=True),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("rank", sa.SmallInteger(), server_default=sa.text("1"), nullable=False),
        texts("items"),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        version(),
        sa.CheckConstraint(
            "role IN ('officer', 'window', 'supervisor', 'administrator')", name=op.f("ck_post_role")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_post")),
    )


def create_officer_post() -> None:
    op.create_table(
        "officer_post",
        sa.Column("officer", sa.Uuid(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        version(),
        sa.ForeignKeyConstraint(["officer"], ["officer.id"], name=op.f("fk_officer_post_officer")),
        sa.ForeignKeyConstraint(["post"], ["post.code"], name=op.f("fk_officer_post_post")),
        sa.PrimaryKeyConstraint("officer", "post", name=op.f("pk_officer_post")),
    )


def create_remedy() -> None:
    op.create_table(
        "remedy",
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("department_kind", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("authority_zh", sa.Text(), nullable=False),
        sa.Column("authority_en", sa.Text(), nullable=False),
        sa.Column("court_zh", sa.Text(), nullable=False),
        sa.Column("court_en", sa.Text(), nullable=False),
        sa.Column("days", sa.Integer(), server_default=sa.text("60"), nullable=False),
        sa.Column("months", sa.Integer(), server_default=sa.text("6"), nullable=False),
        version(),
        sa.PrimaryKeyConstraint("region", "department_kind", name=op.f("pk_remedy")),
    )


def create_organisation_change() -> None:
    op.create_table(
        "organisation_change",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("actor", sa.Uuid(), nullable=True),
        sa.Column("register", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("fields", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_change")),
    )
    op.create_index("ix_organisation_change_register", "organisation_change", ["register", "key", "id"])


def create_reorganisation() -> None:
    op.create_table(
        "reorganisation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("successor", sa.Text(), nullable=False),
        sa.Column("heirs", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default=sa.text("'planned'"), nullable=False),
        sa.Column("after_case", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("moved", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("switched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('merge', 'split', 'dissolve')", name=op.f("ck_reorganisation_kind")),
        sa.CheckConstraint(
            "state IN ('planned', 'under_way', 'done', 'cancelled')", name=op.f("ck_reorganisation_state")
        ),
        sa.ForeignKeyConstraint(
            ["department"], ["department.code"], name=op.f("fk_reorganisation_department")
        ),
        sa.ForeignKeyConstraint(["successor"], ["department.code"], name=op.f("fk_reorganisation_successor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reorganisation")),
    )
    # One department ends once: two plans for it would be two truths.
    op.create_index(
        "uq_reorganisation_department",
        "reorganisation",
        ["department"],
        unique=True,
        postgresql_where=sa.text("state <> 'cancelled'"),
    )


def create_setup_code() -> None:
    op.create_table(
        "setup_code",
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_setup_code")),
    )
