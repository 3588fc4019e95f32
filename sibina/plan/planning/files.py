"""`sibina plan FOLDER`: the tables of the contract in; `sessions`, `seats`, `left_out` and one JSON object out."""

import re
import time
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sibina.lib.tables import (
    BadInput,
    Column,
    Kind,
    Table,
    TableSpec,
    check_reference,
    look_at_tables,
    problem,
    write_table,
)
from sibina.lib.tables import Problem as Wrong
from sibina.lib.words import rupiah
from sibina.plan.planning import sentences
from sibina.plan.planning.rules.exchanging import mix_cohorts
from sibina.plan.planning.rules.fixed import Fixed, cost_of_fixed, fixed_of
from sibina.plan.planning.rules.keeping import check_keeping, explain_keeping, solve_keeping
from sibina.plan.planning.rules.mixing import mixing_of_plan
from sibina.plan.planning.rules.problem import Problem, Terms
from sibina.plan.planning.rules.solve import Search
from sibina.plan.planning.types import LeftOut, Plan, Progress, Stage

MOST_MONEY = 10**15
MONEY = Column(Kind.WHOLE, 0, MOST_MONEY)
HEADS = Column(Kind.WHOLE, 0, 10**7)
AMOUNT = Column(Kind.DECIMAL, 0, 10**9)
LONGEST_DAYS = 366
SETTINGS = "settings.toml"
SPECS = {
    "people": TableSpec(
        {"person": Kind.TEXT, "unit": Kind.TEXT},
        {"jp_done": Column(Kind.DECIMAL, 0, 10**5, blank=True)},
        unique=("person",),
    ),
    "needs": TableSpec(
        {"person": Kind.TEXT, "competency": Kind.TEXT, "short": AMOUNT, "weight": AMOUNT},
        unique=("person", "competency"),
    ),
    "programmes": TableSpec(
        {"programme": Kind.TEXT, "jp": Column(Kind.DECIMAL, 0, 10**5)}, unique=("programme",)
    ),
    "gains": TableSpec(
        {"programme": Kind.TEXT, "competency": Kind.TEXT, "gain": AMOUNT}, unique=("programme", "competency")
    ),
    "sessions": TableSpec(
        {
            "session": Kind.TEXT,
            "programme": Kind.TEXT,
            "start": Kind.DATE,
            "end": Kind.DATE,
            "seats": HEADS,
            "min_seats": HEADS,
            "fixed_cost": MONEY,
            "seat_cost": MONEY,
        },
        {
            "venue": Column(Kind.TEXT, blank=True),
            "speaker": Column(Kind.TEXT, blank=True),
            "away": Column(Kind.FLAG, blank=True),
            "away_until": Column(Kind.DATE, blank=True),
        },
        unique=("session",),
    ),
    "units": TableSpec({"unit": Kind.TEXT, "max_away": HEADS}, unique=("unit",), may_be_absent=True),
    "eligible": TableSpec(
        {"person": Kind.TEXT, "programme": Kind.TEXT}, unique=("person", "programme"), may_be_absent=True
    ),
    "fixed": TableSpec(
        {"person": Kind.TEXT, "session": Kind.TEXT}, unique=("person", "session"), may_be_absent=True
    ),
}

REFERENCES = (
    ("needs", "person", "people"),
    ("gains", "programme", "programmes"),
    ("sessions", "programme", "programmes"),
    ("eligible", "person", "people"),
    ("eligible", "programme", "programmes"),
    ("fixed", "person", "people"),
    ("fixed", "session", "sessions"),
)
"""Table, column, and the table whose column of that name must know it."""

Say = Callable[[float, str], None]


@dataclass(frozen=True)
class Read:
    """A problem that was read with the seats that it must keep, and what is worth knowing about its files."""

    problem: Problem
    fixed: Fixed
    warnings: tuple[str, ...]


def read_problem(folder: Path | str) -> Read:
    """The problem in the folder. Raises BadInput once, with every problem of every file and between files."""
    folder = Path(folder)
    wrong: list[Wrong] = []
    terms = _terms(folder, wrong)
    tables, found = look_at_tables(folder, SPECS)
    wrong += found
    wrong += _references(tables)
    wrong += _sessions(tables)
    doubts = [*(each for table in tables.values() for each in table.warnings), *_doubts(tables)]
    if wrong or terms is None:
        raise BadInput(wrong, doubts)
    warnings = tuple(each.sentence() for each in doubts)
    frames = {name: table.frame for name, table in tables.items()}
    sessions = frames["sessions"]
    if "away" in sessions:
        frames["sessions"] = sessions.assign(
            away=sessions["away"].astype("boolean").fillna(True).astype(float)
        )
    made = Problem.from_tables(
        frames["people"],
        frames["needs"],
        frames["programmes"],
        frames["gains"],
        frames["sessions"],
        terms=terms,
        units=frames.get("units"),
        eligible=frames.get("eligible"),
    )
    fixed = fixed_of(made, frames["fixed"]) if "fixed" in frames else Fixed()
    cost = cost_of_fixed(made, fixed)
    if cost > made.terms.ceiling:
        told = sentences.FIXED_OVER_CEILING % {"cost": rupiah(cost), "ceiling": rupiah(made.terms.ceiling)}
        raise BadInput([Wrong(tables["fixed"].file, allowed=told, code="note")], doubts)
    return Read(made, fixed, warnings)


