"""Questions about programmes: the catalogue, one programme with its costs, the sessions of a year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from sibina.assess.needs.api import Gap, current_snapshot
from sibina.assess.needs.types import GapState
from sibina.ground.competencies.api import Competency
from sibina.ground.cycles.api import Cycle, find_open_cycle, rows_of_open_cycle
from sibina.ground.cycles.rules import may_change
from sibina.ground.cycles.types import CyclePhase, Part
from sibina.ground.people.api import Sector
from sibina.ground.people.rules import name_key
from sibina.lib.questions import written_once
from sibina.lib.tenancy.models import City
from sibina.plan.programmes.models import CostPart, Objective, Offering, Programme
from sibina.plan.programmes.reads.curricula import list_methods_in_force
from sibina.plan.programmes.rules import (
    SessionCost,
    StarterProgramme,
    cost_of_session,
    course_of,
    holidays_of,
    most_sessions,
    problems_of_programme,
    season_of,
    sessions_for,
    starter_catalogue,
)
from sibina.plan.programmes.types import (
    CostFacts,
    CostKind,
    CostPer,
    Form,
    GainSource,
    ObjectiveFacts,
    ProgrammeFacts,
    ProgrammeProblem,
    Series,
    Stretch,
)


def list_programmes(*, by: str = "") -> QuerySet[Programme]:
    """The catalogue; `by` "sessions" with how many of them the open year offers of each, to be ordered by that."""
    return _count_sessions(Programme.objects.all()) if by == "sessions" else Programme.objects.all()


def _count_sessions(programmes: QuerySet[Programme]) -> QuerySet[Programme]:
    open_year = Subquery(rows_of_open_cycle().values("pk"))
    offered = Offering.objects.filter(programme=OuterRef("pk"), cycle=open_year).order_by()
    many = offered.values("programme").annotate(many=Count("pk")).values("many")
    return programmes.annotate(sessions=Coalesce(Subquery(many), 0))


def join_parts(programmes: QuerySet[Programme]) -> QuerySet[Programme]:
    """Each programme with its sector, its objectives (`aims`) and its cost parts (`costs`)."""
    aims = Prefetch("objectives", Objective.objects.select_related("competency"), to_attr="aims")
    costs = Prefetch("cost_parts", CostPart.objects.select_related("unit_price"), to_attr="costs")
    return programmes.select_related("sector").prefetch_related(aims, costs)  # type: ignore[no-redef]


def join_catalogue(programmes: QuerySet[Programme]) -> QuerySet[Programme]:
    """Of each what the list tells: its objectives, what it costs, and the sessions on offer."""
    levels = ("from_level", "to_level", "gain", "gain_low", "gain_high", "gain_source", "note")
    raised = Objective.objects.select_related("competency").only("programme", *levels, "competency__name")
    aims = Prefetch("objectives", raised, to_attr="aims")
    costs = Prefetch("cost_parts", CostPart.objects.only("programme", "per", "rupiah"), to_attr="costs")
    return _count_sessions(programmes).prefetch_related(aims, costs)  # type: ignore[no-redef]


def find_programme(*, programme_id: int) -> Programme | None:
    """One programme of the city with all that belongs to it, or None."""
    return _programme.first(pk=programme_id)


@written_once
def _programme(pk: int) -> QuerySet[Programme]:
    return join_parts(Programme.objects.filter(pk=pk)).order_by()


def find_title(*, programme_id: int) -> Programme | None:
    """The programme's own row, without what belongs to it, or None."""
    return _title.first(pk=programme_id)


@written_once
def _title(pk: int) -> QuerySet[Programme]:
    return Programme.objects.filter(pk=pk).order_by()


def cost_of(programme: Programme) -> SessionCost:
    """What a session of the programme costs by its cost parts, in whole rupiah."""
    return cost_of_session((CostPer(part.per), part.rupiah) for part in programme.costs)


def present_cost_of(offering: Offering) -> SessionCost | None:
    """What the cost parts of a session of `find_offering` come to now, where it was written with other prices; else None.

    A programme without cost parts says nothing of the price of a session.
    """
    if offering.fixed_now is None and offering.seat_now is None:
        return None
    cost = SessionCost(offering.fixed_now or 0, offering.seat_now or 0)
    return None if (cost.fixed, cost.per_seat) == (offering.fixed_cost, offering.seat_cost) else cost


def facts_of_objective(row: Objective) -> ObjectiveFacts:
    """An objective as rules know it."""
    return ObjectiveFacts(
        from_level=row.from_level,
        to_level=row.to_level,
        gain=row.gain,
        gain_low=row.gain_low,
        gain_high=row.gain_high,
        competency_id=row.competency_id,
        source=GainSource(row.gain_source),
        note=row.note,
    )


