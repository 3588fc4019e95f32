"""One person's sheet: what the position requires, what is on record and where each level comes from."""

from dataclasses import dataclass

from django.db.models import QuerySet

from sibina.assess.needs import rules
from sibina.assess.needs.models import Gap, GapSnapshot
from sibina.assess.needs.types import GapState, MethodOrder, Sums
from sibina.ground.competencies.api import Competency, Measurement
from sibina.ground.people.api import Person
from sibina.ground.people.types import Sight
from sibina.lib.questions import written_once


@dataclass(frozen=True)
class Trace:
    """One measurement, and whether it is the one that counts."""

    measurement: Measurement
    counts: bool
    after: bool


@dataclass(frozen=True)
class SheetRow:
    """One competency of the sheet; `gap` is None where the position does not require it."""

    competency: Competency
    gap: Gap | None
    traces: tuple[Trace, ...]

    @property
    def counting(self) -> Measurement | None:
        """The measurement whose level is on record."""
        return next((trace.measurement for trace in self.traces if trace.counts), None)


@dataclass(frozen=True)
class PersonSheet:
    """A person's competencies: those that the position requires, then the others that were measured."""

    person: Person
    rows: tuple[SheetRow, ...]
    others: tuple[SheetRow, ...]
    sums: Sums

    @property
    def history(self) -> list[tuple[Competency, Trace]]:
        """Every measurement, the latest first."""
        told = [(row.competency, trace) for row in (*self.rows, *self.others) for trace in row.traces]
        told.sort(key=lambda each: (each[1].measurement.measured_on, each[1].measurement.pk), reverse=True)
        return told


def find_person_sheet(person_id: int, snapshot: GapSnapshot | None, sight: Sight) -> PersonSheet | None:
    """The sheet, if the person is there and the member may see it."""
    person = _person.first(pk=person_id)
    if person is None or not _may_see(sight, person):
        return None
    gaps = _gaps_of(person, snapshot)
    traces = _traces_of(person, snapshot)
    required = {gap.competency_id for gap in gaps}
    further = Competency.objects.in_bulk(set(traces) - required)
    rows = [SheetRow(gap.competency, gap, tuple(traces.get(gap.competency_id, ()))) for gap in gaps]
    others = [
        SheetRow(further[key], None, tuple(found)) for key, found in traces.items() if key not in required
    ]
    others.sort(key=lambda row: (row.competency.kind, row.competency.name))
    return PersonSheet(person, tuple(rows), tuple(others), _sums_of(gaps))


def _may_see(sight: Sight, person: Person) -> bool:
    if sight.whole_city or sight.person_id == person.pk:
        return True
    return sight.unit_ids is not None and person.unit_id in sight.unit_ids


def _gaps_of(person: Person, snapshot: GapSnapshot | None) -> list[Gap]:
    if snapshot is None:
        return []
    return _gaps_in(snapshot_id=snapshot.pk, person_id=person.pk)


@written_once
def _gaps_in(snapshot_id: int, person_id: int) -> QuerySet[Gap]:
    rows = Gap.objects.filter(snapshot_id=snapshot_id, person_id=person_id).select_related("competency")
    return rows.order_by("competency__kind", "competency__name")


@written_once
def _measured(person_id: int) -> QuerySet[Measurement]:
    return Measurement.objects.filter(person_id=person_id).order_by("-measured_on", "-pk")


@written_once
def _person(pk: int) -> QuerySet[Person]:
    return Person.objects.filter(pk=pk).select_related("unit", "office", "position").order_by()


def _traces_of(person: Person, snapshot: GapSnapshot | None) -> dict[int, list[Trace]]:
    """Measurements by competency, the latest first; the counting one by the same key as the expression's."""
    order = _order_of(snapshot)
    by_competency: dict[int, list[Measurement]] = {}
    for measurement in _measured(person_id=person.pk):
        by_competency.setdefault(measurement.competency_id, []).append(measurement)
    traces: dict[int, list[Trace]] = {}
    for competency, found in by_competency.items():
        counted = [each for each in found if snapshot is not None and each.measured_on <= snapshot.as_of]
        best = max(counted, key=lambda each: (_key(order, each), each.rater, -each.pk), default=None)
        traces[competency] = [
            Trace(each, each is best, snapshot is not None and each.measured_on > snapshot.as_of)
            for each in found
        ]
    return traces


def _order_of(snapshot: GapSnapshot | None) -> MethodOrder:
    if snapshot is None:
        return rules.METHOD_ORDERS[-1]
    kept = snapshot.method_order
    version = snapshot.rule_version.rpartition("/")[2]
    return MethodOrder(tuple(kept["methods"]), snapshot.as_of, kept["basis"], kept["certainty"], version)


def _key(order: MethodOrder, measurement: Measurement) -> int:
    days = (measurement.measured_on - rules.FIRST_DAY).days
    return rules.record_key(order.strength(measurement.method), days, measurement.level)


def _sums_of(gaps: list[Gap]) -> Sums:
    states = [gap.state for gap in gaps]
    return Sums(
        people=1,
        short=states.count(GapState.SHORT),
        unmeasured=states.count(GapState.UNMEASURED),
        met=states.count(GapState.MET),
        shortfall=sum(gap.shortfall or 0 for gap in gaps),
        weighted=sum((gap.shortfall or 0) * gap.weight for gap in gaps),
    )
