"""The rows behind a figure, and what they add up to."""

from collections.abc import Callable, Mapping
from functools import partial

from django.db.models import QuerySet, Sum

from sibina.assess.needs.models import Gap, GapSnapshot, GapSummary
from sibina.assess.needs.reads.picture import SUMS, in_sector, seen_units, sums_of_gaps
from sibina.assess.needs.types import GapState, Place, Sums
from sibina.ground.people.types import Sight
from sibina.lib.keeping import kept
from sibina.lib.lists.api import Wish

KEPT_SECONDS = 3600
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


def get_sums(
    snapshot: GapSnapshot, place: Place, sight: Sight, wish: Wish, find_gaps: Callable[[], QuerySet[Gap]]
) -> Sums:
    """What the rows add up to (`people` is left out). From the kept sums, where these know what is asked; else from the
    rows that `find_gaps` gives. What was counted does not change, so that sums once found are kept.
    """
    if wish.words or place.position_id is not None or wish.chosen.keys() - {"keadaan", *KEPT_FIELDS}:
        added = find_gaps().order_by().aggregate(**sums_of_gaps())
        return Sums(shortfall=added.pop("levels"), **added)
    chosen = {key: value for key, value in wish.chosen.items() if key != "keadaan"}
    if sight.whole_city and place == Place() and not chosen:
        found = Sums(**{name: getattr(snapshot, name) for name in SUMS})
    else:
        parts = ("sums", snapshot.pk, snapshot.computed_at, place, sight, sorted(chosen.items()))
        find = partial(_added_up, snapshot, place, sight, chosen)
        found = kept(*parts, find=find, seconds=KEPT_SECONDS)
    return only_state(found, wish.chosen.get("keadaan", ""))


def _added_up(snapshot: GapSnapshot, place: Place, sight: Sight, chosen: Mapping[str, str]) -> Sums:
    rows = GapSummary.objects.filter(seen_units(sight), snapshot=snapshot, competency__isnull=False)
    if place.unit_id is not None:
        rows = rows.filter(unit_id=place.unit_id)
    elif place.office_id is not None:
        rows = rows.filter(office_id=place.office_id)
    rows = rows.filter(**{KEPT_FIELDS[key]: value for key, value in chosen.items()})
    return Sums(**rows.aggregate(**{name: Sum(name, default=0) for name in SUMS}))


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
