"""How near to the best the planner comes, proven, and in what time: several kinds of city at the promised sizes.

python -m benchmarks.plan [--quick]                       every case in a process of its own; writes results/plan.json
python -m benchmarks.plan --family umum --most 20000      only these of the cases
python -m benchmarks.plan --case 2000 umum 0 60
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.synthetic_plans import make_city
from sibina.plan.planning.rules.check import check_plan
from sibina.plan.planning.rules.problem import Problem, Terms
from sibina.plan.planning.rules.rivals import compare_simple_rules
from sibina.plan.planning.rules.solve import Search, solve

RESULTS = Path(__file__).parent / "results" / "plan.json"
SEED = 1
CASES = [
    *(
        (people, family, False, 60)
        for people in (300, 2_000, 5_000, 20_000)
        for family in ("umum", "seminar", "tunggal")
    ),
    (200_000, "umum", False, 180),
    *((people, "umum", True, 60) for people in (300, 2_000, 20_000)),
    *((2_000, family, True, 60) for family in ("seminar", "tunggal")),
    (200_000, "umum", True, 180),
]
QUICK = [(300, "umum", False, 60), (2_000, "umum", False, 60), (300, "umum", True, 60)]


def measure(people: int, family: str, jp_first: bool, seconds: float) -> dict[str, object]:
    """One plan of a synthetic city."""
    tables = make_city(people, family, SEED)
    ceiling = int(tables.pop("settings")["ceiling"].iloc[0])
    problem = Problem.from_tables(**tables, terms=Terms(ceiling, jp_first=jp_first))
    return {"people": people, "family": family, "jp_first": jp_first, **measure_problem(problem, seconds)}


def measure_problem(problem: Problem, seconds: float) -> dict[str, object]:
    """What a search of so many seconds finds; every rule is checked.

    `gap`: proven; `first_come`: what first come, first served reaches on the same sessions, as a share.
    """
    begun, worked = time.monotonic(), time.process_time()
    plan = solve(problem, Search(time.monotonic, seconds=seconds))
    took, work = time.monotonic() - begun, time.process_time() - worked
    broken = check_plan(problem, plan)
    assert not broken, broken[0]
    simple = compare_simple_rules(problem, plan.run)
    return {
        "sessions": len(problem.sessions),
        "seconds": round(took, 1),
        "cpu_seconds": round(work, 1),
        "objective": round(plan.objective, 2),
        "bound": round(plan.bound, 2),
        "gap": round(plan.gap, 5),
        "jp_floor_met": plan.jp_floor_met,
        "jp_floor_possible": plan.jp_floor_possible,
        **{one.name: round(one.objective / plan.objective, 3) for one in simple},
        "peak_rss_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--quick", action="store_true")
    words.add_argument("--case", nargs=4)
    words.add_argument("--family", default="")
    words.add_argument("--most", type=int, default=200_000)
    given = words.parse_args()
    if given.case:
        people, family, first, seconds = given.case
        print(json.dumps(measure(int(people), family, first == "1", float(seconds))))
        return
    found = []
    for people, family, first, seconds in QUICK if given.quick else CASES:
        if people > given.most or given.family not in ("", family):
            continue
        case = [str(people), family, str(int(first)), str(seconds)]
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.plan", "--case", *case],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        print(done.stdout, end="", flush=True)
        found.append(json.loads(done.stdout))
    if not given.quick:
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
