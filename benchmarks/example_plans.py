"""How near to the best the plans of the example cities come, asked for as the product asks: their own people, gaps,
absences and sessions.

Usage: python -m benchmarks.example_plans [--only SLUG]. Needs the example cities (`sibina example`); leaves nothing in
them. Each city is planned with the JP floor first and by value alone, at the same money a head. Writes
benchmarks/results/example_plans.json, unless only one city was asked for.
"""

import argparse
import json
import os
from pathlib import Path

import django

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
from sibina.plan.planning.rules.orders import Order  # noqa: E402
from sibina.plan.planning.rules.problem import Problem  # noqa: E402
from sibina.web.examples.logins import TRIAL_SLUG  # noqa: E402

RESULTS = Path(__file__).parent / "results" / "example_plans.json"
RUPIAH_A_HEAD = 600_000
ANY_CEILING = 1_000_000_000
"""Only to ask: what is measured has a ceiling by the number of people."""
SECONDS = 60


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--only", default="")
    only = words.parse_args().only
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
    if not only:
        RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def problem_of(city: City) -> Problem:
    """What a plan of this city's year asks of the search; the plan itself is not kept."""
    with city_context(city), transaction.atomic():
        plan = ask_for_plan(city, Order("Diukur", ANY_CEILING, True, 20, SECONDS, 1))
        problem = reads.get_question(plan=plan).problem
        transaction.set_rollback(True)
    return problem


if __name__ == "__main__":
    main()