def run_plan(
    folder: Path | str,
    out: Path | str | None = None,
    *,
    seconds: float = 60,
    target_gap: float = 0.01,
    seed: int = 0,
    progress: Say | None = None,
) -> dict[str, Any]:
    """Reads, plans, writes the tables when `out` is given, and answers the contract's JSON object.

    What `fixed` names is kept, even where a rule has changed since it was given.
    Beyond the contract: `jp_floor_bound` (proven: `jp_floor_possible` is reached; bound: it is an upper bound),
    `people_at_floor_before`, `sessions_run`, `seats_taken`, `seats_fixed`, `rupiah_per_point`, `warnings`, and `mixing`: of
    the pairs of people in one session, the share from different units (`mixing_before`: before people changed places).
    """
    started = time.monotonic()
    say = progress or (lambda share, message: None)
    say(0.0, str(sentences.STAGES[Stage.READING]))
    read = read_problem(folder)

    def tell(now: Progress) -> None:
        say(0.02 + 0.93 * now.share, _words(now))

    search = Search(time.monotonic, seconds=seconds, target_gap=target_gap, seed=seed, progress=tell)
    found, units = solve_keeping(read.problem, read.fixed, search), read.problem.unit_of
    plan = mix_cohorts(read.problem, read.fixed, found, units)
    broken = check_keeping(read.problem, read.fixed, plan)
    if broken:
        raise AssertionError(f"the plan breaks {len(broken)} rules, the first: {broken[0]}")
    left_out = explain_keeping(read.problem, read.fixed, plan)
    if out is not None:
        write_plan(read.problem, plan, left_out, Path(out))
    say(1.0, str(sentences.STAGES[Stage.DONE]))
    told = summary(read, plan, left_out, time.monotonic() - started)
    before, mixing = mixing_of_plan(found, units).share, mixing_of_plan(plan, units).share
    return {**told, "mixing_before": before, "mixing": mixing, "warnings": list(read.warnings)}


def summary(read: Read, plan: Plan, left_out: LeftOut, seconds: float) -> dict[str, Any]:
    """The JSON object of the contract."""
    terms = read.problem.terms
    before = int((read.problem.jp_done >= terms.jp_floor - 1e-3).sum())
    return {
        "status": str(plan.status),
        "objective": plan.objective,
        "bound": plan.bound if isfinite(plan.bound) else None,
        "gap": plan.gap,
        "cost": plan.cost,
        "ceiling": terms.ceiling,
        "jp_floor_met": plan.jp_floor_met,
        "jp_floor_possible": plan.jp_floor_possible,
        "jp_floor_bound": "proven" if plan.jp_floor_proven else "bound",
        "seconds": round(seconds, 3),
        "people_at_floor_before": before,
        "sessions_run": int(plan.run.sum()),
        "seats_taken": len(plan.seat_person),
        "seats_fixed": len(read.fixed),
        "rupiah_per_point": left_out.rupiah_per_point,
    }


def write_plan(problem: Problem, plan: Plan, left_out: LeftOut, out: Path) -> None:
    """`sessions.csv`, `seats.csv`, `left_out.csv` of the contract."""
    out.mkdir(parents=True, exist_ok=True)
    for name, frame in plan_tables(problem, plan, left_out).items():
        write_table(frame, out / f"{name}.csv")


def plan_tables(problem: Problem, plan: Plan, left_out: LeftOut) -> dict[str, pd.DataFrame]:
    """The three tables as frames."""
    sessions = problem.sessions
    cost = np.where(plan.run, sessions.fixed_cost + sessions.seat_cost * plan.taken, 0)
    people, names = np.array(problem.people, dtype=object), np.array(sessions.ids, dtype=object)
    return {
        "sessions": pd.DataFrame(
            {"session": names, "run": plan.run.astype(int), "taken": plan.taken, "cost": cost.astype(int)}
        ),
        "seats": pd.DataFrame({"person": people[plan.seat_person], "session": names[plan.seat_session]}),
        "left_out": pd.DataFrame(
            {
                "kind": [row.kind for row in left_out.rows],
                "id": [row.id for row in left_out.rows],
                "reason": [row.reason.value for row in left_out.rows],
                "price": pd.array([row.price for row in left_out.rows], dtype="Int64"),
            }
        ),
    }


