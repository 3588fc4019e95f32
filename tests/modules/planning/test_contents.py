"""The paper and the workbook of a plan hold the seven contents that PP 11/2017 Pasal 207 asks for."""

import io
from collections.abc import Callable

import pandas as pd
import pytest
from django.test import Client

from sibina.ground.people.models import Membership, Person
from sibina.lib.access import Role
from sibina.plan.planning.actions import propose_plan, review_plan, set_plan
from sibina.plan.planning.models import CityPlan, PlanSeat
from sibina.plan.planning.reads import list_contents
from sibina.plan.programmes.api import (
    Agreement,
    CurriculumVersion,
    Offering,
    Partner,
    Programme,
    add_remark,
    ask_review,
    begin_version,
    digest_of_version,
    release_version,
    save_module,
    send_version,
    speak_for_partner,
)
from sibina.plan.programmes.types import Form, ModuleFacts, Path, RemarkFacts, RemarkKind
from tests.modules.planning.conftest import AT, Town, finish
from tests.papers import text_of_pdf

ClientAs = Callable[..., Client]
SEVEN = (
    "Jenis kompetensi yang dikembangkan",
    "Target PNS yang dikembangkan",
    "Jenis dan jalur pengembangan",
    "Penyelenggara",
    "Jadwal atau waktu pelaksanaan",
    "Kesesuaian dengan kurikulum instansi pembina",
    "Kebutuhan anggaran",
)


def sign(version: CurriculumVersion, partner: Partner) -> None:
    """As a person of the partner's who has logged in."""
    member = Membership.objects.get(role=Role.MITRA)
    speak_for_partner(membership=member, partner_id=partner.pk, by=None, at=AT)
    review = ask_review(version=version, partner=partner, note="", by=None, at=AT)
    facts = RemarkFacts(RemarkKind.SIGNATURE, name="Dr. Penelaah", office="Dekan")
    add_remark(review=review, facts=facts, read=digest_of_version(version), member=member, at=AT)


def release(programme: Programme, partner: Partner) -> None:
    """A curriculum of two methods, signed by the partner and released."""
    version = begin_version(programme=programme, source=None, reason="", by=None, at=AT)
    for form, jp in ((Form.WORKSHOP, 4), (Form.E_LEARNING, 6)):
        goal = programme.objectives.get()
        facts = ModuleFacts(f"Bagian {form}", jp, form, goal.competency_id, goal.from_level, goal.to_level)
        save_module(version=version, lineage=None, facts=facts, revision=0, by=None, at=AT)
    sign(version, partner)
    for step in (send_version, release_version):
        version.refresh_from_db()
        step(version=version, revision=version.revision, note="", by=None, at=AT)


@pytest.fixture
def plan(town: Town, client_as: ClientAs) -> CityPlan:
    """A plan in which Etika has a signed curriculum, and Pelayanan rests on an agreement and is held by another."""
    partner = Partner.objects.create(
        city=town.city, key="univ", name="Universitas Uji", kind="university", country="Indonesia"
    )
    agreement = Agreement.objects.create(
        city=town.city, partner=partner, kind="pks", number="1", title="Pelayanan",
        starts_on="2026-01-01", ends_on="2026-12-31",
    )  # fmt: skip
    service, ethics = town.programmes[:2]
    Offering.objects.filter(programme=service).update(agreement=agreement)
    Programme.objects.filter(pk=service.pk).update(organiser="BPSDM Provinsi")
    client_as(Role.MITRA)
    release(ethics, partner)
    return finish(town.ask())