def facts_of_programme(programme: Programme) -> ProgrammeFacts:
    """A programme of `join_parts` as it would be typed."""
    return ProgrammeFacts(
        name=programme.name,
        form=Form(programme.form),
        purpose=programme.purpose,
        jp=programme.jp,
        min_participants=programme.min_participants,
        max_participants=programme.max_participants,
        sector_id=programme.sector_id,
        is_active=programme.is_active,
        organiser=programme.organiser,
        objectives=[facts_of_objective(row) for row in programme.aims],
        costs=[
            CostFacts(
                CostKind(part.kind),
                part.label,
                CostPer(part.per),
                part.rupiah,
                part.account_code,
                part.unit_price_id,
                part.quantity,
            )
            for part in programme.costs
        ],
        series=programme.series,
    )


def problems_of(programme: Programme) -> tuple[ProgrammeProblem, ...]:
    """Why the programme cannot be planned; empty when it can."""
    return problems_of_programme(
        [facts_of_objective(row) for row in programme.aims],
        jp=programme.jp,
        min_participants=programme.min_participants,
        max_participants=programme.max_participants,
    )


def find_changeable_cycle() -> Cycle | None:
    """The open year, where its sessions may still be changed; else None."""
    cycle = find_open_cycle()
    return cycle if cycle and may_offer(cycle) else None


def may_offer(cycle: Cycle) -> bool:
    """May the sessions of the year still be changed?"""
    return may_change(CyclePhase(cycle.phase), Part.SESSIONS)


def list_offerings(*, cycle: Cycle | None) -> QuerySet[Offering]:
    """The sessions of a year in the order of the calendar; none without a year."""
    return (
        Offering.objects.filter(cycle=cycle).select_related("programme", "speaker", "payer")
        if cycle
        else Offering.objects.none()
    )


def list_offerings_of(*, programme: Programme, cycle: Cycle | None) -> list[Offering]:
    """The sessions of one programme in a year."""
    return _offerings_of(programme_id=programme.pk, cycle_id=cycle.pk) if cycle else []


@written_once
def _offerings_of(programme_id: int, cycle_id: int) -> QuerySet[Offering]:
    rows = Offering.objects.filter(programme_id=programme_id, cycle_id=cycle_id)
    return rows.select_related("speaker", "payer")


def find_offering(*, offering_id: int) -> Offering | None:
    """One session with its programme, year and speaker, or None."""
    told = ("programme", "cycle", "speaker", "payer")
    costs = {"fixed_now": _costs(CostPer.SESSION), "seat_now": _costs(CostPer.SEAT)}
    return Offering.objects.select_related(*told).annotate(**costs).filter(pk=offering_id).first()


def _costs(per: CostPer) -> Subquery:
    parts = CostPart.objects.filter(programme=OuterRef("programme"), per=per).order_by()
    return Subquery(parts.values("programme").annotate(total=Sum("rupiah")).values("total"))


def stem_of(programme: Programme) -> str:
    """What the codes of a programme's sessions begin with: its code in the starter catalogue, else its initials."""
    return _starter_codes().get(programme.key) or _initials(programme.name)


def _starter_codes() -> dict[str, str]:
    return {name_key(one.name): one.code for one in starter_catalogue()}


def next_code(*, programme: Programme, cycle: Cycle) -> str:
    """A code for the programme's next session that the year does not use yet."""
    taken = set(Offering.objects.filter(cycle=cycle).values_list("code", flat=True))
    of_programme = (
        programme.offerings.filter(cycle=cycle).order_by("code").values_list("code", flat=True).first()
    )
    stem = of_programme.rsplit("-", 1)[0] if of_programme and "-" in of_programme else stem_of(programme)
    return next(code for turn in range(1, 10_000) if (code := f"{stem}-{turn:02d}") not in taken)


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isalnum()).upper()[:5] or "SESI"


def list_sectors() -> list[Sector]:
    """Sectors that a programme may be for."""
    return _sectors()


@written_once
def _sectors() -> QuerySet[Sector]:
    return Sector.objects.order_by("name")


def list_competencies() -> list[Competency]:
    """What a programme may aim at."""
    return list(Competency.objects.filter(is_active=True).order_by("kind", "name"))


def list_untaken_starters() -> Sequence[StarterProgramme]:
    """Programmes of the starter catalogue that the city does not have."""
    known = set(Programme.objects.values_list("key", flat=True))
    return [one for one in starter_catalogue() if name_key(one.name) not in known]


