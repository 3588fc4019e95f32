"""A plan on its way to be the city's own: proposed, reviewed, set, by different people, each with a reason."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import Error, IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from sibina.ground.people.models import Membership
from sibina.lib.access import Role
from sibina.lib.audit.api import Event
from sibina.plan.planning.actions import propose_plan, return_plan, review_plan, set_plan
from sibina.plan.planning.models import CityPlan, PlanSeat, PlanSession, PlanStep
from sibina.plan.planning.types import (
    AnotherPlanSet,
    Approval,
    OutOfTurn,
    OwnProposal,
    PlanNotReady,
    ReasonMissing,
    YearClosed,
)
from sibina.plan.programmes.models import Offering
from tests.modules.planning.conftest import AT, TODAY, Town, finish, set_by_all

ClientAs = Callable[..., Client]
WHY = {"reason": "Disepakati rapat 2 Januari"}


def text(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return unescape(response.content.decode())


def user_of(client: Client) -> User:
    return User.objects.get(pk=client.session["_auth_user_id"])


def test_three_people_make_a_plan_the_citys_own_and_every_step_says_who_and_why(
    drawn: CityPlan, client_as: ClientAs
) -> None:
    clients = [client_as(role) for role in (Role.PENGELOLA, Role.ANALIS, Role.PIMPINAN)]
    for client, step in zip(clients, ("ajukan", "periksa", "tetapkan"), strict=True):
        assert client.post(f"/rencana/{drawn.pk}/{step}/", WHY).status_code == 302
    drawn.refresh_from_db()
    assert drawn.is_set
    steps = list(PlanStep.objects.filter(plan=drawn))
    assert [(step.step, step.by) for step in steps] == [
        (name, user_of(client)) for name, client in zip(("proposed", "reviewed", "set"), clients, strict=True)
    ]
    page = text(clients[0].get(f"/rencana/{drawn.pk}/persetujuan/"))
    assert page.count(WHY["reason"]) == 3
    assert "Inilah rencana kota tahun 2026" in page
    verbs = Event.objects.filter(target_id=str(drawn.pk)).values_list("verb", flat=True)
    assert {f"planning.plan.{name}" for name in ("proposed", "reviewed", "set")} <= set(verbs)


def test_without_a_reason_no_step_is_taken_and_the_database_agrees(
    drawn: CityPlan, client_as: ClientAs
) -> None:
    response = client_as(Role.PENGELOLA).post(f"/rencana/{drawn.pk}/ajukan/", {"reason": "  "})
    assert "Tulis alasannya" in text(response)
    with pytest.raises(ReasonMissing):
        propose_plan(plan=drawn, reason=" ", by=None, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanStep.objects.create(city=drawn.city, plan=drawn, step="proposed", at=AT, reason=" \n ")
    assert not PlanStep.objects.exists()


def test_what_was_typed_stays_when_somebody_else_was_faster(drawn: CityPlan, client_as: ClientAs) -> None:
    officer = client_as(Role.PENGELOLA)
    propose_plan(plan=drawn, reason="Lebih dulu", by=None, at=AT)
    page = text(officer.post(f"/rencana/{drawn.pk}/ajukan/", {"reason": "Alasan saya yang panjang"}))
    assert "sekarang «Diusulkan»" in page
    assert "Alasan saya yang panjang" in page
    assert PlanStep.objects.count() == 1


def test_steps_are_taken_in_their_order(drawn: CityPlan) -> None:
    for step in (review_plan, set_plan, return_plan):
        with pytest.raises(OutOfTurn):
            step(plan=drawn, reason="Melompat", by=None, at=AT)


def test_nobody_decides_on_what_they_proposed_themselves(drawn: CityPlan, client_as: ClientAs) -> None:
    officer = client_as(Role.PENGELOLA)
    officer.post(f"/rencana/{drawn.pk}/ajukan/", WHY)
    assert "Anda sendiri yang mengusulkan" in text(officer.post(f"/rencana/{drawn.pk}/periksa/", WHY))
    review_plan(plan=drawn, reason="Sudah", by=None, at=AT)
    with pytest.raises(OwnProposal):
        set_plan(plan=drawn, reason="Sekalian", by=user_of(officer), at=AT)
    drawn.refresh_from_db()
    assert drawn.approval == Approval.REVIEWED


@pytest.mark.parametrize("steps", [(propose_plan,), (propose_plan, review_plan)])
def test_a_plan_that_waits_is_sent_back_with_a_reason_and_can_be_proposed_again(
    drawn: CityPlan, steps: tuple[Callable[..., None], ...]
) -> None:
    for step in (*steps, return_plan, propose_plan):
        step(plan=drawn, reason="Perlu diperbaiki", by=None, at=AT)
    drawn.refresh_from_db()
    assert drawn.approval == Approval.PROPOSED
    assert PlanStep.objects.filter(plan=drawn, step="returned").count() == 1


def test_a_city_that_lacks_who_decides_is_told_whom_to_add(drawn: CityPlan, client_as: ClientAs) -> None:
    officer = client_as(Role.PENGELOLA)
    officer.post(f"/rencana/{drawn.pk}/ajukan/", WHY)
    page = text(officer.get(f"/rencana/{drawn.pk}/persetujuan/"))
    assert "belum mempunyai pengelola kedua atau analis" in page
    assert 'href="/anggota/"' in page
    client_as(Role.ANALIS).post(f"/rencana/{drawn.pk}/periksa/", WHY)
    page = text(officer.get(f"/rencana/{drawn.pk}/persetujuan/"))
    assert "belum mempunyai anggota dengan peran Pimpinan" in page
    assert Membership.objects.filter(role=Role.PIMPINAN).count() == 0
    client_as(Role.PIMPINAN)
    assert "pimpinan yang menetapkannya" in text(officer.get(f"/rencana/{drawn.pk}/persetujuan/"))


def test_a_year_has_one_set_plan_and_the_other_stays(town: Town, drawn: CityPlan) -> None:
    other = finish(town.ask())
    set_by_all(drawn)
    propose_plan(plan=other, reason="Kedua", by=None, at=AT)
    review_plan(plan=other, reason="Kedua", by=None, at=AT)
    with pytest.raises(AnotherPlanSet):
        set_plan(plan=other, reason="Kedua", by=None, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        CityPlan.objects.filter(pk=other.pk).update(approval=Approval.SET)
    assert CityPlan.objects.count() == 2


def test_a_plan_without_an_answer_is_not_proposed_and_the_database_agrees(town: Town) -> None:
    plan = town.ask()
    with pytest.raises(PlanNotReady):
        propose_plan(plan=plan, reason="Terburu-buru", by=None, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        CityPlan.objects.filter(pk=plan.pk).update(approval=Approval.PROPOSED)


def test_the_plan_of_a_closed_year_goes_no_further(town: Town, drawn: CityPlan) -> None:
    propose_plan(plan=drawn, reason="Disepakati", by=None, at=AT)
    town.cycle.phase, town.cycle.closed_on = "closed", TODAY
    town.cycle.save()
    with pytest.raises(YearClosed):
        review_plan(plan=drawn, reason="Terlambat", by=None, at=AT)


REFUSED = [
    ("ajukan", {Role.ANALIS, Role.PIMPINAN, Role.INSPEKTORAT, Role.KEPALA_OPD, Role.ASN}),
    ("periksa", {Role.PIMPINAN, Role.INSPEKTORAT, Role.KEPALA_OPD, Role.ASN}),
    ("tetapkan", {Role.PENGELOLA, Role.ANALIS, Role.INSPEKTORAT, Role.KEPALA_OPD, Role.ASN}),
    ("kembalikan", {Role.INSPEKTORAT, Role.KEPALA_OPD, Role.ASN}),
]


def test_each_step_is_taken_by_its_own_roles_only(drawn: CityPlan, client_as: ClientAs) -> None:
    clients = {role: client_as(role) for _, roles in REFUSED for role in roles}
    for step, roles in REFUSED:
        for role in roles:
            answer = clients[role].post(f"/rencana/{drawn.pk}/{step}/", WHY)
            assert answer.status_code == 403, (step, role)
    assert not PlanStep.objects.exists()


def test_a_set_plan_stays_as_it_is_in_the_database_too(drawn: CityPlan) -> None:
    set_by_all(drawn)
    session = PlanSession.objects.filter(plan=drawn, runs=True).first()
    seat = PlanSeat.objects.filter(plan=drawn).first()
    assert session is not None
    assert seat is not None
    again = {name: getattr(seat, name) for name in ("city_id", "plan_id", "session_id", "plan_person_id")}
    changes: list[Callable[[], Any]] = [
        lambda: CityPlan.objects.filter(pk=drawn.pk).update(ceiling=drawn.ceiling + 1),
        lambda: CityPlan.objects.filter(pk=drawn.pk).delete(),
        lambda: PlanSession.objects.filter(pk=session.pk).update(venue="Tempat lain"),
        lambda: PlanSeat.objects.filter(pk=seat.pk).delete(),
        lambda: PlanSeat.objects.create(**again, line=9999),
        lambda: PlanStep.objects.filter(plan=drawn).update(reason="Ditulis ulang"),
    ]
    for change in changes:
        with pytest.raises(Error), transaction.atomic():
            change()
    drawn.what_if = {"stale": True}
    drawn.save(update_fields=["what_if"])
    drawn.refresh_from_db()
    assert drawn.what_if == {"stale": True}


def test_a_draft_may_be_written_anew(drawn: CityPlan) -> None:
    """The lock is on set plans only; else the test before this one would show nothing."""
    assert PlanSession.objects.filter(plan=drawn).update(venue="Tempat lain") > 0


def test_sessions_of_a_set_plan_are_neither_changed_nor_withdrawn(
    town: Town, drawn: CityPlan, client_as: ClientAs
) -> None:
    set_by_all(drawn)
    officer = client_as(Role.PENGELOLA)
    runs = set(PlanSession.objects.filter(plan=drawn, runs=True).values_list("offering_id", flat=True))
    assert set(Offering.objects.filter(is_held=True).values_list("pk", flat=True)) == runs
    held = Offering.objects.filter(is_held=True).first()
    assert held is not None
    typed = {
        "code": held.code, "starts_on": "2026-10-05", "ends_on": "2026-10-06", "seats": "12", "min_seats": "4",
        "fixed_cost": "1", "seat_cost": "1", "venue": "Aula baru", "speaker_id": "",
    }  # fmt: skip
    assert "sudah ditetapkan" in text(officer.get(f"/program/sesi/{held.pk}/ubah/"))
    page = text(officer.post(f"/program/sesi/{held.pk}/ubah/", typed))
    assert "tidak dapat diubah atau ditarik" in page
    assert "Aula baru" in page
    assert "tidak dapat diubah" in text(officer.post(f"/program/sesi/{held.pk}/tarik/", follow=True))
    with pytest.raises(Error), transaction.atomic():
        Offering.objects.filter(pk=held.pk).update(venue="Aula baru")
    held.refresh_from_db()
    assert held.venue != "Aula baru"
    free = Offering.objects.filter(is_held=False).first()
    assert free is not None
    assert officer.post(f"/program/sesi/{free.pk}/ubah/", typed | {"code": free.code}).status_code in {
        200,
        302,
    }


def test_the_leaders_home_asks_for_the_decision_when_it_is_theirs(
    drawn: CityPlan, client_as: ClientAs
) -> None:
    officer, leader = client_as(Role.ANALIS), client_as(Role.PIMPINAN)
    propose_plan(plan=drawn, reason="Diusulkan", by=None, at=timezone.now())
    assert "Periksa rencana «Pagu penuh»" in text(officer.get("/"))
    assert "Tetapkan rencana" not in text(leader.get("/"))
    review_plan(plan=drawn, reason="Diperiksa", by=None, at=timezone.now())
    assert "Tetapkan rencana «Pagu penuh»" in text(leader.get("/"))
    set_plan(plan=drawn, reason="Ditetapkan", by=None, at=timezone.now())
    assert "Tetapkan rencana" not in text(leader.get("/"))
