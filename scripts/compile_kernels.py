"""Compile the seat dealer's inner loops once, so that nobody's first plan waits for it.

numba keeps what it compiled beside the sources; a second run finds it and ends at once.
"""

import time

from benchmarks.synthetic_plans import make_city
from sibina.plan.planning.rules.explain import explain
from sibina.plan.planning.rules.problem import Problem, Terms
from sibina.plan.planning.rules.rivals import compare_simple_rules
from sibina.plan.planning.rules.solve import Search, solve

PATIENCE = 300.0


def main() -> None:
    tables = make_city(60, seed=1)
    tables = {name: table for name, table in tables.items() if name != "settings"}
    for jp_first in (True, False):
        problem = Problem.from_tables(**tables, terms=Terms(ceiling=40_000_000, jp_first=jp_first))
        plan = solve(problem, Search(time.monotonic, seconds=PATIENCE, target_gap=0.02))
        explain(problem, plan)
        compare_simple_rules(problem)


if __name__ == "__main__":
    main()
