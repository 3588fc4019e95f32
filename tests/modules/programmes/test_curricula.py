"""A curriculum from the first draft to a released version, on real PostgreSQL: who may, what is refused, what stays."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from sibina.ground.competencies.api import Competency
from sibina.lib.access import Role
from sibina.lib.audit.api import Event
from sibina.lib.editing.types import Overtaken
from sibina.lib.tenancy.models import City
from sibina.plan.programmes import actions, reads
from sibina.plan.programmes.models import (
    CurriculumModule,
    CurriculumStep,
    CurriculumVersion,
    Objective,
    Programme,
)
from sibina.plan.programmes.rules import starter_catalogue
from sibina.plan.programmes.types import (
    Form,
    ModuleFacts,
    NoReason,
    NotFit,
    NotItsSource,
    VersionOpen,
    VersionShut,
)
from tests.modules.programmes.conftest import AT, Shelf

ClientAs = Callable[..., Client]


@pytest.fixture
def officer(db: None) -> User:
    return User.objects.create_user("penyusun", "penyusun@contoh.go.id", "sandi-uji-123")


def first_version(shelf: Shelf) -> CurriculumVersion:
    return CurriculumVersion.objects.get(programme=shelf.programme, number=1)


def begin(shelf: Shelf, officer: User, reason: str = "Temuan evaluasi: kurang latihan") -> CurriculumVersion:
    return actions.begin_version(
        programme=shelf.programme, source=first_version(shelf), reason=reason, by=officer, at=AT
    )


def send(version: CurriculumVersion, officer: User) -> None:
    version.refresh_from_db()
    actions.send_version(version=version, revision=version.revision, note="", by=officer, at=AT)


def release(version: CurriculumVersion, officer: User) -> None:
    send(version, officer)
    version.refresh_from_db()
    actions.release_version(version=version, revision=version.revision, note="", by=officer, at=AT)


def facts_of(version: CurriculumVersion, lineage: int) -> ModuleFacts:
    return reads.facts_of_module(CurriculumModule.objects.get(version=version, lineage=lineage))


def module_form(shelf: Shelf, **changes: str) -> dict[str, str]:
    typed = {
        "title": "Praktik di loket",
        "form": "bimbingan_kerja",
        "jp": "4",
        "competency_id": str(shelf.integrity.pk),
        "from_level": "1",
        "to_level": "2",
        "material": "Latihan melayani",
        "proof": "Pengamatan penyelia",
        "revision": "0",
    }
    return typed | changes


def test_a_starter_programme_brings_its_first_curriculum_released(shelf: Shelf) -> None:
    version = first_version(shelf)
    assert version.state == "released"
    starter = next(one for one in starter_catalogue() if one.code == "KOM")
    assert [module.title for module in version.modules.all()] == [one.title for one in starter.modules]
    assert sum(module.jp for module in version.modules.all()) == shelf.programme.jp


def test_a_module_whose_competency_the_city_does_not_know_raises_nothing(shelf: Shelf, city: City) -> None:
    starter = next(one for one in starter_catalogue() if one.code == "KIN")
    Competency.objects.create(city=city, key="kin", name="Keamanan Informasi", kind="teknis", code="KIN")
    (taken,) = actions.take_starter_programmes(city=city, programmes=[starter], at=AT)
    told = CurriculumModule.objects.filter(version__programme=taken).values_list(
        "competency__code", "from_level"
    )
    assert list(told) == [("KIN", 1), ("KIN", 2), (None, None)]


def test_the_next_version_begins_as_a_copy_and_says_why(shelf: Shelf, officer: User) -> None:
    made = begin(shelf, officer)
    assert (made.number, made.based_on, made.reason) == (
        2,
        first_version(shelf),
        "Temuan evaluasi: kurang latihan",
    )
    old = [reads.facts_of_module(one) for one in first_version(shelf).modules.all()]
    assert [reads.facts_of_module(one) for one in made.modules.all()] == old
    with pytest.raises(VersionOpen):
        begin(shelf, officer)


def test_a_version_without_a_reason_or_from_elsewhere_is_refused(
    shelf: Shelf, city: City, officer: User
) -> None:
    with pytest.raises(NoReason):
        begin(shelf, officer, reason="  ")
    starter = next(one for one in starter_catalogue() if one.code == "ETP")
    (other,) = actions.take_starter_programmes(city=city, programmes=[starter], at=AT)
    foreign = CurriculumVersion.objects.get(programme=other)
    for source in (foreign, None):
        with pytest.raises(NotItsSource):
            actions.begin_version(programme=shelf.programme, source=source, reason="x", by=officer, at=AT)


def test_release_sets_hours_and_objectives_and_keeps_what_was_expected(shelf: Shelf, officer: User) -> None:
    kept = Objective.objects.get(programme=shelf.programme, competency__code="KOM")
    version = begin(shelf, officer)
    facts = facts_of(version, 3)
    assert facts.competency_id == Competency.objects.get(code="KER").pk
    new = ModuleFacts("Integritas", 6, Form.WORKSHOP, shelf.integrity.pk, 1, 2)
    actions.save_module(version=version, lineage=3, facts=new, revision=1, by=officer, at=AT)
    release(version, officer)
    programme = Programme.objects.get(pk=shelf.programme.pk)
    assert programme.jp == 16 - facts.jp + 6
    told = {row.competency.code: row for row in Objective.objects.filter(programme=programme)}
    assert set(told) == {"KOM", "INT"}
    assert (told["KOM"].pk, told["KOM"].gain) == (kept.pk, Decimal("0.65"))
    assert told["INT"].gain is None
    assert "no_gain" in reads.problems_of(reads.find_programme(programme_id=programme.pk))
    assert Event.objects.get(verb="programmes.curriculum.released").data["without_gain"] == 1


def test_a_released_version_is_fixed_by_the_verbs_and_by_the_database(shelf: Shelf, officer: User) -> None:
    version = first_version(shelf)
    facts = facts_of(version, 1)
    with pytest.raises(VersionShut):
        actions.save_module(version=version, lineage=1, facts=facts, revision=1, by=officer, at=AT)
    with pytest.raises(VersionShut):
        actions.drop_version(version=version, reason="Salah", by=officer, at=AT)
    attempts: list[Callable[[], object]] = [
        lambda: CurriculumVersion.objects.filter(pk=version.pk).update(reason="Lain"),
        lambda: CurriculumModule.objects.filter(version=version, lineage=1).update(jp=99),
        lambda: CurriculumModule.objects.filter(version=version, lineage=1).delete(),
        lambda: CurriculumModule.objects.create(
            city=version.city, version=version, lineage=99, place=99, title="Sisipan", jp=1, form="kursus"
        ),
        lambda: CurriculumStep.objects.filter(version=version).update(reason="Lain"),
    ]
    for attempt in attempts:
        with (
            pytest.raises(DatabaseError, match=r"fixed|never changed|permission"),
            transaction.atomic(),
        ):
            attempt()
    draft = begin(shelf, officer)
    with pytest.raises(DatabaseError, match="fixed"), transaction.atomic():
        CurriculumModule.objects.filter(version=draft, lineage=1).update(
            version=version, lineage=98, place=98
        )


@pytest.mark.parametrize(
    "values",
    [
        {"jp": 0},
        {"from_level": 3},
        {"to_level": None},
        {"competency_id": None},
        {"title": ""},
    ],
)
def test_the_database_itself_refuses_an_impossible_module(
    shelf: Shelf, officer: User, values: dict[str, object]
) -> None:
    draft = begin(shelf, officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        CurriculumModule.objects.filter(version=draft, lineage=1).update(**values)


def test_a_step_back_always_has_a_reason(shelf: Shelf, officer: User) -> None:
    draft = begin(shelf, officer)
    send(draft, officer)
    with pytest.raises(NoReason):
        actions.return_version(version=draft, reason=" ", by=officer, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        CurriculumStep.objects.create(city=draft.city, version=draft, step="returned", at=AT)
    actions.return_version(version=draft, reason="Bukti belajar modul 2 belum jelas", by=officer, at=AT)
    with pytest.raises(NoReason):
        actions.drop_version(version=draft, reason="", by=officer, at=AT)
    actions.drop_version(version=draft, reason="Digabung dengan program lain", by=officer, at=AT)
    told = CurriculumStep.objects.filter(version=draft).values_list("step", "reason")
    assert list(told) == [
        ("sent", ""),
        ("returned", "Bukti belajar modul 2 belum jelas"),
        ("dropped", "Digabung dengan program lain"),
    ]
    assert begin(shelf, officer).number == 3


def test_an_empty_draft_is_neither_sent_nor_released(shelf: Shelf, officer: User) -> None:
    draft = begin(shelf, officer)
    for module in draft.modules.all():
        actions.remove_module(version=draft, lineage=module.lineage, revision=1, by=officer, at=AT)
    draft.refresh_from_db()
    with pytest.raises(NotFit):
        actions.send_version(version=draft, revision=draft.revision, note="", by=officer, at=AT)
    with pytest.raises(VersionShut):
        actions.release_version(version=draft, revision=draft.revision, note="", by=officer, at=AT)


def test_what_was_not_seen_is_not_sent_or_released(shelf: Shelf, officer: User) -> None:
    draft = begin(shelf, officer)
    seen = draft.revision
    facts = facts_of(draft, 1)
    actions.save_module(version=draft, lineage=1, facts=facts, revision=1, by=officer, at=AT)
    with pytest.raises(Overtaken):
        actions.send_version(version=draft, revision=seen, note="", by=officer, at=AT)


def test_modules_go_up_and_down_and_out_and_the_order_has_no_holes(shelf: Shelf, officer: User) -> None:
    draft = begin(shelf, officer)
    actions.move_module(version=draft, lineage=3, up=True, by=officer, at=AT)
    actions.move_module(version=draft, lineage=1, up=True, by=officer, at=AT)
    actions.remove_module(version=draft, lineage=3, revision=1, by=officer, at=AT)
    lost = Event.objects.get(verb="programmes.curriculum.module_removed").data
    assert lost["material"].startswith("Membagi peran"), "what was written can still be read on the trail"
    new = ModuleFacts("Baru", 2, Form.COACHING)
    actions.save_module(version=draft, lineage=None, facts=new, revision=0, by=officer, at=AT)
    assert list(draft.modules.values_list("place", "lineage")) == [(1, 1), (2, 2), (3, 4), (4, 5)]


def test_officer_writes_a_module_on_the_page(client_as: ClientAs, shelf: Shelf, officer: User) -> None:
    begin(shelf, officer)
    client = client_as(Role.PENGELOLA)
    address = reverse("programmes:module-new", args=[shelf.programme.pk, 2])
    assert client.get(address).status_code == 200
    answer = client.post(address, module_form(shelf))
    assert answer.status_code == 302
    text = client.get(answer["Location"]).content.decode()
    for words in (
        "Praktik di loket",
        "Bimbingan di tempat kerja",
        "Integritas, 1&nbsp;→&nbsp;2",
        "Pengamatan penyelia",
    ):
        assert words in text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"jp": "0"}, "Jam pelajaran modul harus lebih dari nol"),
        ({"jp": ""}, "Bidang ini tidak boleh kosong"),
        ({"jp": "1001"}, "1000"),
        ({"to_level": "1"}, "Tingkat tujuan harus di atas tingkat asal"),
        ({"to_level": ""}, "Tulis tingkat asal dan tingkat tujuannya"),
        ({"competency_id": ""}, "Pilih kompetensinya"),
        ({"title": ""}, "Bidang ini tidak boleh kosong"),
        ({"form": "apa saja"}, "Pilihan ini tidak ada dalam daftar"),
    ],
)
def test_an_impossible_module_is_refused_beside_its_field_and_what_was_typed_stays(
    client_as: ClientAs, shelf: Shelf, officer: User, changes: dict[str, str], sentence: str
) -> None:
    draft = begin(shelf, officer)
    address = reverse("programmes:module-new", args=[shelf.programme.pk, 2])
    answer = client_as(Role.PENGELOLA).post(address, module_form(shelf, **changes))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in text
    assert "Latihan melayani" in text
    assert draft.modules.count() == 4


def test_the_second_officer_on_one_module_is_told_and_sees_both(
    client_as: ClientAs, shelf: Shelf, officer: User
) -> None:
    draft = begin(shelf, officer)
    address = reverse("programmes:module", args=[shelf.programme.pk, 2, 1])
    client = client_as(Role.PENGELOLA)
    assert 'name="revision" value="1"' in client.get(address).content.decode()
    first = facts_of(draft, 1)
    theirs = ModuleFacts("Judul dari penyusun", first.jp, first.form, first.competency_id, 1, 2)
    actions.save_module(
        version=draft, lineage=1, facts=theirs, revision=1, by=officer, at=AT + timedelta(hours=2)
    )
    mine = module_form(shelf, title="Judul saya", revision="1")
    text = client.post(address, mine).content.decode()
    for words in ("penyusun menyimpan data ini", "Judul dari penyusun", 'value="Judul saya"', 'value="2"'):
        assert words in text
    assert CurriculumModule.objects.get(version=draft, lineage=1).title == "Judul dari penyusun"
    assert client.post(address, mine | {"revision": "2"}).status_code == 302
    assert CurriculumModule.objects.get(version=draft, lineage=1).title == "Judul saya"


def test_a_module_taken_out_meanwhile_is_not_written_and_what_was_typed_stays(
    client_as: ClientAs, shelf: Shelf, officer: User
) -> None:
    draft = begin(shelf, officer)
    actions.remove_module(version=draft, lineage=1, revision=1, by=officer, at=AT)
    address = reverse("programmes:module", args=[shelf.programme.pk, 2, 1])
    client = client_as(Role.PENGELOLA)
    text = client.post(address, module_form(shelf, title="Judul saya", revision="1")).content.decode()
    assert "sudah dihapus dari draf" in text
    assert 'value="Judul saya"' in text
    assert client.get(address).status_code == 404


def test_the_second_officer_on_one_programme_is_told_and_sees_both(
    client_as: ClientAs, shelf: Shelf, officer: User
) -> None:
    client = client_as(Role.PENGELOLA)
    address = reverse("programmes:edit", args=[shelf.programme.pk])
    page = client.get(address)
    sheet = page.context["sheet"]
    typed = {
        f"{form.add_prefix(name)}": "" if (value := form[name].value()) is None else str(value)
        for form in (sheet.form, *sheet.objectives.forms, *sheet.costs.forms)
        for name in form.fields
        if name != "DELETE"
    }
    for rows in (sheet.objectives, sheet.costs):
        typed |= {
            rows.management_form.add_prefix(name): str(rows.management_form[name].value())
            for name in ("TOTAL_FORMS", "INITIAL_FORMS")
        }
    facts = reads.facts_of_programme(reads.find_programme(programme_id=shelf.programme.pk))
    cheaper = [replace(facts.costs[0], rupiah=7_000), *facts.costs[1:]]
    theirs = vars(facts) | {"purpose": "Tujuan dari penyusun", "costs": cheaper}
    actions.save_programme(
        city=shelf.programme.city,
        programme=shelf.programme,
        facts=type(facts)(**theirs),
        revision=1,
        by=officer,
        at=AT,
    )
    mine = typed | {"purpose": "Tujuan saya"}
    text = client.post(address, mine).content.decode()
    for words in (
        "penyusun menyimpan data ini",
        "Yang tersimpan sekarang: Tujuan dari penyusun",
        "Tujuan saya",
    ):
        assert words in text
    assert f"Bagian biaya yang tersimpan sekarang: {facts.costs[0].label}, Rp\xa07.000" in unescape(text)
    assert "Yang dinaikkan yang tersimpan" not in text
    assert Programme.objects.get(pk=shelf.programme.pk).purpose == "Tujuan dari penyusun"
    assert client.post(address, mine | {"revision": "2"}).status_code == 302
    saved = Programme.objects.get(pk=shelf.programme.pk)
    assert (saved.purpose, saved.revision) == ("Tujuan saya", 3)


def test_hours_and_levels_of_a_curriculum_in_force_are_not_changed_on_the_programme(
    shelf: Shelf, officer: User
) -> None:
    facts = reads.facts_of_programme(reads.find_programme(programme_id=shelf.programme.pk))
    for changes in ({"jp": 17}, {"objectives": facts.objectives[:1]}):
        with pytest.raises(NotFit):
            actions.save_programme(
                city=shelf.programme.city,
                programme=shelf.programme,
                facts=type(facts)(**vars(facts) | changes),
                revision=1,
                by=officer,
                at=AT,
            )


@pytest.mark.parametrize("role", list(Role))
def test_released_versions_are_read_by_the_city_and_drafts_by_its_authors(
    client_as: ClientAs, shelf: Shelf, officer: User, role: Role
) -> None:
    begin(shelf, officer)
    client = client_as(role)
    expected = 403 if role == Role.MITRA else 200
    for name, arguments in (("curriculum", []), ("version", [1]), ("version-compare", [])):
        assert (
            client.get(reverse(f"programmes:{name}", args=[shelf.programme.pk, *arguments])).status_code
            == expected
        )
    is_author = role in {Role.PENGELOLA, Role.ANALIS}
    draft = client.get(reverse("programmes:version", args=[shelf.programme.pk, 2]))
    assert draft.status_code == (200 if is_author else 403 if role == Role.MITRA else 404)
    if role != Role.MITRA:
        text = client.get(reverse("programmes:curriculum", args=[shelf.programme.pk])).content.decode()
        assert ("Temuan evaluasi" in text) == is_author
    for name, arguments in (("version-begin", []), ("module-new", [2]), ("module", [2, 1])):
        answer = client.get(reverse(f"programmes:{name}", args=[shelf.programme.pk, *arguments]))
        assert answer.status_code == (200 if role == Role.PENGELOLA else 403)


def test_the_whole_way_from_the_first_draft_to_release_on_the_pages(
    client_as: ClientAs, shelf: Shelf
) -> None:
    client, pk = client_as(Role.PENGELOLA), shelf.programme.pk
    refused = client.post(reverse("programmes:version-begin", args=[pk]), {"source": "1", "reason": ""})
    assert "Bidang ini tidak boleh kosong" in refused.content.decode()
    answer = client.post(
        reverse("programmes:version-begin", args=[pk]), {"source": "1", "reason": "Kurang dalam"}, follow=True
    )
    assert "Kurang dalam" in answer.content.decode()
    client.post(reverse("programmes:module-new", args=[pk, 2]), module_form(shelf))
    step = reverse("programmes:version-step", args=[pk, 2])
    page = client.get(reverse("programmes:version", args=[pk, 2]))
    revision = page.context["version"].revision
    stale = client.post(step, {"step": "sent", "revision": str(revision - 1), "reason": "Mohon ditinjau"})
    assert "berubah sesudah Anda membukanya" in stale.content.decode()
    assert "Mohon ditinjau" in stale.content.decode()
    client.post(step, {"step": "sent", "revision": str(revision), "reason": ""})
    shut = client.post(reverse("programmes:module-new", args=[pk, 2]), module_form(shelf, title="Terlambat"))
    assert "sedang ditinjau" in shut.content.decode()
    assert 'value="Terlambat"' in shut.content.decode()
    back = client.post(step, {"step": "returned", "revision": "0", "reason": ""})
    assert "Tulis alasannya" in back.content.decode()
    review = client.get(reverse("programmes:version", args=[pk, 2]))
    assert "Kompetensi baru: Integritas" in review.content.decode()
    assert "JP program berubah dari 16 menjadi 20" in review.content.decode()
    done = client.post(
        step,
        {"step": "released", "revision": str(review.context["version"].revision), "reason": ""},
        follow=True,
    )
    assert "Versi 2 dirilis" in done.content.decode()
    programme = client.get(reverse("programmes:programme", args=[pk])).content.decode()
    for words in ("Kurikulum versi 2", "Praktik di loket", "20 JP", "belum dapat direncanakan"):
        assert words in programme
    compared = client.get(reverse("programmes:version-compare", args=[pk]), {"dari": "1", "ke": "2"})
    for words in ("Ditambah", "Praktik di loket", "Tetap", "16", "20"):
        assert words in compared.content.decode()