def test_each_of_the_seven_is_a_heading_of_the_paper_and_a_column_of_the_workbook(
    plan: CityPlan, client_as: ClientAs
) -> None:
    client = client_as(Role.PIMPINAN)
    paper = text_of_pdf(client.get(f"/rencana/{plan.pk}/dokumen.pdf").content)
    places = [paper.index(f"{place}. {title}") for place, title in enumerate(SEVEN, start=1)]
    assert places == sorted(places)
    book = client.get(f"/rencana/{plan.pk}/unduh.xlsx").content
    table = pd.read_excel(io.BytesIO(book), sheet_name="Isi rencana", header=None, engine="calamine")
    assert "Pasal 207" in table[0][0]
    head = next(place for place in table.index if table[0][place] == "Program")
    frame = table.loc[head + 1 :].set_axis(table.loc[head].tolist(), axis=1).set_index("Program")
    assert set(SEVEN) <= set(frame.columns)
    assert frame["Kebutuhan anggaran"].sum() == plan.cost
    assert frame.loc["Pelayanan", "Penyelenggara"] == "BPSDM Provinsi bersama Universitas Uji"
    assert frame.loc["Etika", "Penyelenggara"] == "BKPSDM"
    for words in (
        "BPSDM Provinsi bersama Universitas Uji",
        "versi 1, disetujui Universitas Uji",
        "belum ada kurikulum yang dirilis",
        "klasikal dan nonklasikal",
    ):
        assert words in paper
        assert frame.isin([words]).to_numpy().any() or any(
            words in str(cell) for cell in frame.to_numpy().ravel()
        )


def test_the_target_counts_each_person_once_and_pns_apart(plan: CityPlan, town: Town) -> None:
    programme = town.programmes[0]
    goes = PlanSeat.objects.filter(plan=plan, session__programme=programme)
    persons = set(goes.values_list("plan_person__person_id", flat=True))
    Person.objects.filter(pk__in=persons).update(employment="pns")
    Person.objects.filter(pk=min(persons)).update(employment="pppk")
    row = next(one for one in list_contents(plan=plan) if one.line.name == programme.name)
    assert (row.people, row.pns) == (len(persons), len(persons) - 1)


def test_a_curriculum_of_two_methods_takes_both_paths(plan: CityPlan) -> None:
    contents = {row.line.name: row for row in list_contents(plan=plan)}
    assert contents["Etika"].paths == (Path.CLASSICAL, Path.NONCLASSICAL)
    assert contents["Pelayanan"].paths == (Path.CLASSICAL,)
    assert contents["Pelayanan"].version is None


def everything_changes(programme: Programme) -> None:
    """Another organiser, form, aim and curriculum than when the plan was made."""
    Programme.objects.filter(pk=programme.pk).update(organiser="LAN", form=Form.SEMINAR)
    programme.objectives.update(from_level=1, to_level=4)
    Person.objects.update(employment="pppk")
    source = programme.versions.get()
    version = begin_version(programme=programme, source=source, reason="Diperbarui", by=None, at=AT)
    for step in (send_version, release_version):
        version.refresh_from_db()
        step(version=version, revision=version.revision, note="", by=None, at=AT)


def test_the_paper_of_a_set_plan_says_for_ever_what_it_said_when_it_was_set(
    plan: CityPlan, client_as: ClientAs
) -> None:
    ethics = Programme.objects.get(name="Etika")
    for step in (propose_plan, review_plan, set_plan):
        step(plan=plan, reason="Sesuai", by=None, at=AT)
    plan.refresh_from_db()
    before = list_contents(plan=plan)
    everything_changes(ethics)
    assert list_contents(plan=plan) == before
    etika = next(one for one in before if one.line.name == "Etika")
    assert (etika.version, etika.signers, etika.organiser) == (1, ("Universitas Uji",), "")
    paper = text_of_pdf(client_as(Role.PIMPINAN).get(f"/rencana/{plan.pk}/dokumen.pdf").content)
    assert "menurut keadaan saat rencana ditetapkan" in paper
    assert "LAN" not in paper


def test_the_paper_of_a_draft_follows_its_programmes(plan: CityPlan, client_as: ClientAs) -> None:
    everything_changes(Programme.objects.get(name="Etika"))
    etika = next(one for one in list_contents(plan=plan) if one.line.name == "Etika")
    assert (etika.version, etika.signers, etika.organiser, etika.pns) == (2, (), "LAN", 0)
    assert etika.line.form == Form.SEMINAR
    paper = text_of_pdf(client_as(Role.PIMPINAN).get(f"/rencana/{plan.pk}/dokumen.pdf").content)
    assert "saat dokumen ini diunduh" in paper
