"""A session whose curriculum has several methods: its days are proposed, told, kept, and taken over by the plan."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from sibina.lib.access import Role
from sibina.lib.tenancy.models import City
from sibina.plan.programmes.actions import prepare_sessions, take_starter_programmes
from sibina.plan.programmes.models import Offering, Programme
from sibina.plan.programmes.reads import list_subjects
from sibina.plan.programmes.rules import starter_catalogue
from tests.modules.programmes.conftest import Shelf

ClientAs = Callable[..., Client]
AT = datetime(2026, 1, 2, 3, tzinfo=UTC)
TYPED = {
    "code": "MWK-01",
    "starts_on": "01-03-2027",
    "seats": "30",
    "min_seats": "15",
    "fixed_cost": "1000000",
    "seat_cost": "0",
}
SHORT = "Kurikulum yang berlaku memerlukan 2 hari kelas, lalu 4 minggu coaching"


@pytest.fixture
def mixed(city: City, shelf: Shelf) -> Programme:
    """Seven JP of workshop and then three of coaching."""
    one = next(row for row in starter_catalogue() if row.code == "MWK")
    return take_starter_programmes(city=city, programmes=[one], at=AT)[0]


@pytest.fixture
def officer(client_as: ClientAs, city: City) -> Client:
    return client_as(Role.PENGELOLA, city=city)


def test_the_programme_tells_how_long_one_session_takes(
    client_as: ClientAs, city: City, mixed: Programme
) -> None:
    page = client_as(Role.ASN, city=city).get(reverse("programmes:programme", args=[mixed.pk]))
    assert "2 hari kelas, lalu 4 minggu coaching" in page.content.decode()


def test_a_new_session_is_offered_with_the_days_that_its_curriculum_needs(
    officer: Client, mixed: Programme
) -> None:
    form = officer.get(reverse("programmes:offering-new", args=[mixed.pk])).context["form"]
    days = [form.initial[name] for name in ("starts_on", "class_ends_on", "ends_on")]
    assert days == [date(2027, 3, 1), date(2027, 3, 2), date(2027, 3, 30)]
    assert form.initial["counts_as_absence"]


def test_a_last_day_that_is_left_open_follows_from_the_first(officer: Client, mixed: Programme) -> None:
    page = officer.post(reverse("programmes:offering-new", args=[mixed.pk]), TYPED, follow=True)
    saved = Offering.objects.get(code="MWK-01")
    assert (saved.class_ends_on, saved.ends_on) == (date(2027, 3, 2), date(2027, 3, 30))
    told = page.content.decode()
    assert "di kelas sampai 2 Mar 2027" in told
    assert SHORT not in told


def test_fewer_days_than_the_curriculum_needs_are_saved_with_a_warning(
    officer: Client, mixed: Programme
) -> None:
    typed = TYPED | {"ends_on": "02-03-2027"}
    page = officer.post(reverse("programmes:offering-new", args=[mixed.pk]), typed, follow=True)
    saved = Offering.objects.get(code="MWK-01")
    assert saved.ends_on == date(2027, 3, 2)
    assert SHORT in page.content.decode()
    again = officer.get(reverse("programmes:offering-edit", args=[saved.pk]))
    assert "paling cepat selesai 30 Maret 2027" in again.content.decode()


@pytest.mark.parametrize("typed", ["28-02-2027", "30-03-2027", "31-03-2027"])
def test_a_last_day_in_class_outside_the_session_is_told_beside_its_field(
    officer: Client, mixed: Programme, typed: str
) -> None:
    page = officer.post(
        reverse("programmes:offering-new", args=[mixed.pk]),
        TYPED | {"ends_on": "30-03-2027", "class_ends_on": typed},
    )
    assert page.context["form"].errors.keys() == {"class_ends_on"}
    assert not Offering.objects.filter(code="MWK-01").exists()


def test_the_database_refuses_a_last_day_in_class_outside_the_session(shelf: Shelf) -> None:
    for day in (date(2027, 2, 28), shelf.session.ends_on):
        with pytest.raises(IntegrityError), transaction.atomic():
            Offering.objects.filter(pk=shelf.session.pk).update(class_ends_on=day)


def test_prepared_sessions_keep_their_room_for_the_days_in_class_only(
    city: City, shelf: Shelf, mixed: Programme
) -> None:
    Offering.objects.all().delete()
    subject = next(row for row in list_subjects(cycle=shelf.cycle) if row.programme == mixed)
    assert [(one.days, one.weeks) for one in subject.course] == [(2, 0), (0, 4)]
    by = User.objects.create_user("petugas")
    prepare_sessions(city=city, cycle=shelf.cycle, wanted={subject.key: 20}, venues=["Aula"], by=by, at=AT)
    rows = list(Offering.objects.filter(programme=mixed).order_by("starts_on"))
    assert len(rows) == 20
    assert all(row.class_ends_on and row.class_ends_on < row.ends_on and row.venue == "Aula" for row in rows)
    assert all(row.counts_as_absence for row in rows)
    # Twenty sessions of a month each, in one room and with one teacher, run beside one another outside of class.
    assert any(later.starts_on <= row.ends_on for row, later in pairwise(rows))
    assert all(row.days.away_until < later.starts_on for row, later in pairwise(rows))
