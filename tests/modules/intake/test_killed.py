"""Killed in the middle: nothing half done; started again: all of it."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from config.database import admin_connection
from sibina.lib.tenancy.security import city_models
from tests.conftest import ROOT
from tests.rules.intake.books import people_rows, person, result_rows, standard_rows, xlsx

NAME = "Kota Terputus"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    people = [person(f"1990010120150310{at:02d}", NAMA=f"Orang {at}") for at in range(1, 41)]
    (tmp_path / "data_asn.xlsx").write_bytes(xlsx(people_rows(*people)))
    (tmp_path / "standar_kompetensi.xlsx").write_bytes(xlsx(standard_rows()))
    (tmp_path / "hasil_penilaian.xlsx").write_bytes(xlsx(result_rows()))
    return tmp_path


@pytest.fixture
def outside(db: None, database_name: str) -> Iterator[psycopg.Connection]:
    """The administrator's eyes on the test database; what the other process committed is swept away."""
    with admin_connection(database_name) as connection:
        yield connection
        connection.execute("SET session_replication_role = replica")
        for model in city_models():
            connection.execute(
                sql.SQL(
                    "DELETE FROM {} WHERE city_id IN (SELECT id FROM tenancy_city WHERE name = %s)"
                ).format(sql.Identifier(model._meta.db_table)),
                [NAME],
            )
        connection.execute("DELETE FROM tenancy_city WHERE name = %s", [NAME])


def rows_of(connection: psycopg.Connection) -> dict[str, int]:
    """How many rows of the city each table holds, without those that hold none."""
    found = {}
    for model in city_models():
        table = model._meta.db_table
        query = sql.SQL(
            "SELECT count(*) FROM {} t JOIN tenancy_city c ON c.id = t.city_id WHERE c.name = %s"
        ).format(sql.Identifier(table))
        row = connection.execute(query, [NAME]).fetchone()
        if row and row[0]:
            found[table] = row[0]
    return found


def start(database: str, folder: Path, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.modules.intake.killed", database, str(folder), NAME, *more]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_an_import_killed_before_its_commit_leaves_nothing_and_starts_anew(
    outside: psycopg.Connection, database_name: str, folder: Path
) -> None:
    process = start(database_name, folder, "hold")
    assert process.stdout is not None
    steps = [float(process.stdout.readline())]
    while steps[-1] < 0.97:
        steps.append(float(process.stdout.readline()))
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert rows_of(outside) == {}

    again = start(database_name, folder)
    assert again.wait(timeout=120) == 0
    found = rows_of(outside)
    assert (found["people_person"], found["people_posting"]) == (40, 40)
    assert (found["competencies_standard"], found["intake_batch"]) == (2, 1)
