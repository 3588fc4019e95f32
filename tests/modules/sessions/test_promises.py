"""Sibolga's workshop to a promise about waiting time: drafted and made on the phone, read by the head, followed up."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sibina.deliver.sessions.actions import agree_to_promise, drop_promise, make_promise, save_promise
from sibina.deliver.sessions.models import Enrolment, Session, WorkPromise
from sibina.deliver.sessions.reads import list_promises
from sibina.deliver.sessions.types import (
    NotAWorkshop,
    PromiseFacts,
    PromiseIncomplete,
    PromiseShut,
    ReasonMissing,
)
from sibina.ground.notices.models import Notice
from sibina.lib.access import Role
from sibina.lib.editing.api import Overtaken
from tests.conftest import make_city
from tests.modules.sessions.conftest import Town

THERE = datetime(2026, 6, 2, 3, tzinfo=UTC)
DUE = date(2026, 9, 30)
WAITING = PromiseFacts(
    problem="Warga menunggu lama di loket 3.",
    innovation="Berkas diperiksa sambil antre.",
    indicator="Waktu tunggu",
    unit_of_measure="menit",
    workplace="Loket 3",
    baseline=Decimal("45"),
    target=Decimal("20"),
    due_on=DUE,
    source="Nomor antrean",
)
ClientAs = Callable[..., Client]


@pytest.fixture
def part(town: Town) -> Enrolment:
    """A participant of the workshop of June."""
    town.prepare(only=["S-1", "E-1"])
    return town.enrolment("S-1", 0)


def keep(part: Enrolment, facts: PromiseFacts = WAITING, revision: int = 0) -> WorkPromise:
    return save_promise(enrolment=part, facts=facts, revision=revision, by=None, at=THERE)


def promised(part: Enrolment, facts: PromiseFacts = WAITING) -> WorkPromise:
    return make_promise(promise=keep(part, facts), by=None, at=THERE)


def test_a_draft_may_be_half_and_a_promise_may_not(part: Enrolment) -> None:
    half = keep(part, PromiseFacts(problem="Antrean panjang"))
    with pytest.raises(PromiseIncomplete):
        make_promise(promise=half, by=None, at=THERE)
    keep(part, revision=1)
    made = make_promise(promise=half, by=None, at=THERE)
    assert (made.state, made.made_at) == ("made", THERE)
    with pytest.raises(PromiseIncomplete):
        keep(part, replace(WAITING, target=None), revision=3)
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkPromise.objects.filter(pk=made.pk).update(target=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkPromise.objects.filter(pk=made.pk).update(target=45)


def test_only_who_sits_in_a_workshop_that_has_begun_leaves_with_a_promise(
    part: Enrolment, town: Town
) -> None:
    with pytest.raises(NotAWorkshop):
        keep(town.enrolment("E-1", 0))
    early = datetime(2026, 5, 30, tzinfo=UTC)
    with pytest.raises(NotAWorkshop):
        save_promise(enrolment=part, facts=WAITING, revision=0, by=None, at=early)


def test_two_phones_at_one_draft_and_nothing_is_overwritten_unseen(part: Enrolment) -> None:
    keep(part)
    with pytest.raises(Overtaken):
        keep(part, replace(WAITING, target=Decimal(10)))
    assert WorkPromise.objects.get().target == 20


def test_what_the_head_agreed_to_stays_and_is_given_up_only_with_a_reason(part: Enrolment) -> None:
    made = agree_to_promise(promise=promised(part), by=None, at=THERE)
    assert Notice.objects.filter(person=part.person, title="Janji Anda disepakati atasan").count() == 1
    with pytest.raises(PromiseShut):
        keep(part, revision=made.revision)
    with pytest.raises(ReasonMissing):
        drop_promise(promise=made, reason=" ", by=None, at=THERE)
    drop_promise(promise=made, reason="Loketnya dipindahkan", by=None, at=THERE)
    with pytest.raises(PromiseShut):
        agree_to_promise(promise=made, by=None, at=THERE)
    assert list_promises() == []


def test_evaluation_finds_what_was_promised_and_not_the_drafts(part: Enrolment, town: Town) -> None:
    keep(town.enrolment("S-1", 1))
    promised(part)
    (told,) = list_promises()
    assert (told.person_id, told.session_id) == (part.person_id, part.session_id)
    assert (told.baseline, told.target, told.less_is_better, told.agreed) == (45, 20, True, False)
    assert list_promises(people=[part.person_id], since=DUE, until=DUE) == [told]
    assert list_promises(since=DUE + timedelta(1)) == []
    assert list_promises(until=DUE - timedelta(1)) == []
    assert list_promises(people=[]) == []


def typed(**changes: str) -> dict[str, str]:
    """The promise as the phone sends it."""
    known = {
        "revision": "0",
        "problem": "Warga menunggu lama di loket 3.",
        "innovation": "Berkas diperiksa sambil antre.",
        "indicator": "Waktu tunggu",
        "unit_of_measure": "menit",
        "workplace": "Loket 3",
        "baseline": "45",
        "target": "20,5",
        "due_on": f"{timezone.localdate() + timedelta(90):%d-%m-%Y}",
        "source": "Nomor antrean",
    }
    return known | changes


@pytest.fixture
def begun(part: Enrolment) -> Enrolment:
    """The same, in a workshop that began yesterday, whenever that is."""
    yesterday = timezone.localdate() - timedelta(1)
    Session.objects.filter(pk=part.session_id).update(
        starts_on=yesterday, ends_on=yesterday, decide_on=yesterday
    )
    return part


def test_the_participant_writes_on_the_phone_and_the_head_agrees(
    begun: Enrolment, town: Town, client_as: ClientAs
) -> None:
    own = client_as(Role.ASN, person=begun.person)
    head = client_as(Role.KEPALA_OPD, unit=begun.office, person=town.persons[2])
    waiting = own.get(reverse("promises:list")).content.decode()
    assert "Menunggu janji Anda" in waiting
    url = reverse("promises:write", args=[begun.pk])
    page = own.get(url).content.decode()
    assert "<script" not in page
    refused = own.post(url, typed(target="", janji="ya")).content.decode()
    assert "Drafnya sudah tersimpan" in refused
    assert "Tulis angka yang Anda janjikan" in refused
    assert 'value="Loket 3"' in refused
    draft = WorkPromise.objects.get()
    assert draft.state == "draft", "what was typed is kept although it is not whole"
    assert head.get(reverse("promises:promise", args=[draft.pk])).status_code == 404
    assert own.post(url, typed(revision="1", janji="ya")).status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.target) == ("made", Decimal("20.5"))
    assert Notice.objects.filter(person=town.persons[2], title__contains="Janji kerja").count() == 1
    assert "45,00 → 20,50 menit" in head.get(reverse("promises:list")).content.decode()
    assert head.post(reverse("promises:agree", args=[draft.pk])).status_code == 302
    draft.refresh_from_db()
    assert draft.state == "agreed"
    assert own.get(url)["Location"] == reverse("promises:promise", args=[draft.pk])
    drop = reverse("promises:drop", args=[draft.pk])
    assert "Tulis alasannya" in own.post(drop, {"reason": ""}).content.decode()
    assert own.post(drop, {"reason": "Loketnya dipindahkan"}).status_code == 302
    assert "Loketnya dipindahkan" in own.get(reverse("promises:promise", args=[draft.pk])).content.decode()


def test_nobody_else_reads_or_writes_it(begun: Enrolment, town: Town, client_as: ClientAs) -> None:
    own = client_as(Role.ASN, person=begun.person)
    own.post(reverse("promises:write", args=[begun.pk]), typed(janji="ya"))
    made = WorkPromise.objects.get()
    other = client_as(Role.ASN, person=town.persons[1])
    other_head = client_as(Role.KEPALA_OPD, unit=town.offices[1])
    stranger = client_as(Role.PENGELOLA, city=make_city("Kota Lain"))
    for client in (other, other_head, stranger):
        assert client.get(reverse("promises:promise", args=[made.pk])).status_code == 404
    assert other.get(reverse("promises:write", args=[begun.pk])).status_code == 404
    assert other_head.post(reverse("promises:agree", args=[made.pk])).status_code == 404
    officer = client_as(Role.PENGELOLA)
    assert "Waktu tunggu" in officer.get(reverse("promises:list")).content.decode()
    workbook = officer.get(reverse("promises:list"), {"unduh": "xlsx"})
    assert workbook.content.startswith(b"PK")
