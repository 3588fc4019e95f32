"""Snapshots: the current one, whether it is stale, and what a plan needs of it."""

from datetime import date
from typing import Any

import pandas as pd
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, QuerySet, Subquery
from django.db.models.functions import Cast

from sibina.assess.needs import rules
from sibina.assess.needs.models import Gap, GapSnapshot
from sibina.assess.needs.types import GapState
from sibina.ground.competencies.api import Measurement, Standard
from sibina.ground.people.api import Posting, Sector
from sibina.lib.keeping import kept
from sibina.lib.questions import written_once
from sibina.lib.tenancy.models import City


def current_snapshot(city: City) -> GapSnapshot | None:
    """The counting that pages show and plans are made from; None before the first."""
    return _current.first(city_id=city.pk)


@written_once
def _current(city_id: int) -> QuerySet[GapSnapshot]:
    return GapSnapshot.objects.filter(city_id=city_id, is_current=True)[:1]


def data_marks(city_id: int) -> dict[str, Any]:
    """How far the data reach: another answer means that something came in or was weighted anew since."""
    latest = {
        name: Subquery(model.objects.order_by("-pk").values("pk")[:1])
        for name, model in (("standards", Standard), ("measurements", Measurement), ("postings", Posting))
    }
    weights = ArraySubquery(Sector.objects.order_by("pk").values(text=Cast("weight", CharField())))
    return dict(City.objects.filter(pk=city_id).values(**latest, weights=weights).get())


def is_stale(snapshot: GapSnapshot, *, today: date) -> bool:
    """Have standards, measurements, postings or weights changed since this counting, or has a standard begun to hold
    that was decided before? Looked up once a minute.
    """

    def find() -> bool:
        begun = Standard.objects.filter(valid_from__gt=snapshot.as_of, valid_from__lte=today)
        return data_marks(snapshot.city_id) != snapshot.marks or begun.exists()

    return kept("stale", snapshot.city_id, snapshot.pk, today, find=find, seconds=60)


def sector_weights() -> dict[str, list[str]]:
    """Sectors by number: name and weight, as a snapshot keeps them."""
    return {str(sector.pk): [sector.name, str(sector.weight)] for sector in Sector.objects.order_by("pk")}


def plan_needs(snapshot: GapSnapshot) -> pd.DataFrame:
    """What a plan may close: `person, competency, short, weight` (standard's weight × sector's), short pairs only.

    Unmeasured pairs are not in it: they are to be measured first. Ordered by person and competency.
    """
    rows = (
        Gap.objects.filter(snapshot=snapshot, state=GapState.SHORT)
        .order_by("person_id", "competency_id")
        .values_list("person_id", "competency_id", "shortfall", "weight")
    )
    frame = pd.DataFrame(list(rows), columns=["person", "competency", "short", "weight"])
    frame["weight"] = frame["weight"] / rules.WEIGHT_UNIT
    return frame.astype({"person": "int64", "competency": "int64", "short": "int64", "weight": "float64"})
