"""The settings of the connection: a city's own server keeps what its address says."""

import pytest

from config.database import PLANNER_OPTIONS, WEB, connection_settings


def test_options_in_the_address_stand_beside_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    address = "postgres://sibina:x@db.example/sibina?options=-c%20statement_timeout%3D9000&sslmode=require"
    monkeypatch.setenv("DATABASE_URL", address)
    options = connection_settings(WEB)["OPTIONS"]
    assert options["options"] == f"-c statement_timeout=9000 {PLANNER_OPTIONS}"
    assert options["sslmode"] == "require"


def test_an_address_without_options_gets_ours_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://sibina:x@db.example/sibina")
    assert connection_settings(WEB)["OPTIONS"]["options"] == PLANNER_OPTIONS
