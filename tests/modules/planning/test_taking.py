"""Taking a plan as the city's own, and giving it up: one a year, with a reason, on the trail."""

from collections.abc import Callable
from html import unescape

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.test import Client

from sibina.lib.access import Role
from sibina.lib.audit.api import Event
from sibina.plan.planning.actions import (
    AnotherPlanTaken,
    PlanNotReady,
    ReasonMissing,
    YearClosed,
    take_plan,
    untake_plan,
)
from sibina.plan.planning.models import CityPlan
from tests.modules.planning.conftest import AT, TODAY, Town, finish

ClientAs = Callable[..., Client]


def test_a_plan_is_taken_with_a_reason_and_the_trail_says_who_and_why(
    answered: CityPlan, client_as: ClientAs
) -> None:
    client = client_as(Role.PENGELOLA)
    response = client.post(f"/rencana/{answered.pk}/jadikan/", {"reason": "Disepakati rapat 2 Januari"})
    assert response.status_code == 302
    answered.refresh_from_db()
    event = Event.objects.get(verb="planning.plan.taken")
    assert answered.taken_reason == event.data["reason"] == "Disepakati rapat 2 Januari"
    assert answered.taken_by == event.by == get_user_model().objects.get(pk=client.session["_auth_user_id"])
    assert "Inilah rencana resmi kota" in unescape(client.get(f"/rencana/{answered.pk}/").content.decode())


def test_without_a_reason_nothing_is_taken(answered: CityPlan, client_as: ClientAs) -> None:
    response = client_as(Role.PENGELOLA).post(f"/rencana/{answered.pk}/jadikan/", {"reason": "  "})
    assert "Tulis alasannya" in unescape(response.content.decode())
    with pytest.raises(ReasonMissing):
        take_plan(plan=answered, reason=" ", by=None, at=AT)
    assert not CityPlan.objects.filter(taken_at__isnull=False).exists()


def test_a_year_has_one_plan_and_the_other_stays(town: Town, answered: CityPlan, client_as: ClientAs) -> None:
    other = finish(town.ask())
    take_plan(plan=answered, reason="Pertama", by=None, at=AT)
    response = client_as(Role.PENGELOLA).post(f"/rencana/{other.pk}/jadikan/", {"reason": "Kedua"})
    assert "sudah mempunyai rencana resmi: «Pagu penuh»" in unescape(response.content.decode())
    with pytest.raises(AnotherPlanTaken):
        take_plan(plan=other, reason="Kedua", by=None, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        CityPlan.objects.filter(pk=other.pk).update(taken_at=AT)
    untake_plan(plan=answered, reason="Pagu berubah", by=None, at=AT)
    take_plan(plan=other, reason="Kedua", by=None, at=AT)
    assert CityPlan.objects.count() == 2
    verbs = Event.objects.filter(verb__startswith="planning.plan.").values_list("verb", flat=True)
    assert {"planning.plan.taken", "planning.plan.given_up"} <= set(verbs)


def test_a_plan_without_an_answer_is_not_taken(town: Town) -> None:
    with pytest.raises(PlanNotReady):
        take_plan(plan=town.ask(), reason="Terburu-buru", by=None, at=AT)


def test_the_plan_of_a_closed_year_stays_as_it_is(town: Town, answered: CityPlan) -> None:
    take_plan(plan=answered, reason="Disepakati", by=None, at=AT)
    town.cycle.phase, town.cycle.closed_on = "closed", TODAY
    town.cycle.save()
    with pytest.raises(YearClosed):
        untake_plan(plan=answered, reason="Terlambat", by=None, at=AT)


@pytest.mark.parametrize("role", [Role.ANALIS, Role.PIMPINAN, Role.INSPEKTORAT, Role.KEPALA_OPD, Role.ASN])
def test_only_the_officer_takes_a_plan(answered: CityPlan, client_as: ClientAs, role: Role) -> None:
    assert client_as(role).post(f"/rencana/{answered.pk}/jadikan/", {"reason": "Saya mau"}).status_code == 403
    answered.refresh_from_db()
    assert answered.taken_at is None
