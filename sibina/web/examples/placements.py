"""The placements of an example city, written by the product's own verbs in the order in which they came about."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.contrib.auth.models import User
from django.utils import timezone

from sibina.assess.needs.api import Gap, current_snapshot
from sibina.assess.needs.types import GapState
from sibina.deliver.placements.api import (
    Adoption,
    LogEntry,
    Placement,
    answer_offer,
    approve_placement,
    begin_placement,
    end_placement,
    judge_placement,
    list_papers,
    measure_change,
    offer_practice,
    propose_placement,
    report_placement,
    save_commitment,
    save_paper,
    teach_practice,
    write_log,
)
from sibina.deliver.placements.types import (
    AdoptionState,
    AnswerFacts,
    ChangeFacts,
    CommitmentFacts,
    CostFacts,
    CostKind,
    GoalFacts,
    PaperFacts,
    PlacementFacts,
    ReturnFacts,
    SharingFacts,
)
from sibina.ground.cycles.api import Cycle
from sibina.ground.cycles.types import CyclePhase
from sibina.ground.people.api import Membership, Person, Unit
from sibina.lib.access import Role
from sibina.lib.tenancy.models import City
from sibina.plan.programmes.api import Agreement, Partner
from sibina.plan.programmes.types import Form
from sibina.web.examples.logins import Places
from sibina.web.examples.rules import placements_of
from sibina.web.examples.types import PlacementRecipe

GOALS = 2
TAUGHT = 14
STATIONS = ("none", "promised", "taught", "offered", "adopted", "changed")
YES = "Mudah dijalankan, dan pasien merasakannya pada minggu pertama."
NO = "Ruang tunggu sedang diperbaiki; ditinjau lagi setelah selesai."


@dataclass(frozen=True)
class _Office:
    """Whose people are placed, and who acts."""

    city: City
    unit: Unit
    people: list[Person]
    users: dict[str, User]
    today: date

    @property
    def officer(self) -> User:
        return self.users[Role.PENGELOLA]


def write_placements(city: City, places: Places, *, at: datetime) -> None:
    """Every placement of the city's table; gaps are counted, log-ins and partners are there."""
    staff = Person.objects.filter(is_active=True, office_id=places.office_id)
    others = list(
        staff.exclude(pk__in=[places.staff_id, places.head_id, places.mentor_id]).order_by("pk")[:5]
    )
    office = _Office(
        city=city,
        unit=Unit.objects.get(pk=places.office_id),
        people=[Person.objects.get(pk=places.staff_id), *others],
        users={one.role: one.user for one in Membership.objects.select_related("user")},
        today=timezone.localdate(at),
    )
    with _years_open():
        for recipe in placements_of(city.slug):
            _write(office, recipe)


@contextmanager
def _years_open() -> Iterator[None]:
    """The years as they were while people were away; afterwards they stand where they stood."""
    kept = list(Cycle.objects.values_list("pk", "phase", "closed_on"))
    Cycle.objects.update(phase=CyclePhase.DELIVER, closed_on=None)
    yield
    for pk, phase, closed_on in kept:
        Cycle.objects.filter(pk=pk).update(phase=phase, closed_on=closed_on)


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, 9))


def _write(office: _Office, recipe: PlacementRecipe) -> None:
    first = office.today + timedelta(recipe.begins)
    last = first + timedelta(recipe.days - 1)
    person = office.people[0 if recipe.who == "staff" else int(recipe.who)]
    asked = _morning(min(first - timedelta(70), office.today - timedelta(3)))
    placement = propose_placement(
        city=office.city,
        person=person,
        facts=_facts(office, recipe, person, first, last),
        by=office.officer,
        at=asked,
    )
    if first > office.today:
        return
    at = asked + timedelta(7)
    letter = f"800.1.3/{placement.pk}/{first.year}"
    approve_placement(placement=placement, basis=letter, by=office.officer, at=at)
    for number, line in enumerate(list_papers(placement), start=1):
        paper = PaperFacts(line.kind, f"{letter}-{number}", (at + timedelta(number)).date())
        save_paper(placement=placement, facts=paper, scan=None, revision=0, by=office.officer, at=at)
    begin_placement(placement=placement, by=office.officer, at=_morning(first))
    for number, learnt in enumerate(recipe.log):
        day = first + timedelta(1 + number)
        entry = LogEntry(day=day, learnt=learnt)
        write_log(placement=placement, entry=entry, scan=None, by=_own(office, recipe), at=_morning(day))
    back = _morning(last + timedelta(1))
    end_placement(placement=placement, facts=ReturnFacts(last), by=office.officer, at=back)
    if recipe.host_score:
        by = office.users[Role.MITRA]
        judge_placement(placement=placement, score=recipe.host_score, words=recipe.host_words, by=by, at=back)
    told = back + timedelta(6)
    report_placement(placement=placement, text=recipe.report, scan=None, by=_own(office, recipe), at=told)
    _bring_home(office, recipe, placement, told)


