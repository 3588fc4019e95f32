"""The rows behind a figure, and what they add up to."""

from django.db.models import QuerySet

from sibina.assess.needs.models import Gap, GapSnapshot, GapSummary
from sibina.assess.needs.reads.picture import SUMS, in_sector, seen_units, sums_of_gaps
from sibina.assess.needs.types import GapState, Place, Sums
from sibina.ground.people.types import Sight
from sibina.lib.lists.api import Wish
from sibina.lib.questions import added_up, written_once

KEPT_FIELDS = {
    "kompetensi": "competency_id",
    "jenis": "competency__kind",
    "jenjang": "position_class",
    "sektor": "sector_id",
}
"""The filters of the list, by the fields of the kept sums."""


def list_gaps(snapshot: GapSnapshot, place: Place, sight: Sight) -> QuerySet[Gap]:
    """The gaps at a place that a member may see."""
    rows = Gap.objects.filter(seen_units(sight), snapshot=snapshot)
    if place.unit_id is not None:
        rows = rows.filter(unit_id=place.unit_id)
    elif place.office_id is not None:
        rows = rows.filter(office_id=place.office_id)
    if place.position_id is not None:
        rows = rows.filter(position_id=place.position_id)
    return rows


def join_names(gaps: QuerySet[Gap]) -> QuerySet[Gap]:
    """Each gap with the names that a list shows: of the person, the unit, the position and the competency."""
    names = ("person__number", "person__front_title", "person__name", "person__back_title")
    told = (*names, "unit__name", "position__name", "competency__name")
    own = ("required", "present", "low", "high", "shortfall", "weight", "state")
    return gaps.select_related("person", "unit", "position", "competency").only(*own, *told)


def narrow_to_sector(rows: QuerySet[Gap], sector_id: str) -> QuerySet[Gap]:
    """Rows of units in the sector."""
    return rows.filter(in_sector(int(sector_id)))


def get_sums(snapshot: GapSnapshot, place: Place, sight: Sight, wish: Wish, rows: QuerySet[Gap]) -> Sums:
    """What the rows add up to (`people` is left out). From the kept sums, where these know what is asked."""
    if wish.words or place.position_id is not None or wish.chosen.keys() - {"keadaan", *KEPT_FIELDS}:
        added = rows.order_by().aggregate(**sums_of_gaps())
        return Sums(shortfall=added.pop("levels"), **added)
    state = wish.chosen.get("keadaan", "")
    if sight.whole_city and not wish.chosen.keys() - {"keadaan"}:
        return only_state(_sums_at(place, snapshot), state)
    if sight.whole_city and place == Place() and not wish.chosen.keys() - {"keadaan", "kompetensi"}:
        (figures,) = _competency_sums(snapshot_id=snapshot.pk, key=int(wish.chosen["kompetensi"]))
        return only_state(Sums(0, *figures), state)
    kept = GapSummary.objects.filter(seen_units(sight), snapshot=snapshot, competency__isnull=False)
    if place.unit_id is not None:
        kept = kept.filter(unit_id=place.unit_id)
    elif place.office_id is not None:
        kept = kept.filter(office_id=place.office_id)
    for key, field in KEPT_FIELDS.items():
        if key in wish.chosen:
            kept = kept.filter(**{field: wish.chosen[key]})
    return only_state(Sums(0, *added_up(kept, SUMS).get()), state)


def _sums_at(place: Place, snapshot: GapSnapshot) -> Sums:
    """The sums of all rows at a place: of the city they stand on the snapshot."""
    if place == Place():
        return Sums(**{name: getattr(snapshot, name) for name in SUMS})
    question = _unit_sums if place.unit_id is not None else _office_sums
    (figures,) = question(snapshot_id=snapshot.pk, key=place.unit_id or place.office_id)
    return Sums(0, *figures)


@written_once
def _unit_sums(snapshot_id: int, key: int) -> QuerySet[GapSummary, tuple[int, ...]]:
    return added_up(
        GapSummary.objects.filter(snapshot_id=snapshot_id, competency__isnull=False, unit_id=key), SUMS
    )


@written_once
def _office_sums(snapshot_id: int, key: int) -> QuerySet[GapSummary, tuple[int, ...]]:
    return added_up(
        GapSummary.objects.filter(snapshot_id=snapshot_id, competency__isnull=False, office_id=key), SUMS
    )


@written_once
def _competency_sums(snapshot_id: int, key: int) -> QuerySet[GapSummary, tuple[int, ...]]:
    return added_up(GapSummary.objects.filter(snapshot_id=snapshot_id, competency_id=key), SUMS)


def only_state(sums: Sums, state: str) -> Sums:
    """The sums of the rows in one state; only short rows have a shortfall."""
    if not state:
        return sums
    is_short = state == GapState.SHORT
    return Sums(
        short=sums.short if is_short else 0,
        unmeasured=sums.unmeasured if state == GapState.UNMEASURED else 0,
        met=sums.met if state == GapState.MET else 0,
        shortfall=sums.shortfall if is_short else 0,
        weighted=sums.weighted if is_short else 0,
    )
