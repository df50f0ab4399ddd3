"""The application's login: a role that owns nothing and sees nothing until a transaction says for whom."""

from psycopg import sql
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

APP_LOGIN = "onematter_app"


def ensure_app_login(owner_url: str, password: str) -> None:
    """Create the login, or give it this password. NOINHERIT: without `SET ROLE` it has no rights at all."""
    engine = create_engine(owner_url, poolclass=NullPool)
    with engine.begin() as connection:
        known = connection.scalar(text("SELECT 1 FROM pg_roles WHERE rolname = :name"), {"name": APP_LOGIN})
        verb = "ALTER" if known else "CREATE"
        statement = sql.SQL(
            verb + " ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOINHERIT PASSWORD {}"
        ).format(sql.Identifier(APP_LOGIN), sql.Literal(password))
        driver = connection.connection.driver_connection
        assert driver is not None
        connection.exec_driver_sql(statement.as_string(driver))
        connection.execute(text(f"GRANT onematter_reader, onematter_engine TO {APP_LOGIN}"))
    engine.dispose()
