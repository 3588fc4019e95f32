"""The trail in words: no name of a column and no figure of the machine reaches the screen."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from sibina.lib.access import Role
from sibina.lib.audit.api import record
from sibina.lib.tenancy.models import City

ClientAs = Callable[..., Client]
AT = datetime(2026, 11, 23, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("verb", "data", "words"),
    [
        (
            "planning.plan.computed",
            {"cost": 1445750000, "bound": 1108.1174, "seats": 2410, "digest": "abc"},
            "biaya: Rp 1.445.750.000, batas terbukti: 1.108,1, kursi: 2.410<",
        ),
        (
            "web.member.added",
            {"role": "analis", "login": "rina", "unit_id": None},
            "peran: Analis BKPSDM, nama masuk: rina<",
        ),
        ("cycles.cycle.opened", {"year": 2027}, "tahun: 2027<"),
        ("needs.gaps.measured", {"as_of": "2026-11-23"}, "keadaan per: 23 Nov 2026<"),
    ],
)
def test_figures_are_told_as_people_write_them(
    client_as: ClientAs, city: City, verb: str, data: dict[str, object], words: str
) -> None:
    record(verb=verb, city=city, at=AT, data=data)
    page = client_as(Role.INSPEKTORAT).get(reverse("web:audit")).content.decode()
    assert words in page.replace("\N{NO-BREAK SPACE}", " ")
