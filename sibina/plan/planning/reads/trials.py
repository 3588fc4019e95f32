"""Plans on the trial of a change in demand, each beside a plan on the gaps as they are."""

from dataclasses import dataclass

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
    trials = list(
        told().filter(change_id=change_id, state__in=ANSWERED).select_related("cycle", "needs_round")
    )
    cycles = {plan.cycle_id for plan in trials}
    beside = told().filter(change=None, cycle_id__in=cycles, state__in=ANSWERED)
    present = list(beside.select_related("needs_round"))
    return [TrialPair(plan, _counterpart(plan, present)) for plan in trials]


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
