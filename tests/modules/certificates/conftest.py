"""A city with five people who completed one event, and a key that the test itself made."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

from sibina.credit.certificates.actions import number_certificates, save_settings, start_issue
from sibina.credit.certificates.models import Certificate, Issue
from sibina.credit.certificates.rules import group_activities
from sibina.credit.certificates.types import Group, SettingsFacts
from sibina.ground.people.models import Person, Position, Unit
from sibina.lib.tenancy.models import City
from sibina.plan.programmes.models import CurriculumModule, CurriculumVersion, Programme
from sibina.plan.programmes.types import Activity, ActivityKind, Form

AT = datetime(2026, 3, 9, 3, tzinfo=UTC)
ISSUED_ON = date(2026, 3, 9)
SITE = "https://sibina.contoh.go.id"
PASSPHRASE = "rahasia-kunci"
FACTS = SettingsFacts(
    pattern="{nomor}/BKPSDM/{bulan romawi}/{tahun}",
    agency="Badan Kepegawaian dan Pengembangan Sumber Daya Manusia",
    place="Uji",
    signer_position="Kepala BKPSDM",
    signer_name="Dr. Kepala Uji, M.Si.",
    signer_number="197001011990031001",
)
NAMES = ("Ani Yudhoyati", "Budi Ñurhadi", "Cici", "Dewi Saraswati", "Euis Nurhasanah")


@dataclass
class Hall:
    """What tests of certificates stand on."""

    city: City
    people: list[Person]
    units: list[Unit]
    programme: Programme
    group: Group

    @property
    def activities(self) -> list[Activity]:
        return list(self.group.activities)

    def issue(self, *, numbered: bool = True, issued_on: date = ISSUED_ON) -> Issue:
        """Certificates asked for, and numbered."""
        made = start_issue(city=self.city, group=self.group, issued_on=issued_on, site=SITE, by=None, at=AT)
        if numbered:
            number_certificates(issue=made, activities=self.activities, at=AT)
        return made

    def of(self, name: str) -> Certificate:
        """The latest certificate of the person whose name begins so."""
        return Certificate.objects.filter(bare_name__startswith=name).order_by("-sequence")[0]


def make_hall(city: City) -> Hall:
    """The city with everything in it; call inside its context."""
    units = [
        Unit.objects.create(city=city, key=name.lower(), name=name, valid_from=date(2020, 1, 1))
        for name in ("Dinas Kesehatan", "Dinas Perhubungan")
    ]
    position = Position.objects.create(
        city=city, key="analis", name="Analis", kind="fungsional", position_class="ahli_pertama"
    )
    people = Person.objects.bulk_create(
        Person(
            city=city,
            name=name,
            back_title="S.E.",
            number=f"{199001010000000000 + at}",
            sex="F",
            birth_date=date(1990, 1, 1),
            employment="pns",
            legal_standing="Aktif",
            unit=units[at % 2],
            office=units[at % 2],
            position=position,
        )
        for at, name in enumerate(NAMES)
    )
    programme = Programme.objects.create(
        city=city, key="pelayanan", name="Pelayanan Prima", form="bimtek", jp=20, max_participants=40
    )
    version = CurriculumVersion.objects.create(city=city, programme=programme, number=1, begun_at=AT)
    for place, (title, jp) in enumerate((("Etika loket", 8), ("Waktu tunggu", 12)), start=1):
        CurriculumModule.objects.create(
            city=city, version=version, lineage=place, place=place, title=title, jp=jp, form="bimtek"
        )
    CurriculumVersion.objects.filter(pk=version.pk).update(state="released")
    save_settings(city=city, facts=FACTS, revision=0, by=None, at=AT)
    (group,) = group_activities(activity_of(one, programme) for one in people)
    return Hall(city, people, units, programme, group)


def activity_of(person: Person, programme: Programme) -> Activity:
    """What a way of delivery reports of somebody who was there on every day."""
    days = (date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4))
    return Activity(
        kind=ActivityKind.SESSION,
        key=1000 + person.pk,
        person_id=person.pk,
        form=Form.BIMTEK,
        title=programme.name,
        organiser="",
        starts_on=days[0],
        ends_on=days[-1],
        days=days,
        minutes=None,
        jp=programme.jp,
        abroad=False,
        completed=True,
        programme_id=programme.pk,
    )


def only(group: Group, *people: Person) -> Group:
    """The same event with these people alone."""
    keys = {person.pk for person in people}
    return replace(group, activities=tuple(one for one in group.activities if one.person_id in keys))


@pytest.fixture
def hall(city: City) -> Iterator[Hall]:
    return make_hall(city)


@pytest.fixture(scope="session")
def key_file() -> bytes:
    """A key file as a provider of electronic certificates hands it out; made by the test, worth nothing elsewhere."""
    return make_key_file()


def make_key_file(*, days: int = 36_500, name: str = "Kepala BKPSDM Kota Uji") -> bytes:
    private = rsa.generate_private_key(65537, 2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    begins = datetime(2020, 1, 1, tzinfo=UTC)
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(private, hashes.SHA256())
    )
    lock = BestAvailableEncryption(PASSPHRASE.encode())
    return pkcs12.serialize_key_and_certificates(b"uji", private, made, None, lock)
