"""Plans on the trial of a change in demand, each beside a plan on the gaps as they are."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from sibina.lib.questions import among, written_once
from sibina.plan.planning.models import CityPlan
from sibina.plan.planning.reads.answers import told

ANSWERED = (CityPlan.State.READY, CityPlan.State.STOPPED)


@dataclass(frozen=True)
class TrialPair:
    """A plan as it would be under the change, and the plan of that year to compare it with, where there is one."""

    trial: CityPlan
    present: CityPlan | None


def list_trial_pairs(*, change_id: int) -> list[TrialPair]:
    """The plans with an answer that rest on the change, the latest first.

    Compared with a plan on present gaps: that of the same ceiling before others, then that in which needs weigh the
    same, then the one that is set, then the latest.
    """
    trials = _trials(change_id=change_id)
    present = _present(cycles=sorted({plan.cycle_id for plan in trials})) if trials else []
    return [TrialPair(plan, _counterpart(plan, present)) for plan in trials]


@written_once
def _trials(change_id: int) -> QuerySet[CityPlan]:
    trials = told().filter(change_id=change_id, state__in=ANSWERED)
    return trials.select_related("cycle", "needs_round")


@written_once
def _present(cycles: Any) -> QuerySet[CityPlan]:
    beside = told().filter(among("cycle_id", cycles), change=None, state__in=ANSWERED)
    return beside.select_related("needs_round")


def _counterpart(trial: CityPlan, present: list[CityPlan]) -> CityPlan | None:
    same_year = [plan for plan in present if plan.cycle_id == trial.cycle_id]
    return min(
        same_year,
        key=lambda plan: (
            plan.ceiling != trial.ceiling,
            not plan.weighs_like(trial),
            not plan.is_set,
            -plan.made_at.timestamp(),
        ),
        default=None,
    )
