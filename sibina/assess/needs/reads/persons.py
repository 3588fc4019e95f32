"""One person's sheet: what the position requires, what is on record and where each level comes from."""

from dataclasses import dataclass

from sibina.assess.needs import rules
from sibina.assess.needs.models import Gap, GapSnapshot
from sibina.assess.needs.types import GapState, MethodOrder, Sums
from sibina.ground.competencies.api import Competency, Measurement
from sibina.ground.people.api import Person, PersonNumber, Posting
from sibina.ground.people.types import Sight


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
    number: str
    posting: Posting | None
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
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        return None
    posting = (
        Posting.objects.filter(person=person, valid_to__isnull=True)
        .select_related("unit__office", "position")
        .first()
    )
    if not _may_see(sight, person, posting):
        return None
    gaps = _gaps_of(person, snapshot)
    traces = _traces_of(person, snapshot)
    competencies = {gap.competency_id: gap.competency for gap in gaps} | {
        competency.pk: competency
        for competency in Competency.objects.filter(pk__in=set(traces) - {gap.competency_id for gap in gaps})
    }
    rows = [SheetRow(gap.competency, gap, tuple(traces.get(gap.competency_id, ()))) for gap in gaps]
    required = {gap.competency_id for gap in gaps}
    others = [
        SheetRow(competencies[key], None, tuple(found))
        for key, found in traces.items()
        if key not in required
    ]
    others.sort(key=lambda row: (row.competency.kind, row.competency.name))
    number = (
        PersonNumber.objects.filter(person=person, is_current=True).values_list("number", flat=True).first()
    )
    return PersonSheet(person, number or "", posting, tuple(rows), tuple(others), _sums_of(gaps))


def _may_see(sight: Sight, person: Person, posting: Posting | None) -> bool:
    if sight.whole_city or sight.person_id == person.pk:
        return True
    return sight.unit_ids is not None and posting is not None and posting.unit_id in sight.unit_ids


def _gaps_of(person: Person, snapshot: GapSnapshot | None) -> list[Gap]:
    if snapshot is None:
        return []
    rows = Gap.objects.filter(snapshot=snapshot, person=person).select_related(
        "competency", "position", "unit"
    )
    return list(rows.order_by("competency__kind", "competency__name"))


def _traces_of(person: Person, snapshot: GapSnapshot | None) -> dict[int, list[Trace]]:
    """Measurements by competency, the latest first; the counting one by the same key as the expression's."""
    order = _order_of(snapshot)
    by_competency: dict[int, list[Measurement]] = {}
    for measurement in Measurement.objects.filter(person=person).order_by("-measured_on", "-pk"):
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