def _own(office: _Office, recipe: PlacementRecipe) -> User:
    """Who writes: the person where there is a log-in, else the officer."""
    return office.users[Role.ASN] if recipe.who == "staff" else office.officer


def _facts(
    office: _Office, recipe: PlacementRecipe, person: Person, first: date, last: date
) -> PlacementFacts:
    partner = Partner.objects.filter(name=recipe.partner).first() if recipe.partner else None
    covering = Agreement.objects.filter(partner=partner, starts_on__lte=first, ends_on__gte=last).first()
    gaps = Gap.objects.filter(
        snapshot=current_snapshot(office.city), person=person, state=GapState.SHORT
    ).order_by("-shortfall", "competency_id")[:GOALS]
    return PlacementFacts(
        form=Form(recipe.form),
        partner_id=partner.pk if partner else None,
        host=recipe.host,
        country=recipe.country,
        place=recipe.place,
        agreement_id=covering.pk if covering and partner else None,
        purpose=recipe.purpose,
        starts_on=first,
        ends_on=last,
        goals=[GoalFacts(gap.competency_id, gap.present, gap.required) for gap in gaps],
        costs=[CostFacts(CostKind(kind), rupiah, payer=payer) for kind, rupiah, payer in recipe.costs],
    )


def _bring_home(office: _Office, recipe: PlacementRecipe, placement: Placement, at: datetime) -> None:
    """As far as the recipe says; a unit that declines stands beside those that adopt."""
    by = _own(office, recipe)
    facts = CommitmentFacts(recipe.practice, recipe.audience, (at + timedelta(30)).date(), recipe.measure)
    one = save_commitment(placement=placement, commitment=None, facts=facts, revision=0, by=by, at=at)
    reached = STATIONS.index("adopted" if recipe.chain == "declined" else recipe.chain)
    if reached < STATIONS.index("taught"):
        return
    taught = at + timedelta(14)
    session = SharingFacts(taught.date(), "Lembar langkah kerja", {office.unit.pk: TAUGHT})
    teach_practice(commitment=one, facts=session, scan=None, by=by, at=taught)
    if reached >= STATIONS.index("offered"):
        asked = offer_practice(commitment=one, unit=office.unit, by=by, at=taught + timedelta(1))
        _answer(office, recipe, asked, taught)


def _answer(office: _Office, recipe: PlacementRecipe, asked: Adoption, taught: datetime) -> None:
    head, said = office.users[Role.KEPALA_OPD], taught + timedelta(8)
    if recipe.chain == "declined":
        no = AnswerFacts(AdoptionState.DECLINED, NO)
        answer_offer(adoption=asked, facts=no, by=head, at=said)
    elif recipe.chain in ("adopted", "changed"):
        since = said.date()
        yes = AnswerFacts(AdoptionState.ADOPTED, YES, since, since + timedelta(60))
        answer_offer(adoption=asked, facts=yes, by=head, at=said)
        if recipe.chain == "changed":
            measured = said + timedelta(60)
            change = ChangeFacts(
                indicator=recipe.measure.capitalize(),
                unit_of_measure=recipe.unit_of_measure,
                before=Decimal(recipe.before),
                before_on=since - timedelta(2),
                after=Decimal(recipe.after),
                after_on=measured.date(),
                less_is_better=True,
                source=recipe.source.capitalize(),
            )
            measure_change(adoption=asked, facts=change, by=head, at=measured)
