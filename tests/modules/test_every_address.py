"""Every address of the product is asked for by the other city, by a visitor, and by each role.

An address with an id in it must name here what the id is of; a new one that does not makes the test fail.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from sibina.assess.needs.models import (
    DemandChange,
    Gap,
    NeedsRound,
    OfficeSheet,
    PerformanceGap,
    Proposal,
    ProposalTopic,
    SheetLine,
    Signal,
)
from sibina.credit.certificates.actions import badge_of, number_certificates, save_settings, start_issue
from sibina.credit.certificates.models import BadgeKey, Certificate, CertificateSettings, Issue, SigningKey
from sibina.credit.certificates.reads import find_certificate
from sibina.credit.certificates.rules import group_activities
from sibina.credit.certificates.types import BadgeIssuer, SettingsFacts
from sibina.credit.ledger.actions import begin_export, prepare_export
from sibina.credit.ledger.models import Counting, NationalExport, OutsideTraining, TrainingSheet
from sibina.deliver.mentoring.models import Bar, Goal, Mentor, MentoringRound, Pair
from sibina.deliver.mentoring.models import LogEntry as Meeting
from sibina.deliver.placements.models import (
    Adoption,
    Commitment,
    LogEntry,
    PaperRule,
    Placement,
    Sharing,
)
from sibina.deliver.sessions.models import (
    AttendanceDevice,
    AttendancePaper,
    CooperationAnswer,
    Draw,
    DrawEntry,
    DrawResult,
    Enrolment,
    Session,
    SessionDay,
    Venue,
    WorkPromise,
)
from sibina.ground.competencies.models import Competency
from sibina.ground.cycles.api import Cycle, find_open_cycle
from sibina.ground.intake.models import Batch
from sibina.ground.notices.models import Notice
from sibina.ground.people.models import Membership, Person, Position, Sector, Unit
from sibina.ground.people.types import Sight
from sibina.lib.access import Role
from sibina.lib.files.api import store_file
from sibina.lib.jobs.api import run_job
from sibina.lib.jobs.models import Job
from sibina.lib.tenancy.context import city_context
from sibina.lib.tenancy.models import City
from sibina.plan.planning.actions import (
    mark_sessions,
    propose_plan,
    remake_plan,
    review_plan,
    set_plan,
    start_plan,
)
from sibina.plan.planning.models import BudgetLine, CityPlan, FundSource
from sibina.plan.planning.reads import get_standing
from sibina.plan.planning.rules.orders import Order
from sibina.plan.planning.types import SessionState
from sibina.plan.programmes.models import (
    Agreement,
    Contribution,
    CurriculumReview,
    Offering,
    Partner,
    Programme,
    Speaker,
    SpeakerPeriod,
    UnitPrice,
)
from sibina.plan.programmes.types import Activity, ActivityKind, Form
from tests.conftest import EXAMPLE_AT as AT
from tests.conftest import copied_database, load_small_example, log_in, make_city
from tests.modules.sessions.hall import build_hall

VISITORS_PAGES = {
    "certificate-check:check",
    "certificate-check:number",
    "certificate-check:issuer",
    "certificate-check:keys",
    "certificate-check:key",
    "certificate-check:revocations",
}
"""Made for people without a log-in."""
DEVICES = {"attendance:take"}
"""For devices that show a pass of their own; see `sessions/test_attendance_pages`."""
OPEN_TO_ALL = {"web:health", "web:gaya", "web:theme", "sessions:feed"} | VISITORS_PAGES | DEVICES
OWN_LOG_IN = "akun/"
READ = {200, 302, 405}


@dataclass(frozen=True)
class Address:
    """One address: its name, and the names of what stands in it."""

    name: str
    parts: tuple[str, ...]


def addresses(patterns: Any = None, space: str = "") -> Iterator[Address]:
    """Every address of ours; the log-in library's own are its affair."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            if str(pattern.pattern) != OWN_LOG_IN:
                inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
                yield from addresses(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield Address(f"{space}{pattern.name}", tuple(pattern.pattern.converters))


@dataclass(frozen=True)
class Numbered:
    """What an address calls by a number or word of its own: a version of a curriculum, a module in it, a secret."""

    pk: int | str


ALL = sorted(addresses(), key=lambda address: address.name)

# What the id in an address is of, by module and part; an address of its own stands with its full name.
SUBJECTS: dict[str, Callable[[], Any]] = {
    "web pk": lambda: Membership.objects.first(),
    "web:year pk": lambda: Cycle.objects.first(),
    "web:year-move pk": lambda: Cycle.objects.first(),
    "jobs pk": lambda: Job.objects.first(),
    "intake pk": lambda: Batch.objects.first(),
    "notices pk": lambda: Notice.objects.first(),
    "people:person pk": lambda: Person.objects.filter(postings__valid_to=None).first(),
    "people:merge pk": lambda: Unit.objects.filter(parent=None).first(),
    "people:distance pk": lambda: Unit.objects.filter(parent=None).first(),
    "people:unit pk": lambda: Unit.objects.first(),
    "people:sector pk": lambda: Sector.objects.first(),
    "competencies:competency pk": lambda: Competency.objects.first(),
    "competencies:edit pk": lambda: Competency.objects.filter(is_national=False).first(),
    "competencies:measure pk": lambda: Person.objects.filter(postings__valid_to=None).first(),
    "competencies:position pk": lambda: Position.objects.first(),
    "competencies:standard pk": lambda: Position.objects.first(),
    "needs pk": lambda: Person.objects.filter(pk__in=Gap.objects.values("person_id")).first(),
    "needs unit": lambda: Unit.objects.filter(pk__in=Gap.objects.values("unit_id")).first(),
    "needs office": lambda: Unit.objects.filter(pk__in=Gap.objects.values("office_id")).first(),
    "needs position": lambda: Position.objects.filter(pk__in=Gap.objects.values("position_id")).first(),
    "web:demand-plans pk": lambda: DemandChange.objects.first(),
    "web:demand-document pk": lambda: DemandChange.objects.first(),
    "web:demand-workbook pk": lambda: DemandChange.objects.first(),
    "demand pk": lambda: DemandChange.objects.first(),
    "proposals pk": lambda: Proposal.objects.first(),
    "proposals:topic pk": lambda: ProposalTopic.objects.first(),
    "proposals:decide pk": lambda: ProposalTopic.objects.first(),
    "rounds pk": lambda: NeedsRound.objects.first(),
    "rounds office": lambda: NeedsRound.objects.first().sheets.first().office,
    "rounds competency": lambda: SheetLine.objects.first().competency,
    "rounds:sheet pk": lambda: sheet_of_another_office(),
    "rounds:sheet-endorse pk": lambda: sheet_of_another_office(),
    "rounds:sheet-sign pk": lambda: sheet_of_another_office(),
    "rounds:sheet-return pk": lambda: sheet_of_another_office(),
    "rounds:performance-new pk": lambda: sheet_of_another_office(),
    "rounds:performance pk": lambda: PerformanceGap.objects.first(),
    "rounds:line pk": lambda: SheetLine.objects.first(),
    "rounds:signal pk": lambda: Signal.objects.first(),
    "programmes pk": lambda: Programme.objects.first(),
    "programmes:offering-edit pk": lambda: Offering.objects.first(),
    "programmes:offering-withdraw pk": lambda: Offering.objects.first(),
    "programmes number": lambda: Numbered(1),
    "programmes lineage": lambda: Numbered(1),
    "certificates pk": lambda: Certificate.objects.first(),
    "certificates:issue pk": lambda: Issue.objects.first(),
    "certificates:issue-print pk": lambda: Issue.objects.first(),
    "certificates:issue-resume pk": lambda: Issue.objects.first(),
    "certificates:issue-sign pk": lambda: Issue.objects.first(),
    "certificates:key-retire pk": lambda: SigningKey.objects.first(),
    "certificate-check token": lambda: Numbered(Certificate.objects.first().token),
    "certificate-check city": lambda: Numbered(Certificate.objects.first().city.slug),
    "certificate-check kid": lambda: Numbered(BadgeKey.objects.first().kid),
    "partners pk": lambda: Partner.objects.first(),
    "partners:agreement pk": lambda: Agreement.objects.first(),
    "partners:agreement-edit pk": lambda: Agreement.objects.first(),
    "partners:agreement-sessions pk": lambda: Agreement.objects.first(),
    "partners:contribution-new pk": lambda: Agreement.objects.first(),
    "partners:contribution pk": lambda: Contribution.objects.first(),
    "partners:contribution-receive pk": lambda: Contribution.objects.first(),
    "partners:contribution-withdraw pk": lambda: Contribution.objects.first(),
    "partners:price pk": lambda: UnitPrice.objects.first(),
    "partners:review pk": lambda: CurriculumReview.objects.first(),
    "partners:review-remark pk": lambda: CurriculumReview.objects.first(),
    "partners:review-sign pk": lambda: CurriculumReview.objects.first(),
    "partners:review-withdraw pk": lambda: CurriculumReview.objects.first(),
    "planning:budget-line pk": lambda: BudgetLine.objects.first(),
    "planning:budget-source pk": lambda: FundSource.objects.first(),
    "mentoring pk": lambda: Pair.objects.filter(state="set").first(),
    "mentoring:round pk": lambda: MentoringRound.objects.first(),
    "mentoring:propose pk": lambda: MentoringRound.objects.first(),
    "mentoring:set pk": lambda: MentoringRound.objects.first(),
    "mentoring:mentor pk": lambda: Mentor.objects.first(),
    "mentoring:bar pk": lambda: Bar.objects.first(),
    "mentoring:entry-confirm pk": lambda: Meeting.objects.first(),
    "mentoring:entry-decline pk": lambda: Meeting.objects.first(),
    "mentoring:entry-withdraw pk": lambda: Meeting.objects.first(),
    "mentoring:goal-judge pk": lambda: Goal.objects.first(),
    "mentoring:goal-drop pk": lambda: Goal.objects.first(),
    "sessions pk": lambda: Session.objects.first(),
    "sessions:venue pk": lambda: Venue.objects.first(),
    "sessions:consent pk": lambda: Enrolment.objects.first(),
    "sessions:enrolment pk": lambda: Enrolment.objects.first(),
    "sessions:take-out pk": lambda: Enrolment.objects.first(),
    "speakers pk": lambda: Speaker.objects.first(),
    "speakers:absence-remove pk": lambda: SpeakerPeriod.objects.filter(offering=None).first(),
    "speakers:name pk": lambda: Offering.objects.filter(is_held=True).first(),
    "speakers:rate pk": lambda: Offering.objects.filter(is_held=True, speaker__isnull=False).first(),
    "draws pk": lambda: Draw.objects.first(),
    "draws session_id": lambda: Session.objects.first(),
    "cooperation pk": lambda: CooperationAnswer.objects.first(),
    "placements pk": lambda: Placement.objects.first(),
    "placements:propose pk": lambda: Person.objects.filter(is_active=True).first(),
    "placements:paper-rule-end pk": lambda: PaperRule.objects.first(),
    "placements:promise-edit pk": lambda: Commitment.objects.first(),
    "placements:promise-drop pk": lambda: Commitment.objects.first(),
    "placements:teach pk": lambda: Commitment.objects.first(),
    "placements:offer pk": lambda: Commitment.objects.first(),
    "placements:adoption pk": lambda: Adoption.objects.first(),
    "placements:log-file pk": lambda: LogEntry.objects.first(),
    "placements:sharing-file pk": lambda: Sharing.objects.first(),
    "planning pk": lambda: CityPlan.objects.first(),
    "planning:marks pk": lambda: CityPlan.objects.filter(approval="set").first(),
    "planning:mark pk": lambda: CityPlan.objects.filter(approval="set").first(),
    "planning:remake pk": lambda: CityPlan.objects.filter(approval="set").first(),
    "planning:changes pk": lambda: CityPlan.objects.exclude(base=None).first(),
    "planning:seat-changes pk": lambda: CityPlan.objects.exclude(base=None).first(),
    "planning agreement_id": lambda: Agreement.objects.first(),
    "planning person_id": lambda: Person.objects.first(),
    "planning programme_id": lambda: Programme.objects.first(),
    "attendance pk": lambda: SessionDay.objects.filter(papers__isnull=False).first(),
    "attendance:session pk": lambda: Session.objects.filter(devices__isnull=False).first(),
    "attendance:revoke pk": lambda: AttendanceDevice.objects.first(),
    "attendance:paper-file pk": lambda: AttendancePaper.objects.first(),
    "attendance enrolment": lambda: Enrolment.objects.filter(session__devices__isnull=False).first(),
    "arrival pk": lambda: SessionDay.objects.first(),
    "promises pk": lambda: WorkPromise.objects.first(),
    "promises:write pk": lambda: WorkPromise.objects.first().enrolment,
    "planning office_id": lambda: Unit.objects.filter(office=None).first(),
    "ledger:person pk": lambda: Person.objects.filter(postings__valid_to=None).first(),
    "ledger:counting pk": lambda: Counting.objects.first(),
    "ledger:change pk": lambda: Counting.objects.first(),
    "ledger:change person": lambda: Counting.objects.first().changes.first().person,
    "ledger:export pk": lambda: NationalExport.objects.first(),
    "ledger:export-sent pk": lambda: NationalExport.objects.first(),
    "ledger:export-drop pk": lambda: NationalExport.objects.first(),
    "ledger:export-file pk": lambda: NationalExport.objects.first(),
    "ledger:sheet pk": lambda: TrainingSheet.objects.first(),
    "ledger:sheet-import pk": lambda: TrainingSheet.objects.first(),
    "ledger:sheet-drop pk": lambda: TrainingSheet.objects.first(),
    "ledger pk": lambda: training_of_another_office(),
}
WORDS = {
    "book": "data_asn",
    "code": "AAAAAAAAAA",
    "file": "kursus",
    "form": "seminar",
    "kind": "csv",
    "paper": "surat_tugas",
    "secret": "rahasia",
    "slug": "tidak-ada",
}


def sheet_of_another_office() -> OfficeSheet | None:
    """Not the one of the head who can log in."""
    own = Membership.objects.get(role=Role.KEPALA_OPD).unit
    return OfficeSheet.objects.exclude(office=own).first()


def training_of_another_office() -> OutsideTraining | None:
    """A record that waits, of somebody whom the head who can log in does not answer for."""
    own = Membership.objects.get(role=Role.KEPALA_OPD).unit
    return OutsideTraining.objects.filter(state="waiting").exclude(person__office=own).first()


def value_of(address: Address, part: str) -> Any:
    if part in WORDS:
        return WORDS[part]
    module = address.name.split(":")[0]
    find = SUBJECTS.get(f"{address.name} {part}") or SUBJECTS.get(f"{module} {part}")
    assert find, f"{address.name} has “{part}” in it: say in SUBJECTS what that is of"
    found = find()
    assert found is not None, f"the example city has no row for {address.name} {part}"
    return found.pk


def path_of(address: Address) -> str:
    return reverse(address.name, kwargs={part: value_of(address, part) for part in address.parts})


@pytest.fixture(scope="module")
def example(django_db_setup: None, database_name: str, django_db_blocker: Any) -> Iterator[City]:
    """A small example city with everything that an address may be about; made once for all tests here."""
    with django_db_blocker.unblock(), copied_database(database_name, f"{database_name}_addresses"):
        city = load_small_example()
        with city_context(city):
            Job.objects.create(
                city=city, kind="needs.measure_gaps", title="Pekerjaan kota contoh", requested_at=AT
            )
            Batch.objects.create(city=city, as_of=AT.date(), uploaded_at=AT)
            Notice.objects.create(city=city, person=Person.objects.first(), kind="uji", title="Pesan", at=AT)
            pair = Pair.objects.first()
            Bar.objects.create(
                city=city, mentor=pair.mentor.person, mentee=pair.mentee, reason="Satu keluarga dekat.", at=AT
            )
            make_plan(city)
            prepare_export(
                export=begin_export(city=city, year=AT.year, with_sent=False, at=AT, by=None), at=AT, by=None
            )
            TrainingSheet.objects.create(
                city=city, name="kursus.csv", file="kursus", state="checked", uploaded_at=AT
            )
            make_certificates(city)
            make_attendance(city)
            make_draw(city)
        make_city("Kota Lain")
        yield city


@pytest.fixture
def unblocked(django_db_blocker: Any) -> Iterator[None]:
    """These tests read what `example` has committed."""
    with django_db_blocker.unblock():
        yield


pytestmark = pytest.mark.usefixtures("unblocked")


def make_plan(city: City) -> None:
    """A plan of the city, computed and set; a session of it bound; and a plan made anew from it."""
    standing = get_standing(city=city, cycle=find_open_cycle(), today=AT.date())
    order = Order(name="Rencana", ceiling=300_000_000, jp_first=True, away_percent=40, seconds=5, seed=1)
    plan = start_plan(city=city, order=order, standing=standing, title="Menyusun", by=None, at=AT)
    run_job(city_id=city.pk, job_id=plan.job_id)
    for step in (propose_plan, review_plan, set_plan):
        step(plan=plan, reason="Disepakati", by=None, at=AT)
    bound = plan.sessions.filter(runs=True).values_list("offering_id", flat=True)[:1]
    mark_sessions(
        plan=plan, offerings=list(bound), state=SessionState.COMMITTED, day=AT.date(), reason="Kontrak", by=None, at=AT
    )  # fmt: skip
    cut = replace(order, name="Perubahan", ceiling=255_000_000, from_day=date(standing.cycle.year, 6, 1))
    again = remake_plan(base=plan, order=cut, standing=standing, title="Menyusun", by=None, at=AT)
    run_job(city_id=city.pk, job_id=again.job_id)


def make_certificates(city: City) -> None:
    """A certificate of the ASN who can log in, its badge, and a key of the city."""
    person, day = Membership.objects.get(role=Role.ASN).person, AT.date()
    activity = Activity(
        kind=ActivityKind.SESSION, key=1, person_id=person.pk, form=Form.BIMTEK, title="Pelayanan", organiser="",
        starts_on=day, ends_on=day, days=(day,), minutes=None, jp=5, abroad=False, completed=True,
    )  # fmt: skip
    if not CertificateSettings.objects.exists():
        facts = SettingsFacts("{nomor}/{tahun}", "BKPSDM", "Sabang", "Kepala BKPSDM", "Kepala", "")
        save_settings(city=city, facts=facts, revision=0, by=None, at=AT)
    (group,) = group_activities([activity])
    issue = start_issue(city=city, group=group, issued_on=day, site="https://contoh.go.id", by=None, at=AT)
    number_certificates(issue=issue, activities=[activity], at=AT)
    made = find_certificate(certificate_id=issue.certificates.get().pk, sight=Sight())
    issuer = BadgeIssuer("https://contoh.go.id/penerbit/", "BKPSDM", "https://contoh.go.id/")
    badge_of(certificate=made, issuer=issuer, at=AT)
    SigningKey.objects.create(
        city=city, label="Kunci", subject="Kepala", issuer="Uji", valid_from=AT, valid_to=AT + timedelta(days=1),
        fingerprint="0" * 64, sealed=b"", added_at=AT,
    )  # fmt: skip


def make_attendance(city: City) -> None:
    """A session that is carried out, with a device of its organiser and a signed sheet."""
    hall = build_hall(city, begin=AT)
    AttendanceDevice.objects.create(city=city, session=hall.session, name="Perangkat 1", made_at=AT)
    scan = store_file(city=city, name="daftar.pdf", content=b"%PDF-1.7", at=AT)
    AttendancePaper.objects.create(city=city, day=hall.day, file=scan, at=AT)
    part = Enrolment.objects.filter(session=hall.session).first()
    WorkPromise.objects.create(
        city=city, enrolment=part, state="made", problem="Antre", innovation="Nomor antrean", indicator="Waktu tunggu",
        unit_of_measure="menit", workplace="Loket 3", baseline=45, target=20, due_on=AT.date(), source="Catatan", made_at=AT,
    )  # fmt: skip


def make_draw(city: City) -> None:
    """Seats that were drawn, and a question about what came of it, both of the ASN who can log in."""
    person, session = Membership.objects.get(role=Role.ASN).person, Session.objects.order_by("pk").last()
    row, _new = Enrolment.objects.get_or_create(
        session=session, person=person,
        defaults={"city": city, "unit": person.unit, "office": person.office, "state": "applied", "made_at": AT},
    )  # fmt: skip
    day = AT.date()
    draw = Draw.objects.create(
        city=city,
        session=session,
        words="Apel pagi",
        closes_on=day,
        draws_on=day + timedelta(days=1),
        opened_at=AT,
    )
    entry = DrawEntry.objects.create(
        city=city, draw=draw, enrolment=row, code="BCDFGHJK", applied_at=AT, band=4, ground="lain"
    )
    draw.seats, draw.rule, draw.digest, draw.seed = 1, "kalah, kesenjangan, jp", "0" * 64, "Apel pagi"
    draw.published_at = draw.drawn_at = AT
    draw.save()
    DrawResult.objects.create(city=city, draw=draw, entry=entry, rank=1, probability=1.0, seated=True)
    CooperationAnswer.objects.create(city=city, session=session, enrolment=row, asked_at=AT)


def client_of(city: City, role: Role) -> Client:
    with city_context(city):
        user = Membership.objects.select_related("user").get(role=role).user
    client = Client()
    client.force_login(user)
    return client


def roles_of(path: str) -> tuple[Role, ...]:
    """Who is let in at the address."""
    return getattr(resolve(path).func, "allowed_roles", tuple(Role))


def test_no_address_shows_anything_of_a_city_to_another_citys_officer(example: City) -> None:
    with city_context(example):
        paths = {address.name: path_of(address) for address in ALL if address.parts}
        secrets = [person.name for person in Person.objects.all()[:200]] + [example.name]
    other = City.objects.get(slug="kota-lain")
    officer = log_in(other, Role.PENGELOLA)
    others = {role: log_in(other, role) for role in (Role.PIMPINAN, Role.KEPALA_OPD)}
    for name, path in paths.items():
        # What an officer may not do in the own city either is asked for by who may.
        roles = roles_of(path)
        head = Role.KEPALA_OPD in roles and Role.PENGELOLA not in roles and Role.PIMPINAN not in roles
        stranger = officer if Role.PENGELOLA in roles else others[Role.KEPALA_OPD if head else Role.PIMPINAN]
        if name in VISITORS_PAGES:
            page = stranger.get(path).content.decode()
            assert not [secret for secret in secrets[:-1] if secret in page], f"{name} names somebody"
            continue
        assert stranger.get(path).status_code in {404, 405}, f"{name}: {path} answers another city's officer"
        assert stranger.post(path).status_code in {403, 404, 405}, (
            f"{name}: {path} takes a form of another city"
        )
    for address in ALL:
        if not address.parts and address.name not in OPEN_TO_ALL:
            page = officer.get(reverse(address.name)).content.decode(errors="replace")
            assert not [secret for secret in secrets if secret in page], (
                f"{address.name} shows another city's rows"
            )


def test_a_visitor_is_sent_to_the_log_in_everywhere_else(example: City) -> None:
    with city_context(example):
        paths = {address.name: path_of(address) for address in ALL if address.name not in OPEN_TO_ALL}
    for name, path in paths.items():
        answer = Client().get(path)
        assert answer.status_code in {302, 405}, f"{name} answers a visitor with {answer.status_code}"
        if answer.status_code == 302:
            assert answer["Location"].startswith("/akun/login/"), name


@pytest.mark.parametrize("role", list(Role))
def test_every_role_gets_a_page_or_a_plain_no_and_never_an_error(example: City, role: Role) -> None:
    with city_context(example):
        paths = {address.name: path_of(address) for address in ALL}
    client = client_of(example, role)
    for name, path in paths.items():
        answer = client.get(path)
        assert answer.status_code in READ | {400, 403, 404, 409}, (
            f"{role} gets {answer.status_code} from {name}"
        )


@pytest.fixture(scope="module")
def officers_pages(example: City, django_db_blocker: Any) -> dict[str, str]:
    """Every page that the officer is shown, by the name of its address."""
    with django_db_blocker.unblock():
        with city_context(example):
            paths = {address.name: path_of(address) for address in ALL}
        officer = client_of(example, Role.PENGELOLA)
        answers = {name: officer.get(path) for name, path in paths.items()}
    shown = {name: answer for name, answer in answers.items() if answer.status_code == 200}
    return {
        name: answer.content.decode()
        for name, answer in shown.items()
        if answer["Content-Type"].startswith("text/html")
    }


def test_no_page_writes_a_year_with_a_point_in_it(officers_pages: dict[str, str]) -> None:
    for name, page in officers_pages.items():
        found = re.findall(r".{0,40}(?<![\d.,])2\.02[5-9](?![\d.])", page)
        assert not found, f"{name}: {found}"


def test_every_page_but_the_first_says_where_it_stands(officers_pages: dict[str, str]) -> None:
    for name, page in officers_pages.items():
        if name not in {"web:home", "web:health"} | VISITORS_PAGES:
            crumbs = re.search(r'<nav class="s-crumbs".*?</nav>', page, re.DOTALL)
            assert crumbs, name
            assert '<li><a href="/">Beranda</a></li>' in crumbs[0], name


OWN_DECISIONS = {Role.PIMPINAN: {"planning:set", "planning:return"}, Role.INSPEKTORAT: set()}
"""What a role that else only reads decides itself."""


@pytest.mark.parametrize("role", list(OWN_DECISIONS))
def test_a_reading_role_changes_nothing_but_what_is_its_own_to_decide(example: City, role: Role) -> None:
    with city_context(example):
        paths = {address.name: path_of(address) for address in ALL if address.name not in OPEN_TO_ALL}
    client = client_of(example, role)
    for name, path in paths.items():
        if name in OWN_DECISIONS[role]:
            assert client.post(path).status_code == 200, f"{role} may not send the form of {name}"
        elif name != "web:choose-city":
            assert client.post(path).status_code in {403, 404, 405}, f"{role} may send a form to {name}"


def test_a_head_of_office_and_an_asn_see_nobody_beyond_their_own(example: City) -> None:
    head, own = client_of(example, Role.KEPALA_OPD), client_of(example, Role.ASN)
    with city_context(example):
        office = Membership.objects.get(role=Role.KEPALA_OPD).unit
        person = Membership.objects.get(role=Role.ASN).person
        beyond = Person.objects.filter(is_active=True, postings__valid_to=None).exclude(pk=person.pk)
        beyond = beyond.exclude(postings__unit__office=office).exclude(postings__unit=office)
        strangers = list(beyond.values_list("pk", flat=True)[:5])
        plan = CityPlan.objects.first()
    for stranger in strangers:
        for path in (
            f"/pegawai/{stranger}/",
            f"/kesenjangan/orang/{stranger}/",
            f"/rencana/{plan.pk}/orang/{stranger}/",
            f"/jp/pegawai/{stranger}/",
        ):
            assert head.get(path).status_code in {403, 404}, f"kepala OPD sees {path}"
            assert own.get(path).status_code in {403, 404}, f"ASN sees {path}"