def _words(now: Progress) -> str:
    stage = str(sentences.STAGES[now.stage])
    if now.objective <= 0 or not isfinite(now.bound) or now.bound <= 0:
        return stage
    gap = max(0.0, 1 - now.objective / now.bound)
    return f"{stage}: {now.objective:,.1f} / {now.bound:,.1f} ({gap:.2%})"


def _terms(folder: Path, wrong: list[Wrong]) -> Terms | None:
    path = folder / SETTINGS
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        wrong.append(Wrong(str(folder), value="settings", allowed=SETTINGS, code="missing_file"))
        return None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        line = re.search(r"line (\d+)", str(error))
        row = int(line[1]) if line else None
        wrong.append(Wrong(SETTINGS, row, allowed=sentences.SETTINGS_UNREADABLE, code="note"))
        return None
    ceiling, floor, first = (
        settings.get("ceiling"),
        settings.get("jp_floor", 20),
        settings.get("jp_first", True),
    )

    def refuse(column: str, value: object, allowed: Any) -> None:
        code = "note" if value is None else "kind"
        wrong.append(Wrong(SETTINGS, None, column, None if value is None else str(value), allowed, code))

    before = len(wrong)
    if ceiling is None:
        refuse("ceiling", None, sentences.CEILING_MISSING)
    elif not _is_number(ceiling) or not 0 < ceiling <= MOST_MONEY or ceiling % 1:
        refuse("ceiling", ceiling, sentences.CEILING_NOT_POSITIVE)
    if not _is_number(floor) or not 0 <= floor < 10**6:
        refuse("jp_floor", floor, sentences.JP_FLOOR_ALLOWED)
    if not isinstance(first, bool):
        refuse("jp_first", first, sentences.JP_FIRST_ALLOWED)
    return Terms(int(ceiling), floor, first) if len(wrong) == before and ceiling is not None else None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _references(tables: Mapping[str, Table]) -> list[Wrong]:
    """Rows that name a person or a programme that no table knows."""
    wrong: list[Wrong] = []
    for name, column, known in REFERENCES:
        if name in tables and known in tables:
            wrong += check_reference(tables[name], column, tables[known])
    return wrong


def _sessions(tables: Mapping[str, Table]) -> list[Wrong]:
    """Days and seats that contradict each other; a cell that is wrong by itself is not judged again."""
    frame = _frame(tables, "sessions", "start", "end", "seats", "min_seats")
    days = (frame["end"].astype("datetime64[s]") - frame["start"].astype("datetime64[s]")).dt.days
    seats = frame["seats"].astype("Int64") < frame["min_seats"].astype("Int64")
    last = _frame(tables, "sessions", "start", "end", "away_until").astype("datetime64[s]")
    outside = (last["away_until"] < last["start"]) | (last["away_until"] > last["end"])
    checks = (
        ("away_until", outside, sentences.AWAY_OUTSIDE_DAYS),
        ("end", days < 0, sentences.ENDS_BEFORE_START),
        ("end", days >= LONGEST_DAYS, sentences.TOO_LONG),
        ("seats", seats.fillna(value=False), sentences.SEATS_BELOW_MINIMUM),
    )
    return [
        problem(tables["sessions"], int(at), column, allowed, "order")
        for column, found, allowed in checks
        for at in np.flatnonzero(found.to_numpy(bool))
    ]


def _doubts(tables: Mapping[str, Table]) -> list[Wrong]:
    """What can be planned with, but is probably not meant."""
    gains = _frame(tables, "gains", "programme", "competency", "gain")
    if "gains" not in tables or not set(gains) <= set(tables["gains"].frame):
        return []  # whose table of gains cannot be read is told so, and not that every gain is missing
    # A gain that cannot be read is told by itself, and is not called missing.
    feeding = gains.loc[~(gains["gain"] <= 0)]
    offered = _frame(tables, "programmes", "programme")["programme"]
    useless = np.flatnonzero((offered.notna() & ~offered.isin(feeding["programme"])).to_numpy(bool))
    doubts = [
        problem(tables["programmes"], int(at), "programme", sentences.PROGRAMME_WITHOUT_GAIN, "doubt")
        for at in useless
    ]
    needed = _frame(tables, "needs", "competency")["competency"].dropna()
    doubts += [
        Wrong(tables["needs"].file, None, "competency", name, sentences.COMPETENCY_WITHOUT_PROGRAMME, "doubt")
        for name in sorted(set(needed) - set(feeding["competency"]))
    ]
    return doubts


def _frame(tables: Mapping[str, Table], name: str, *columns: str) -> pd.DataFrame:
    """The table's columns; no rows where the table or a column of it could not be read."""
    if name not in tables or not set(columns) <= set(tables[name].frame):
        return pd.DataFrame({column: pd.Series(dtype="object") for column in columns})
    return tables[name].frame[list(columns)]
