"""How near to the best the plans of the example cities come, asked for as the product asks: their own people, gaps,
absences and sessions.

Usage: python -m benchmarks.example_plans [--only SLUG]. Needs the example cities (`sibina example`); leaves nothing in
them. Each city is planned with the JP floor first and by value alone, at the same money a head. Writes
benchmarks/results/example_plans.json, unless only one city was asked for.
"""

import argparse
import json
import os
import time
from pathlib import Path
from typing import Any

import django

from config.database import start_embedded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
start_embedded()
django.setup()

from django.contrib.auth.models import User  # noqa: E402  (tables are there only now)
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from benchmarks.page_list import OFFICER  # noqa: E402
from sibina.lib.tenancy.context import city_context  # noqa: E402
from sibina.lib.tenancy.models import City  # noqa: E402
from sibina.plan.planning import actions, reads  # noqa: E402
from sibina.plan.planning.rules.check import check_plan  # noqa: E402
from sibina.plan.planning.rules.orders import Order  # noqa: E402
from sibina.plan.planning.rules.problem import Problem  # noqa: E402
from sibina.plan.planning.rules.solve import Search, solve  # noqa: E402
from sibina.web.examples.logins import user_name  # noqa: E402

RESULTS = Path(__file__).parent / "results" / "example_plans.json"
RUPIAH_A_HEAD = 600_000
SECONDS = 60


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--only", default="")
    only = words.parse_args().only
    found = []
    for city in City.objects.filter(slug__startswith=only).exclude(slug="percobaan").order_by("slug"):
        problem = problem_of(city)
        ceiling = RUPIAH_A_HEAD * len(problem.people)
        for jp_first in (True, False):
            found.append(measure(city.slug, problem.with_terms(ceiling=ceiling, jp_first=jp_first)))
            print(json.dumps(found[-1]), flush=True)
    if not only:
        RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def problem_of(city: City) -> Problem:
    """What a plan of this city's year asks of the search; the plan itself is not kept."""
    officer = User.objects.get(username=user_name(OFFICER, city))
    with city_context(city), transaction.atomic():
        cycle = reads.find_cycle(year=None)
        assert cycle is not None
        standing = reads.get_standing(city=city, cycle=cycle, today=timezone.localdate())
        order = Order("Diukur", 10**9, True, 20, SECONDS, 1)
        plan = actions.start_plan(
            city=city, order=order, standing=standing, title="", by=officer, at=timezone.now()
        )
        problem = reads.get_question(plan=plan).problem
        transaction.set_rollback(True)
    return problem


def measure(city: str, problem: Problem) -> dict[str, Any]:
    """One plan and its proof."""
    began = time.monotonic()
    plan = solve(problem, Search(time.monotonic, seconds=SECONDS))
    took = time.monotonic() - began
    broken = check_plan(problem, plan)
    assert not broken, broken[0]
    return {
        "city": city,
        "people": len(problem.people),
        "sessions": len(problem.sessions),
        "ceiling": problem.terms.ceiling,
        "jp_first": problem.terms.jp_first,
        "seconds": round(took, 1),
        "objective": round(plan.objective, 2),
        "bound": round(plan.bound, 2),
        "gap": round(plan.gap, 5),
        "jp_floor_met": plan.jp_floor_met,
        "jp_floor_possible": plan.jp_floor_possible,
    }


if __name__ == "__main__":
    main()