@dataclass(frozen=True)
class Subject:
    """A programme of the city, or a starter that it could take; `key` is the same before and after.

    `course`: the stretches of a session. `goals`: competency, from level, to level.
    `offered`: sessions that the year has already.
    """

    key: str
    name: str
    course: tuple[Stretch, ...]
    jp: int
    fewest: int
    seats: int
    cost: SessionCost
    goals: tuple[tuple[int, int, int], ...]
    offered: int = 0
    series: Series | None = None
    starter: StarterProgramme | None = None
    programme: Programme | None = None


@dataclass(frozen=True)
class Proposed:
    """How many sessions of one programme a year could offer, and why that many.

    `helped`: people who lack what it teaches, at a level where it helps; None without counted gaps.
    `wanted`: sessions that would seat everybody, never fewer than are there; `most`: what the year has room for.
    """

    subject: Subject
    helped: int | None
    wanted: int
    most: int


def list_subjects(*, cycle: Cycle) -> list[Subject]:
    """What sessions can be prepared of: the city's programmes that can be planned; where it has none, the starters."""
    if not Programme.objects.exists():
        ids = dict(Competency.objects.exclude(code="").values_list("code", "pk"))
        found = (_subject_of_starter(one, ids) for one in starter_catalogue())
        return [subject for subject in found if subject.goals]
    many = Offering.objects.filter(cycle=cycle).order_by().values_list("programme_id")
    offered = dict(many.annotate(many=Count("pk")))
    codes, methods = _starter_codes(), list_methods_in_force()
    return [
        _subject_of(row, codes.get(row.key, f"p{row.pk}"), offered.get(row.pk, 0), methods.get(row.pk, ()))
        for row in join_parts(Programme.objects.all())
        if row.is_active and not problems_of(row)
    ]


def _subject_of(row: Programme, key: str, offered: int, methods: Sequence[tuple[Form, int]]) -> Subject:
    return Subject(
        key=key,
        name=row.name,
        course=course_of(Form(row.form), row.jp, methods),
        jp=row.jp,
        fewest=row.min_participants,
        seats=row.max_participants,
        cost=cost_of(row),
        goals=tuple((one.competency_id, one.from_level, one.to_level) for one in row.aims),
        offered=offered,
        series=row.series,
        programme=row,
    )


def _subject_of_starter(one: StarterProgramme, ids: Mapping[str, int]) -> Subject:
    goals = ((ids.get(goal.competency), goal.from_level, goal.to_level) for goal in one.objectives)
    return Subject(
        key=one.code,
        name=one.name,
        course=course_of(one.form, one.jp, [(module.form, module.jp) for module in one.modules]),
        jp=one.jp,
        fewest=one.min_participants,
        seats=one.max_participants,
        cost=cost_of_session((cost.per, cost.rupiah) for cost in one.costs),
        goals=tuple((pk, low, high) for pk, low, high in goals if pk is not None),
        starter=one,
    )


def list_proposal(*, city: City, cycle: Cycle, today: date) -> list[Proposed]:
    """What the year could offer, from the current counting of the gaps."""
    season, free = season_of(cycle.year, today), holidays_of(cycle.year)
    subjects = list_subjects(cycle=cycle)
    found = []
    for subject, helped in zip(subjects, _count_helped(city, subjects), strict=True):
        most = max(most_sessions(subject.course, season, free), subject.offered)
        wanted = sessions_for(
            helped or 0, min_participants=subject.fewest, max_participants=subject.seats, most=most
        )
        if subject.series and wanted:
            wanted = min(subject.series.times, most)
        found.append(Proposed(subject, helped, max(wanted, subject.offered), most))
    return found


def _count_helped(city: City, subjects: Sequence[Subject]) -> list[int | None]:
    """Of each: how many people lack a competency that it raises, at a level from which it raises. One question."""
    snapshot = current_snapshot(city)
    if snapshot is None or not subjects:
        return [None] * len(subjects)
    counts = {}
    for number, subject in enumerate(subjects):
        inside = Q()
        for competency, low, high in subject.goals:
            inside |= Q(competency_id=competency, present__gte=low, present__lt=high)
        counts[f"of_{number}"] = Count("person_id", filter=inside, distinct=True)
    found = Gap.objects.filter(snapshot=snapshot, state=GapState.SHORT).aggregate(**counts)
    return [found[f"of_{number}"] for number in range(len(subjects))]


def list_venues() -> list[str]:
    """Venues that sessions of the city have been offered in, by name."""
    named = Offering.objects.exclude(venue="").order_by("venue").values_list("venue", flat=True)
    return list(named.distinct())
