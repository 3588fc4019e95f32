"""Questions about programmes: the catalogue, one programme with its costs, the sessions of a year."""

from collections.abc import Sequence

from django.db.models import Count, Prefetch, Q, QuerySet

from sibina.ground.competencies.api import Competency
from sibina.ground.cycles.api import Cycle, find_open_cycle
from sibina.ground.cycles.rules import may_change
from sibina.ground.cycles.types import CyclePhase, Part
from sibina.ground.people.api import Sector
from sibina.ground.people.rules import name_key
from sibina.plan.programmes.models import CostPart, Objective, Offering, Programme
from sibina.plan.programmes.rules import (
    SessionCost,
    StarterProgramme,
    cost_of_session,
    problems_of_programme,
    starter_catalogue,
)
from sibina.plan.programmes.types import CostPer, ObjectiveFacts, ProgrammeProblem


def list_programmes() -> QuerySet[Programme]:
    """The catalogue with objectives and costs, and how many sessions the open year offers of each."""
    cycle = find_open_cycle()
    offered = Q(offerings__cycle=cycle) if cycle else Q(pk__isnull=True)
    return (
        Programme.objects.annotate(sessions=Count("offerings", filter=offered))
        .select_related("sector")
        .prefetch_related(
            Prefetch("objectives", Objective.objects.select_related("competency")),
            Prefetch("cost_parts", CostPart.objects.all()),
        )
    )


def find_programme(*, programme_id: int) -> Programme | None:
    """One programme of the city with all that belongs to it, or None."""
    return list_programmes().filter(pk=programme_id).first()


def cost_of(programme: Programme) -> SessionCost:
    """What a session of the programme costs by its cost parts, in whole rupiah."""
    return cost_of_session((CostPer(part.per), part.rupiah) for part in programme.cost_parts.all())


def problems_of(programme: Programme) -> tuple[ProgrammeProblem, ...]:
    """Why the programme cannot be planned; empty when it can."""
    facts = [
        ObjectiveFacts(row.from_level, row.to_level, row.gain, row.gain_low, row.gain_high)
        for row in programme.objectives.all()
    ]
    return problems_of_programme(
        facts,
        jp=programme.jp,
        min_participants=programme.min_participants,
        max_participants=programme.max_participants,
    )


def find_changeable_cycle() -> Cycle | None:
    """The open year, where its sessions may still be changed; else None."""
    cycle = find_open_cycle()
    return cycle if cycle and may_change(CyclePhase(cycle.phase), Part.SESSIONS) else None


def list_offerings(*, cycle: Cycle | None) -> QuerySet[Offering]:
    """The sessions of a year in the order of the calendar; none without a year."""
    return (
        Offering.objects.filter(cycle=cycle).select_related("programme") if cycle else Offering.objects.none()
    )


def list_offerings_of(*, programme: Programme, cycle: Cycle | None) -> list[Offering]:
    """The sessions of one programme in a year."""
    return list(list_offerings(cycle=cycle).filter(programme=programme))


def find_offering(*, offering_id: int) -> Offering | None:
    """One session with its programme and year, or None."""
    return Offering.objects.select_related("programme", "cycle").filter(pk=offering_id).first()


def next_code(*, programme: Programme, cycle: Cycle) -> str:
    """A code for the programme's next session that the year does not use yet."""
    taken = set(Offering.objects.filter(cycle=cycle).values_list("code", flat=True))
    of_programme = (
        programme.offerings.filter(cycle=cycle).order_by("code").values_list("code", flat=True).first()
    )
    stem = (
        of_programme.rsplit("-", 1)[0] if of_programme and "-" in of_programme else _initials(programme.name)
    )
    return next(code for turn in range(1, 10_000) if (code := f"{stem}-{turn:02d}") not in taken)


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isalnum()).upper()[:5] or "SESI"


def list_sectors() -> list[Sector]:
    """Sectors that a programme may be for."""
    return list(Sector.objects.order_by("name"))


def list_competencies() -> list[Competency]:
    """What a programme may aim at."""
    return list(Competency.objects.filter(is_active=True).order_by("kind", "name"))


def list_untaken_starters() -> Sequence[StarterProgramme]:
    """Programmes of the starter catalogue that the city does not have."""
    known = set(Programme.objects.values_list("key", flat=True))
    return [one for one in starter_catalogue() if name_key(one.name) not in known]
