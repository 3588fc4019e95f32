"""The staff's own voice: sending, answering, gathering, deciding; who may, who sees what, and what cannot be buried."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sibina.assess.needs import actions, reads
from sibina.assess.needs.models import Proposal, ProposalEvent, ProposalTopic
from sibina.assess.needs.types import (
    AlreadyProposed,
    Endorsement,
    NoOpenYear,
    NotFree,
    Outcome,
    OwnProposal,
    ProposalFacts,
    ProposalKind,
    ProposalStep,
    StepRefused,
    TopicChanged,
    TopicFacts,
    TopicThere,
    Voices,
)
from sibina.ground.cycles.api import Cycle, give_starting_rules
from sibina.ground.people.api import Membership, get_sight
from sibina.lib.access import Role
from sibina.lib.audit.api import Event
from tests.conftest import log_in, make_city

AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
WHY = "Warga sering bertanya lewat daring."
REASON = "Sudah termasuk pelatihan bulan Maret."


@pytest.fixture
def staff(town):
    """The town with an open year, and with who answers: two heads and an officer."""
    Cycle.objects.create(city=town.city, year=2027, opened_on=date(2026, 10, 1))
    give_starting_rules(city=town.city, at=AT)
    return Staff(town)


class Staff:
    def __init__(self, town):
        self.town, self.city = town, town.city
        self.head = self.member(
            Role.KEPALA_OPD, unit=town.units["Dinas Kesehatan"], person=town.persons["Cici"]
        )
        self.other_head = self.member(Role.KEPALA_OPD, unit=town.units["Dinas Perhubungan"])
        self.officer = self.member(Role.PENGELOLA)

    def member(self, role, **place):
        number = get_user_model().objects.count()
        user = get_user_model().objects.create_user(f"anggota{number}", first_name=f"Nama{number}")
        return Membership.objects.create(city=self.city, user=user, role=role, **place)

    def propose(self, person="Ani", about="Komunikasi", reason=WHY, at=AT, kind=ProposalKind.NEED):
        competency = self.town.competencies.get(about)
        facts = ProposalFacts(kind, competency.pk if competency else None, about, reason)
        return actions.send_proposal(person=self.town.persons[person], facts=facts, at=at)

    def answer(self, proposal, step=ProposalStep.ENDORSED, reason="", by=None):
        return actions.answer_proposal(proposal=proposal, step=step, reason=reason, by=by or self.head, at=AT)

    def decide(self, topic, step=ProposalStep.TAKEN, reason=REASON, mark=None):
        mark = reads.get_topic_mark(topic=topic) if mark is None else mark
        return actions.decide_topic(topic=topic, step=step, reason=reason, mark=mark, by=self.officer, at=AT)

    def gather(self, *proposals, into=None, name="Topik baru", competency=None):
        facts = TopicFacts(name, self.town.competencies[competency].pk if competency else None)
        seen = {one.pk: one.topic_id for one in proposals}
        return actions.gather_proposals(proposals=seen, into=into or facts, by=self.officer, at=AT)


def client_of(city, member, client):
    client.force_login(member.user)
    return client


def history(proposal):
    return [event.step for event in reads.list_events(proposal=proposal)]


# Sending.
def test_proposals_about_one_competency_stand_together_by_themselves(staff):
    ani, budi = staff.propose("Ani"), staff.propose("Budi", reason="Saya melayani pasien asing.")
    idea = staff.propose("Ani", kind=ProposalKind.PROGRAMME)
    assert ani.topic == budi.topic
    assert ani.topic.competency == staff.town.competencies["Komunikasi"]
    assert idea.topic != ani.topic
    assert reads.count_others(proposal=ani) == 1
    assert history(ani) == ["sent", "gathered"]


def test_the_same_proposal_sent_twice_is_one(staff):
    first = staff.propose()
    assert staff.propose() == first
    assert Proposal.objects.count() == 1
    assert history(first) == ["sent", "gathered"]


def test_one_person_is_one_voice_about_one_thing_until_it_is_decided(staff):
    first = staff.propose()
    with pytest.raises(AlreadyProposed) as there:
        staff.propose(reason="Alasan yang lain lagi.")
    assert there.value.proposal_id == first.pk
    staff.decide(first.topic, ProposalStep.DECLINED)
    assert staff.propose(reason="Alasan yang lain lagi.").pk != first.pk


def test_nothing_can_be_sent_where_no_year_is_open(staff):
    Cycle.objects.update(phase="closed", closed_on=date(2026, 12, 31))
    with pytest.raises(NoOpenYear):
        staff.propose()


# The superior.
def test_the_superior_declines_with_a_reason_and_the_agency_decides_all_the_same(staff):
    sent = staff.propose()
    declined = staff.answer(sent, ProposalStep.NOT_ENDORSED, REASON)
    assert (declined.endorsement, declined.endorsement_reason) == (Endorsement.DECLINED, REASON)
    staff.decide(sent.topic)
    sent.refresh_from_db()
    assert (sent.outcome, sent.outcome_reason) == (Outcome.TAKEN, REASON)
    assert history(sent) == ["sent", "gathered", "not_endorsed", "taken"]


def test_nobody_answers_the_own_proposal_and_a_heads_goes_straight_to_the_agency(staff):
    own = staff.propose("Cici")
    assert own.endorsement == Endorsement.NOT_NEEDED
    with pytest.raises(OwnProposal):
        staff.answer(own)
    waiting = reads.list_for_superior(sight=get_sight(staff.head), person_id=staff.head.person_id)
    assert list(waiting) == []


def test_another_offices_head_has_no_word(staff):
    sent = staff.propose("Ani")
    with pytest.raises(Proposal.DoesNotExist):
        staff.answer(sent, by=staff.other_head)


def test_the_head_of_today_answers_for_who_has_moved(staff):
    sent = staff.propose("Ani")
    ani = staff.town.persons["Ani"]
    ani.unit = ani.office = staff.town.units["Dinas Perhubungan"]
    ani.save()
    with pytest.raises(Proposal.DoesNotExist):
        staff.answer(sent)
    assert staff.answer(sent, by=staff.other_head).endorsement == Endorsement.ENDORSED


def test_the_second_answer_is_refused(staff):
    sent = staff.propose()
    staff.answer(sent)
    with pytest.raises(StepRefused):
        staff.answer(sent, ProposalStep.NOT_ENDORSED, REASON)


# Topics.
def test_free_proposals_are_gathered_moved_and_taken_out_and_all_of_it_is_kept(staff):
    one, two = staff.propose("Ani", "Bahasa isyarat"), staff.propose("Budi", "Melayani warga tuli")
    topic = staff.gather(one, two, name="Bahasa isyarat")
    one.refresh_from_db()
    other = staff.gather(one, name="Layanan inklusif")
    one.refresh_from_db()
    assert one.topic == other
    actions.take_out_proposal(proposal=one, by=staff.officer, at=AT)
    one.refresh_from_db()
    assert one.topic is None
    assert history(one) == ["sent", "gathered", "gathered", "taken_out"]
    assert [event.topic for event in reads.list_events(proposal=one)][1:] == [topic, other, other]


def test_what_an_officer_has_not_seen_is_neither_moved_nor_decided(staff):
    free = staff.propose("Ani", "Bahasa isyarat")
    staff.gather(free, name="Bahasa isyarat")
    with pytest.raises(TopicChanged):
        staff.gather(free, name="Yang lain")  # as it was seen before: in no topic
    sent = staff.propose("Ani")
    seen = reads.get_topic_mark(topic=sent.topic)
    staff.propose("Budi")
    with pytest.raises(TopicChanged) as changed:
        staff.decide(sent.topic, mark=seen)
    assert changed.value.waiting == 2
    assert not Proposal.objects.filter(outcome=Outcome.TAKEN).exists()


def test_a_proposal_about_a_competency_stays_with_the_others_about_it(staff):
    sent = staff.propose()
    with pytest.raises(NotFree):
        staff.gather(sent)
    with pytest.raises(NotFree):
        actions.take_out_proposal(proposal=sent, by=staff.officer, at=AT)


def test_a_competency_has_one_topic_a_year(staff):
    staff.propose("Ani", "Komunikasi")
    free = staff.propose("Budi", "Bicara di depan umum")
    with pytest.raises(TopicThere) as there:
        staff.gather(free, name="Pidato", competency="Komunikasi")
    assert there.value.name == "Komunikasi"


def test_what_comes_after_a_decision_waits_anew(staff):
    first = staff.propose("Ani")
    staff.decide(first.topic, ProposalStep.DECLINED)
    late = staff.propose("Budi")
    topic = reads.find_topic(topic_id=late.topic_id)
    assert (topic.voices, topic.declined, topic.waiting) == (2, 1, 1)


def test_voices_are_counted_by_competency_and_add_up(staff):
    ani, budi, cici = (staff.propose(name) for name in ("Ani", "Budi", "Cici"))
    staff.propose("Ani", kind=ProposalKind.PROGRAMME)
    staff.answer(ani)
    staff.answer(budi, ProposalStep.NOT_ENDORSED, REASON)
    free = staff.propose("Dodi", "Kapal dan pelabuhan")
    assert staff.town.competencies["Logistik"].pk not in reads.count_voices(ani.cycle_id)
    staff.gather(free, name="Pelabuhan", competency="Logistik")
    gone = staff.propose("Budi", "Integritas")
    member = staff.member(Role.ASN, person=staff.town.persons["Budi"])
    actions.withdraw_proposal(proposal=gone, by=member, at=AT)
    assert reads.count_voices(ani.cycle_id) == {
        staff.town.competencies["Komunikasi"].pk: Voices(4, 3, endorsed=1, declined=1, waiting=2),
        staff.town.competencies["Logistik"].pk: Voices(1, 1, waiting=1),
    }
    assert cici.endorsement == Endorsement.NOT_NEEDED


# The database's own word.
@pytest.mark.parametrize(
    "changed",
    [
        "endorsement = 'declined'",
        "endorsement = 'declined', endorsement_reason = '      tidak     '",
        "outcome = 'declined'",
        "outcome = 'taken', outcome_reason = 'ya'",
        "reason = 'pendek'",
    ],
)
def test_the_database_keeps_no_refusal_without_a_reason(staff, changed):
    sent = staff.propose()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE needs_proposal SET {changed} WHERE id = %s", [sent.pk])


def test_the_database_takes_no_event_of_refusal_without_a_reason(staff):
    sent = staff.propose()
    with pytest.raises(IntegrityError), transaction.atomic():
        ProposalEvent.objects.create(city=staff.city, proposal=sent, step="not_endorsed", at=AT)


def test_nothing_of_a_proposal_can_be_deleted_or_rewritten(staff):
    sent = staff.propose()
    with pytest.raises(ProtectedError):
        sent.delete()
    gone = "DELETE FROM needs_proposal WHERE id = %s; SET CONSTRAINTS ALL IMMEDIATE"
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(gone, [sent.pk])
    with pytest.raises(DatabaseError), transaction.atomic():
        ProposalEvent.objects.filter(proposal=sent).update(reason="Lain")


# The pages.
def send(client, **changed):
    data = {"kind": "need", "gap": "lain", "subject": "Komunikasi", "reason": WHY} | changed
    return client.post(reverse("proposals:new"), data)


def test_an_asn_proposes_on_a_page_and_reads_what_became_of_it(staff, client_as):
    staff.town.count()
    ani = client_as(Role.ASN, person=staff.town.persons["Ani"])
    page = ani.get(reverse("proposals:new")).content.decode()
    assert page.index("Komunikasi") < page.index("<datalist")  # the own gap comes first
    assert "<script" not in page
    assert len(page) < 20_000
    gap = staff.town.competencies["Komunikasi"].pk
    answer = send(ani, gap=gap, subject="")
    sent = Proposal.objects.get()
    assert (sent.competency_id, sent.reason) == (gap, WHY)
    assert answer.url == reverse("proposals:proposal", args=[sent.pk])
    assert send(ani, gap=gap, subject="").url == answer.url
    staff.answer(sent, ProposalStep.NOT_ENDORSED, REASON)
    one = ani.get(answer.url).content.decode()
    assert REASON in one
    assert "Kepala OPD" in one
    assert "Tidak didukung atasan" in ani.get(reverse("proposals:mine")).content.decode()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"subject": ""}, "Belum disebut tentang apa"),
        ({"subject": "ab"}, "Terlalu pendek"),
        ({"reason": "perlu"}, "paling sedikit 10 huruf"),
        ({"reason": "x" * 501}, "paling banyak 500 huruf"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(staff, client_as, changed, sentence):
    client = client_as(Role.ASN, person=staff.town.persons["Ani"])
    page = send(client, **changed).content.decode()
    assert sentence in page
    assert changed.get("reason", WHY)[:40] in page
    assert not Proposal.objects.exists()


def test_two_things_at_once_are_refused_and_a_second_voice_is_shown_the_first(staff, client_as):
    staff.town.count()
    client = client_as(Role.ASN, person=staff.town.persons["Ani"])
    gap = staff.town.competencies["Komunikasi"].pk
    assert "Pilih salah satu" in send(client, gap=gap, subject="Pidato").content.decode()
    send(client, subject="komunikasi ")
    page = send(client, reason="Alasan yang sama sekali lain.").content.decode()
    assert "Anda sudah mengusulkan hal ini" in page
    assert "Alasan yang sama sekali lain." in page
    assert Proposal.objects.get().competency_id == gap


def test_without_a_person_or_an_open_year_the_page_says_what_to_do(staff, client_as):
    assert "belum terhubung" in client_as(Role.MENTOR).get(reverse("proposals:new")).content.decode()
    Cycle.objects.update(phase="closed", closed_on=date(2026, 12, 31))
    client = client_as(Role.ASN, person=staff.town.persons["Ani"])
    assert "Belum ada tahun siklus" in client.get(reverse("proposals:new")).content.decode()


def test_a_head_endorses_with_one_click_and_the_second_answer_is_told_of_the_first(staff, client):
    sent = staff.propose("Ani")
    head = client_of(staff.city, staff.head, client)
    inbox = head.get(reverse("proposals:staff")).content.decode()
    assert "Menunggu jawaban Anda" in inbox
    assert "Ani" in inbox
    head.post(reverse("proposals:endorse", args=[sent.pk]))
    sent.refresh_from_db()
    assert sent.endorsement == Endorsement.ENDORSED
    page = head.post(reverse("proposals:decline", args=[sent.pk]), {"reason": REASON}).content.decode()
    assert "sudah dijawab" in page
    assert REASON in page  # what was typed stays
    sent.refresh_from_db()
    assert sent.endorsement == Endorsement.ENDORSED


def test_a_head_declines_with_a_reason_only(staff, client):
    sent = staff.propose("Ani")
    head, address = client_of(staff.city, staff.head, client), reverse("proposals:decline", args=[sent.pk])
    assert "paling sedikit 10 huruf" in head.post(address, {"reason": "tidak"}).content.decode()
    assert head.post(address, {"reason": REASON}).status_code == 302
    sent.refresh_from_db()
    assert sent.endorsement_reason == REASON


def test_everyone_sees_only_what_is_theirs(staff, client_as):
    sent = staff.propose("Ani")
    one = reverse("proposals:proposal", args=[sent.pk])
    own = client_as(Role.ASN, person=staff.town.persons["Ani"])
    assert own.get(one).status_code == 200
    budi = client_as(Role.ASN, person=staff.town.persons["Budi"])
    assert budi.get(one).status_code == 404
    assert budi.post(reverse("proposals:withdraw", args=[sent.pk])).status_code == 404
    assert budi.get(reverse("proposals:staff")).status_code == 403
    stranger = client_as(Role.KEPALA_OPD, unit=staff.town.units["Dinas Perhubungan"])
    assert stranger.get(one).status_code == 404
    assert stranger.post(reverse("proposals:endorse", args=[sent.pk])).status_code == 404
    assert sent.subject not in stranger.get(reverse("proposals:staff")).content.decode()
    assert client_as(Role.MITRA).get(one).status_code == 403
    other = log_in(make_city("Kota Lain"), Role.PENGELOLA)
    assert other.get(one).status_code == 404


def test_names_are_read_by_who_answers_and_by_nobody_else(staff, client_as):
    sent = staff.propose("Budi", reason="Melayani warga di loket.")
    pages = [
        reverse("proposals:staff"),
        reverse("proposals:unanswered"),
        reverse("proposals:proposal", args=[sent.pk]),
        reverse("proposals:topic", args=[sent.topic_id]),
    ]
    for role in (Role.PENGELOLA, Role.ANALIS):
        client = client_as(role)
        for page in pages:
            assert "Budi" in client.get(page).content.decode(), (role, page)
    for role in (Role.PIMPINAN, Role.INSPEKTORAT):
        client = client_as(role)
        for page in pages:
            html = client.get(page).content.decode()
            assert "Budi" not in html, (role, page)
            assert page == pages[0] or "Melayani warga di loket." in html
        found = client.get(reverse("proposals:staff"), {"q": "budi"}).content.decode()
        assert "Tidak ada yang cocok" in found
    trail = client_as(Role.INSPEKTORAT).get(reverse("web:audit")).content.decode()
    assert "Mengirim usulan" in trail
    assert ">pengusul<" in trail
    assert not Event.objects.filter(verb="needs.proposal.sent", by__isnull=False).exists()


def test_what_waits_too_long_is_late_for_all_who_look(staff, client, client_as):
    old = staff.propose("Ani", at=timezone.now() - timedelta(days=30))
    staff.propose("Budi", at=timezone.now())
    for role in (Role.PENGELOLA, Role.PIMPINAN, Role.INSPEKTORAT):
        listed = client_as(role).get(reverse("proposals:unanswered"), {"umur": "lewat"})
        assert [line[0]["text"] for line in listed.context["lines"]] == ["Komunikasi"]
        assert "30" in [cell["text"] for cell in listed.context["lines"][0]]
    head = client_of(staff.city, staff.head, client)
    assert "2 usulan staf menunggu jawaban Anda" in head.get("/").content.decode()
    assert "1 lewat batas 14 hari" in head.get("/").content.decode()
    assert "2 usulan staf menunggu keputusan" in client_as(Role.PENGELOLA).get("/").content.decode()
    staff.decide(old.topic, ProposalStep.DECLINED)
    assert "Semua usulan sudah dijawab" in client.get(reverse("proposals:unanswered")).content.decode()
    declined = client.get(reverse("proposals:staff"), {"keadaan": "declined"})
    assert declined.context["page"].paginator.count == 2


def test_an_answer_is_news_to_its_proposer(staff, client_as):
    sent = staff.propose("Ani", at=timezone.now())
    ani = client_as(Role.ASN, person=staff.town.persons["Ani"])
    assert "Usulan Anda dijawab" not in ani.get("/").content.decode()
    actions.answer_proposal(
        proposal=sent, step=ProposalStep.ENDORSED, reason="", by=staff.head, at=timezone.now()
    )
    assert "Usulan Anda dijawab" in ani.get("/").content.decode()


def test_a_proposal_is_withdrawn_while_it_is_undecided(staff, client_as):
    sent = staff.propose("Ani")
    ani = client_as(Role.ASN, person=staff.town.persons["Ani"])
    ani.post(reverse("proposals:withdraw", args=[sent.pk]))
    sent.refresh_from_db()
    assert sent.outcome == Outcome.WITHDRAWN
    again = staff.propose("Ani")
    staff.decide(again.topic)
    page = ani.post(reverse("proposals:withdraw", args=[again.pk]), follow=True).content.decode()
    assert "tidak dapat ditarik lagi" in page


def test_an_officer_gathers_and_decides_on_pages(staff, client):
    one, two = staff.propose("Ani", "Bahasa isyarat"), staff.propose("Budi", "Isyarat untuk loket")
    officer = client_of(staff.city, staff.officer, client)
    address = reverse("proposals:gather")
    assert "Belum dipilih" in officer.post(address, {"proposals": [f"{one.pk}-0"]}).content.decode()
    chosen = [f"{one.pk}-0", f"{two.pk}-0"]
    answer = officer.post(address, {"proposals": chosen, "name": "Bahasa isyarat"})
    topic = ProposalTopic.objects.get()
    assert answer.url == reverse("proposals:topic", args=[topic.pk])
    stale = officer.post(address, {"proposals": chosen, "name": "Lain lagi"}).content.decode()
    assert ProposalTopic.objects.count() == 1, stale
    decide = reverse("proposals:decide", args=[topic.pk])
    mark = reads.get_topic_mark(topic=topic)
    data = {"verdict": "declined", "reason": "Tahun ini belum ada pengajarnya.", "mark": mark}
    assert "Pilih keputusannya" in officer.post(decide, data | {"verdict": ""}).content.decode()
    assert officer.post(decide, data).status_code == 302
    assert set(Proposal.objects.values_list("outcome", flat=True)) == {"declined"}
    again = officer.post(decide, data | {"verdict": "taken"}).content.decode()
    assert "sudah diputus orang lain" in again
    assert "Tahun ini belum ada pengajarnya." in again


def test_pages_ask_few_questions(staff, client, client_as):
    for name in ("Ani", "Budi", "Dodi"):
        staff.propose(name, "Komunikasi")
    sent = staff.propose("Ani", "Bahasa isyarat")
    topic = staff.propose("Budi", "Integritas").topic
    names = [("staff", []), ("unanswered", []), ("topics", []), ("topic", [topic.pk]), ("gather", [])]
    client = client_of(staff.city, staff.officer, client)
    ani = client_as(Role.ASN, person=staff.town.persons["Ani"])
    asked = [(client, name, key) for name, key in [*names, ("decide", [topic.pk]), ("proposal", [sent.pk])]]
    asked += [(ani, "mine", []), (ani, "new", []), (ani, "proposal", [sent.pk])]
    for who, name, key in asked:
        address = reverse(f"proposals:{name}", args=key)
        who.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert who.get(address).status_code == 200
        assert len(queries) <= 12, (name, [query["sql"][:120] for query in queries])
