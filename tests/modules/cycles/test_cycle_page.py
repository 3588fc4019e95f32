"""The page of the year: rules of law with their basis and certainty, for those who see the city."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from sibina.ground.cycles.actions import give_starting_rules, open_cycle
from sibina.ground.cycles.models import Rule
from sibina.ground.cycles.types import CyclePhase
from sibina.lib.access import Role
from sibina.lib.tenancy.models import City
from tests.conftest import make_city

ClientAs = Callable[..., Client]
AT = datetime(2026, 10, 1, 3, tzinfo=UTC)


@pytest.fixture
def year(city: City) -> City:
    give_starting_rules(city=city, at=AT)
    open_cycle(city=city, year=2027, at=AT, phase=CyclePhase.PLAN)
    return city


def test_year_and_rules_are_shown_with_basis_and_certainty(client_as: ClientAs, year: City) -> None:
    text = client_as(Role.INSPEKTORAT).get(reverse("cycles:list")).content.decode()
    text = text.replace("\N{NO-BREAK SPACE}", " ")
    for words in ("2027", "Rencana", "PP 11/2017", "PP 49/2018", "0,16 %", "20", "24"):
        assert words in text
    assert "2.027" not in text, "a year is no amount"


def test_rule_that_no_longer_holds_is_marked(client_as: ClientAs, year: City) -> None:
    Rule.objects.filter(key="jp_floor_pns").update(valid_to=date(2020, 1, 1))
    text = client_as(Role.PENGELOLA).get(reverse("cycles:list")).content.decode()
    assert "Tidak berlaku" in text


@pytest.mark.parametrize("role", [Role.ASN, Role.MENTOR, Role.MITRA])
def test_roles_without_the_city_do_not_see_it(client_as: ClientAs, year: City, role: Role) -> None:
    assert client_as(role).get(reverse("cycles:list")).status_code == 403


def test_other_city_sees_its_own_year_only(client_as: ClientAs, year: City) -> None:
    text = client_as(Role.PENGELOLA, city=make_city("Kota Lain")).get(reverse("cycles:list")).content.decode()
    assert "Belum ada tahun siklus" in text
    assert "PP 11/2017" not in text
