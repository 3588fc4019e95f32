"""The rows behind a figure, and what they add up to."""

from django.db.models import CharField, Count, OuterRef, QuerySet, Subquery

from sibina.assess.needs.models import Gap, GapSnapshot
from sibina.assess.needs.reads.picture import in_sector, sums_of_gaps
from sibina.assess.needs.types import Place, Sums
from sibina.ground.people.api import PersonNumber
from sibina.ground.people.types import Sight


def list_gaps(snapshot: GapSnapshot, place: Place, sight: Sight) -> QuerySet[Gap]:
    """The gaps at a place that a member may see, with what a list shows of them."""
    number = PersonNumber.objects.filter(person_id=OuterRef("person_id"), is_current=True).values("number")
    rows = Gap.objects.filter(snapshot=snapshot).select_related("person", "unit", "position", "competency")
    if not sight.whole_city:
        rows = rows.filter(unit_id__in=sight.unit_ids or ())
    if place.unit_id is not None:
        rows = rows.filter(unit_id=place.unit_id)
    elif place.office_id is not None:
        rows = rows.filter(office_id=place.office_id)
    if place.position_id is not None:
        rows = rows.filter(position_id=place.position_id)
    return rows.annotate(nip=Subquery(number[:1], output_field=CharField()))


def narrow_to_sector(rows: QuerySet[Gap], sector_id: str) -> QuerySet[Gap]:
    """Rows of units in the sector."""
    return rows.filter(in_sector(int(sector_id)))


def get_sums(rows: QuerySet[Gap]) -> Sums:
    """What the rows add up to; `people` counts persons once."""
    added = rows.order_by().aggregate(people=Count("person_id", distinct=True), **sums_of_gaps())
    return Sums(shortfall=added.pop("levels"), **added)
