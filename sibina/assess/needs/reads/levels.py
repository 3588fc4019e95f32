"""At which levels people are short, as the counting wrote it down, within what the member may see."""

from django.db.models import Sum

from sibina.assess.needs.models import GapLevel, GapSnapshot
from sibina.assess.needs.reads.picture import seen_units
from sibina.assess.needs.types import LevelCount
from sibina.ground.people.types import Sight


def count_levels(
    snapshot: GapSnapshot, *, office_id: int | None, sector_id: int | None, sight: Sight
) -> tuple[LevelCount, ...]:
    """By competency and level on record: who is short, in an office, in a sector (None: all); in no order."""
    rows = GapLevel.objects.filter(seen_units(sight), snapshot=snapshot)
    if office_id is not None:
        rows = rows.filter(office_id=office_id)
    if sector_id is not None:
        rows = rows.filter(sector_id=sector_id)
    added = rows.order_by().values_list("competency_id", "present")
    return tuple(LevelCount(*row) for row in added.annotate(all=Sum("people"), levels=Sum("shortfall")))
