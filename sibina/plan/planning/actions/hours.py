"""Hours that people have already: told by the ledger, and written down with each plan that counts from them."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from sibina.ground.cycles.api import Cycle
from sibina.plan.planning.models import CityPlan, KnownHours, PlanHours


@transaction.atomic
def receive_hours(*, cycle: Cycle, hours: Mapping[int, Decimal], at: datetime) -> None:
    """Inbox: the JP recognised to each person (id) in the year by anything but a session of its plan.

    It takes the place of what was told before. The next plan of the year counts from it: it pulls nobody up to the floor
    who is there already, and gives nobody with a contract more than the ceiling leaves.
    """
    KnownHours.objects.filter(cycle=cycle).delete()
    KnownHours.objects.bulk_create(
        (
            KnownHours(city_id=cycle.city_id, cycle=cycle, person_id=person, jp=jp, told_at=at)
            for person, jp in sorted(hours.items())
            if jp > 0
        ),
        batch_size=5000,
    )


def keep_hours(*, plan: CityPlan) -> None:
    """Write down what is known when the plan is asked for."""
    known = list(KnownHours.objects.filter(cycle=plan.cycle_id).order_by("person_id"))
    if not known:
        return
    PlanHours.objects.bulk_create(
        (PlanHours(city_id=plan.city_id, plan=plan, person_id=one.person_id, jp=one.jp) for one in known),
        batch_size=5000,
    )
    plan.hours_people, plan.hours_told_at = len(known), known[0].told_at
    plan.save(update_fields=["hours_people", "hours_told_at"])
