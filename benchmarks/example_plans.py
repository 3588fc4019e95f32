"""How near to the best the plans of the example cities come, asked for as the product asks: their own people, gaps,
absences and sessions.

Usage: python -m benchmarks.example_plans [--only SLUG]. Needs the example cities (`sibina example`); leaves nothing in
them. Each city is planned with the JP floor first and by value alone, at the same money a head; then each plan is made
anew as in June (`again`): what ran before is done, one later session in ten has lapsed, the ceiling is cut by 15 %. Writes
benchmarks/results/example_plans.json, unless only one city was asked for. `--cpu` counts processor time, for a machine
that others use too.
"""

import argparse
import json
import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import django
import numpy as np

from config.database import start_embedded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
start_embedded()
django.setup()

from django.db import transaction  # noqa: E402  (tables are there only now)

from benchmarks.page_list import ask_for_plan  # noqa: E402
from benchmarks.plan import measure_problem  # noqa: E402
from sibina.lib.tenancy.context import city_context  # noqa: E402
from sibina.lib.tenancy.models import City  # noqa: E402
from sibina.plan.planning import reads  # noqa: E402
from sibina.plan.planning.rules.fixed import Fixed  # noqa: E402
from sibina.plan.planning.rules.keeping import check_keeping, solve_keeping  # noqa: E402
from sibina.plan.planning.rules.orders import Order  # noqa: E402
from sibina.plan.planning.rules.problem import Problem  # noqa: E402
from sibina.plan.planning.rules.solve import Search, solve  # noqa: E402
from sibina.plan.planning.types import Plan  # noqa: E402
from sibina.web.examples.logins import TRIAL_SLUG  # noqa: E402

RESULTS = Path(__file__).parent / "results" / "example_plans.json"
RUPIAH_A_HEAD = 600_000
ANY_CEILING = 1_000_000_000
"""Only to ask: what is measured has a ceiling by the number of people."""
SECONDS = 60


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--only", default="")
    words.add_argument("--cpu", action="store_true")
    given = words.parse_args()
    only, clock = given.only, time.process_time if given.cpu else time.monotonic
    found = []
    for city in City.objects.filter(slug__startswith=only).exclude(slug=TRIAL_SLUG).order_by("slug"):
        problem = problem_of(city)
        ceiling = RUPIAH_A_HEAD * len(problem.people)
        for jp_first in (True, False):
            asked = problem.with_terms(ceiling=ceiling, jp_first=jp_first)
            told = {
                "city": city.slug,
                "people": len(problem.people),
                "ceiling": ceiling,
                "jp_first": jp_first,
            }
            found.append(told | measure_problem(asked, SECONDS))
            print(json.dumps(found[-1]), flush=True)
            found.append(told | measure_again(asked, clock))
            print(json.dumps(found[-1]), flush=True)
    if not only:
        RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def measure_again(problem: Problem, clock: Callable[[], float]) -> dict[str, object]:
    """What a search of so many seconds makes of a plan in June that keeps what is done."""
    before = solve(problem, Search(clock, seconds=SECONDS))
    june, fixed = in_june(problem, before)
    begun = clock()
    plan = solve_keeping(june, fixed, Search(clock, seconds=SECONDS))
    took = clock() - begun
    broken = check_keeping(june, fixed, plan)
    assert not broken, broken[0]
    return {
        "again": True,
        "ceiling": june.terms.ceiling,
        "seats_kept": len(fixed),
        "sessions": len(june.sessions),
        "seconds": round(took, 1),
        "objective": round(plan.objective, 2),
        "bound": round(plan.bound, 2),
        "gap": round(plan.gap, 5),
        "jp_floor_met": plan.jp_floor_met,
        "jp_floor_possible": plan.jp_floor_possible,
    }


def in_june(problem: Problem, plan: Plan) -> tuple[Problem, Fixed]:
    """The problem as it stands on the first of June, and the seats of the plan that are kept."""
    sessions = problem.sessions
    year = int(np.median(sessions.start.astype("datetime64[D]").astype("datetime64[Y]").astype(int))) + 1970
    past = sessions.start < np.datetime64(f"{year}-06-01").astype("datetime64[D]").astype(int)
    later = np.flatnonzero(~past)
    left = np.setdiff1d(np.flatnonzero(~past | plan.run), later[::10])
    place = np.full(len(sessions), -1, dtype=np.int64)
    place[left] = np.arange(len(left))
    done = past[plan.seat_session]
    fixed = Fixed(plan.seat_person[done], place[plan.seat_session[done]])
    again = replace(problem, sessions=sessions.only(left))
    return again.with_terms(ceiling=int(0.85 * problem.terms.ceiling)), fixed


def problem_of(city: City) -> Problem:
    """What a plan of this city's year asks of the search; the plan itself is not kept."""
    with city_context(city), transaction.atomic():
        plan = ask_for_plan(city, Order("Diukur", ANY_CEILING, True, 20, SECONDS, 1))
        problem = reads.get_question(plan=plan).problem
        transaction.set_rollback(True)
    return problem


if __name__ == "__main__":
    main()
