"""A curriculum given to a partner: read, commented, signed as it stands; released only when everybody asked has signed."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from sibina.ground.people.api import Membership
from sibina.lib.access import Role
from sibina.lib.audit.api import Event
from sibina.plan.programmes import actions, reads
from sibina.plan.programmes.models import CurriculumReview, CurriculumVersion, Partner, ReviewRemark
from sibina.plan.programmes.types import (
    NotFit,
    NotTheirReview,
    ReadAnother,
    RemarkFacts,
    RemarkKind,
    ReviewShut,
    ReviewState,
    VersionState,
)
from tests.conftest import make_city
from tests.modules.partners.conftest import AT, ClientAs, Harbour, make_partner, text_of

PartnerClient = Callable[[Partner], Client]
SIGNATURE = RemarkFacts(RemarkKind.SIGNATURE, name="Dr. Penelaah", office="Ketua Jurusan")


@pytest.fixture
def officer(db: None) -> User:
    return User.objects.create_user("penyusun", "penyusun@contoh.go.id", "sandi-uji-123")


@pytest.fixture
def draft(harbour: Harbour, officer: User) -> CurriculumVersion:
    source = reads.find_released(programme_id=harbour.programme.pk)
    return actions.begin_version(
        programme=harbour.programme, source=source, reason="Bersama mitra", by=officer, at=AT
    )


def ask(version: CurriculumVersion, partner: Partner, officer: User) -> CurriculumReview:
    return actions.ask_review(version=version, partner=partner, note="Mohon ditelaah", by=officer, at=AT)


def member_of(client: Client) -> Membership:
    return client.get("/").wsgi_request.membership


def sign(review: CurriculumReview, member: Membership) -> None:
    read = reads.digest_of_version(review.version)
    actions.add_remark(review=review, facts=SIGNATURE, read=read, member=member, at=AT)


def change(version: CurriculumVersion, officer: User) -> None:
    module = version.modules.get(lineage=1)
    facts = reads.facts_of_module(module)
    changed = type(facts)(**(vars(facts) | {"title": "Judul yang diubah"}))
    actions.save_module(
        version=version, lineage=1, facts=changed, revision=module.revision, by=officer, at=AT
    )


def release(version: CurriculumVersion, officer: User) -> None:
    version.refresh_from_db()
    if version.state == VersionState.DRAFT:
        actions.send_version(version=version, revision=version.revision, note="", by=officer, at=AT)
        version.refresh_from_db()
    actions.release_version(version=version, revision=version.revision, note="", by=officer, at=AT)


def state_of(review: CurriculumReview) -> ReviewState:
    row = reads.find_review(review_id=review.pk)
    assert row is not None
    return row.state


def test_a_partner_reads_comments_and_signs_and_the_version_is_released(
    client_as: ClientAs, harbour: Harbour, draft: CurriculumVersion, partner_client: PartnerClient
) -> None:
    officer = client_as(Role.PENGELOLA)
    address = [harbour.programme.pk, draft.number]
    asked = {"partner": str(harbour.partner.pk), "note": "Mohon ditelaah"}
    assert officer.post(reverse("programmes:review-ask", args=address), asked).status_code == 302
    review = CurriculumReview.objects.get()
    client = partner_client(harbour.partner)
    assert "1 kurikulum menunggu telaah" in client.get("/").content.decode()
    assert "Menunggu tanggapan" in text_of(client, "partners:own")
    page = text_of(client, "partners:review", review.pk)
    assert draft.modules.get(lineage=1).title in page
    remark = {"kind": "changes", "lineage": "1", "text": "Tambahkan praktik di dermaga"}
    assert client.post(reverse("partners:review-remark", args=[review.pk]), remark).status_code == 302
    assert state_of(review) is ReviewState.CHANGES
    told = text_of(officer, "programmes:reviews", *address)
    assert "Tambahkan praktik di dermaga" in told
    assert "Meminta perubahan" in told
    signed = {"digest": reads.digest_of_version(draft), "name": "Dr. Penelaah", "office": "Ketua Jurusan"}
    assert client.post(reverse("partners:review-sign", args=[review.pk]), signed).status_code == 302
    assert state_of(review) is ReviewState.SIGNED
    assert "Dr. Penelaah, Ketua Jurusan" in text_of(officer, "programmes:version", *address)
    release(draft, Membership.objects.first().user)
    assert CurriculumVersion.objects.get(pk=draft.pk).state == VersionState.RELEASED
    assert Event.objects.filter(verb="programmes.review.signed").count() == 1


def test_release_waits_for_everybody_who_was_asked(
    client_as: ClientAs,
    harbour: Harbour,
    draft: CurriculumVersion,
    officer: User,
    partner_client: PartnerClient,
) -> None:
    other = make_partner(harbour.city, "Organisasi Profesi Uji")
    first, second = ask(draft, harbour.partner, officer), ask(draft, other, officer)
    sign(first, member_of(partner_client(harbour.partner)))
    with pytest.raises(NotFit, match="not_signed"):
        release(draft, officer)
    modules = [reads.facts_of_module(module) for module in draft.modules.all()]
    waiting = reads.list_open_signatures(reads.list_reviews(version_id=draft.pk, modules=modules))
    assert waiting == ["Organisasi Profesi Uji"]
    page = text_of(client_as(Role.PENGELOLA), "programmes:version", harbour.programme.pk, draft.number)
    assert "belum semuanya menyetujui" in page
    withdraw = reverse("partners:review-withdraw", args=[second.pk])
    client = client_as(Role.PENGELOLA)
    assert "tulis alasannya" in client.post(withdraw, {"reason": ""}, follow=True).content.decode()
    assert client.post(withdraw, {"reason": "Tidak menanggapi sampai batas waktu"}).status_code == 302
    release(draft, officer)


def test_a_version_changed_after_a_signature_needs_a_new_one(
    harbour: Harbour, draft: CurriculumVersion, officer: User, partner_client: PartnerClient
) -> None:
    review = ask(draft, harbour.partner, officer)
    member = member_of(partner_client(harbour.partner))
    sign(review, member)
    change(draft, officer)
    assert state_of(review) is ReviewState.OUTDATED
    with pytest.raises(NotFit, match="not_signed"):
        release(draft, officer)
    sign(review, member)
    release(draft, officer)


def test_what_changed_while_it_was_read_is_not_signed_and_what_was_typed_stays(
    harbour: Harbour, draft: CurriculumVersion, officer: User, partner_client: PartnerClient
) -> None:
    review = ask(draft, harbour.partner, officer)
    client = partner_client(harbour.partner)
    read = reads.digest_of_version(draft)
    change(draft, officer)
    with pytest.raises(ReadAnother):
        actions.add_remark(review=review, facts=SIGNATURE, read=read, member=member_of(client), at=AT)
    typed = {"digest": read, "name": "Dr. Penelaah", "office": "Ketua Jurusan"}
    page = client.post(reverse("partners:review-sign", args=[review.pk]), typed).content.decode()
    assert "berubah sesudah Anda membukanya" in page
    assert 'value="Ketua Jurusan"' in page
    assert reads.digest_of_version(draft) in page, "the next signature is for what is shown now"
    assert state_of(review) is ReviewState.WAITING


def test_a_curriculum_signed_by_someone_of_another_partner_is_refused(
    harbour: Harbour, draft: CurriculumVersion, officer: User, partner_client: PartnerClient
) -> None:
    review = ask(draft, harbour.partner, officer)
    stranger = partner_client(make_partner(harbour.city, "Politeknik Lain"))
    with pytest.raises(NotTheirReview):
        sign(review, member_of(stranger))
    assert stranger.get(reverse("partners:review", args=[review.pk])).status_code == 404
    typed = {"digest": reads.digest_of_version(draft), "name": "X", "office": "Y"}
    assert stranger.post(reverse("partners:review-sign", args=[review.pk]), typed).status_code == 404
    assert not ReviewRemark.objects.exists()


def test_what_was_said_is_never_changed(
    harbour: Harbour, draft: CurriculumVersion, officer: User, partner_client: PartnerClient
) -> None:
    review = ask(draft, harbour.partner, officer)
    sign(review, member_of(partner_client(harbour.partner)))
    for act in (lambda rows: rows.update(name="Orang lain"), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            act(ReviewRemark.objects.all())
    draft.refresh_from_db()
    actions.drop_version(version=draft, reason="Tidak jadi", by=officer, at=AT)
    with pytest.raises(ReviewShut):
        ask(draft, make_partner(harbour.city, "Mitra Baru"), officer)


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("review-remark", {"kind": "comment", "lineage": "", "text": ""}, "Tulis tanggapannya"),
        ("review-sign", {"digest": "x", "name": "", "office": "Ketua"}, "Tulis nama yang menyetujui"),
        ("review-sign", {"digest": "x", "name": "Dr. X", "office": ""}, "Tulis jabatan yang menyetujui"),
    ],
)
def test_a_remark_says_something_and_a_signature_has_name_and_office(
    harbour: Harbour,
    draft: CurriculumVersion,
    officer: User,
    partner_client: PartnerClient,
    name: str,
    typed: dict[str, str],
    sentence: str,
) -> None:
    review = ask(draft, harbour.partner, officer)
    page = partner_client(harbour.partner).post(reverse(f"partners:{name}", args=[review.pk]), typed)
    assert sentence in page.content.decode()
    assert not ReviewRemark.objects.exists()


def test_only_an_officer_asks_and_another_city_sees_nothing(
    client_as: ClientAs, harbour: Harbour, draft: CurriculumVersion, officer: User
) -> None:
    review = ask(draft, harbour.partner, officer)
    address = [harbour.programme.pk, draft.number]
    for role in Role:
        status = client_as(role).post(reverse("programmes:review-ask", args=address), {}).status_code
        assert status == (200 if role == Role.PENGELOLA else 403), role
    page = client_as(Role.PENGELOLA).post(
        reverse("programmes:review-ask", args=address), {"partner": str(harbour.partner.pk)}
    )
    assert "sudah diminta menelaah" in page.content.decode()
    stranger = client_as(Role.PENGELOLA, city=make_city("Kota Lain"))
    assert stranger.get(reverse("programmes:reviews", args=address)).status_code == 404
    assert stranger.post(reverse("partners:review-withdraw", args=[review.pk])).status_code == 404
