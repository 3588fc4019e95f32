"""How mixed the cohorts of a plan are, on real PostgreSQL: what the page says is what its seats say."""

import io
from collections import defaultdict
from collections.abc import Callable
from html import unescape
from itertools import combinations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from python_calamine import CalamineWorkbook

from sibina.lib.access import Role
from sibina.lib.words import number, percent
from sibina.plan.planning.models import CityPlan, PlanSeat, PlanSession
from tests.conftest import make_city

ClientAs = Callable[..., Client]


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return unescape(answer.content.decode()).replace("\xa0", " ")


def offices_by_session(plan: CityPlan) -> dict[int, list[int]]:
    """The office of everybody who sits in a session."""
    found: dict[int, list[int]] = defaultdict(list)
    for session, office in PlanSeat.objects.filter(plan=plan).values_list(
        "session_id", "plan_person__office_id"
    ):
        found[session].append(office)
    return found


def test_each_session_keeps_how_many_offices_sit_there_and_how_many_pairs_are_of_two(drawn: CityPlan) -> None:
    seats = offices_by_session(drawn)
    assert len(seats) > 1
    for row in PlanSession.objects.filter(plan=drawn):
        here = seats.get(row.pk, [])
        assert row.offices == len(set(here))
        assert row.mixed == sum(a != b for a, b in combinations(here, 2))
    assert drawn.mixed_before is not None
    assert drawn.mixed_before <= sum(row.mixed or 0 for row in PlanSession.objects.filter(plan=drawn))


def test_the_page_adds_up_the_pairs_by_programme_and_by_session(drawn: CityPlan, client_as: ClientAs) -> None:
    seats = offices_by_session(drawn)
    pairs = sum(len(here) * (len(here) - 1) // 2 for here in seats.values())
    mixed = sum(sum(a != b for a, b in combinations(here, 2)) for here in seats.values())
    client, path = client_as(Role.ANALIS), f"/rencana/{drawn.pk}/percampuran/"
    page = text(client, path)
    assert f"{number(mixed)} dari {number(pairs)} pasangan peserta" in page
    assert percent(mixed / pairs).replace("\xa0", " ") in page
    assert percent(mixed / pairs).replace("\xa0", " ") in text(client, f"/rencana/{drawn.pk}/")
    by_session = text(client, f"{path}?menurut=sesi")
    assert all(row.code in by_session for row in drawn.sessions.filter(runs=True))
    answer = client.get(f"{path}?menurut=sesi&unduh=xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer))).get_sheet_by_index(0).to_python()
    (heading,) = (at for at, row in enumerate(rows) if "Pasangan" in row)
    column = rows[heading].index("Pasangan")
    assert sum(row[column] for row in rows[heading + 1 :] if isinstance(row[column], float)) == pairs


def test_a_plan_from_before_says_that_it_was_not_counted(drawn: CityPlan, client_as: ClientAs) -> None:
    drawn.sessions.update(offices=None, mixed=None)
    client = client_as(Role.PENGELOLA)
    for way in ("", "?menurut=sesi"):
        assert "Tidak tercatat untuk rencana ini" in text(client, f"/rencana/{drawn.pk}/percampuran/{way}")
    assert "Percampuran perangkat daerah dalam sesi" not in text(client, f"/rencana/{drawn.pk}/")


def test_the_database_keeps_more_pairs_than_people_make_out(drawn: CityPlan) -> None:
    session = drawn.sessions.filter(runs=True).first()
    assert session is not None
    session.mixed = session.taken * (session.taken - 1) // 2 + 1
    with pytest.raises(IntegrityError, match="planning_session_mixed"), transaction.atomic():
        session.save()


def test_another_city_does_not_find_the_page(drawn: CityPlan, client_as: ClientAs) -> None:
    stranger = client_as(Role.PENGELOLA, city=make_city("Kota Lain"))
    assert stranger.get(f"/rencana/{drawn.pk}/percampuran/").status_code == 404
