"""From a solved plan to the rows that a city keeps and a person reads.

The arithmetic is done here a second time, from the tables and the seats alone: what the pages add up must
equal what the search maximised.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from sibina.plan.planning.rules.city_tables import (
    CityFacts,
    CityTables,
    Limits,
    city_tables,
    competency_of,
)
from sibina.plan.planning.rules.problem import Problem, person_jp, person_values, plan_cost, reaches_floor
from sibina.plan.planning.types import LeftOut, Plan, SimpleRule

NEARLY = 1e-9


@dataclass(frozen=True)
class Answer:
    """Rows of a plan; keys are whole numbers again.

    sessions: session, runs, taken, cost, reason, price · persons: person, unit, office, short, closed, seats, jp,
    reason, price · seats: person, session · cells: office, competency, required, unmeasured, short, levels_before,
    levels_closed.
    """

    sessions: pd.DataFrame
    persons: pd.DataFrame
    seats: pd.DataFrame
    cells: pd.DataFrame
    figures: dict[str, float | int]


@dataclass(frozen=True)
class Question:
    """What is asked of the search, in three forms: as the city knows it, as tables, as arrays."""

    facts: CityFacts
    tables: CityTables
    problem: Problem
    digest: str


def question_of(facts: CityFacts, limits: Limits) -> Question:
    """The question that these facts and limits put."""
    tables = city_tables(facts, limits)
    return Question(facts=facts, tables=tables, problem=tables.problem(), digest=tables.digest())


def with_seats(problem: Problem, found: Plan, seats: list[list[str]]) -> Plan:
    """The plan that seats people so ([person, session] by key), under the bound of another plan of the same problem."""
    person_at = {key: index for index, key in enumerate(problem.people)}
    session_at = {key: index for index, key in enumerate(problem.sessions.ids)}
    pairs = sorted((person_at[person], session_at[session]) for person, session in seats)
    persons = np.array([pair[0] for pair in pairs], dtype=np.int64)
    sessions = np.array([pair[1] for pair in pairs], dtype=np.int64)
    taken = np.bincount(sessions, minlength=len(problem.sessions)).astype(np.int64)
    value = person_values(problem, persons, sessions)
    jp = person_jp(problem, persons, sessions)
    return replace(
        found,
        run=taken > 0,
        taken=taken,
        seat_person=persons,
        seat_session=sessions,
        objective=float(value.sum()),
        bound=max(found.bound, float(value.sum())),
        cost=plan_cost(problem, taken > 0, taken),
        person_value=value,
        person_jp=jp,
        jp_floor_met=int(reaches_floor(problem, jp).sum()),
    )


def better_of(problem: Problem, one: Plan, other: Plan) -> Plan:
    """More people at the floor where that comes first, then the greater objective; equal: the first."""

    def worth(plan: Plan) -> tuple[int, float]:
        return (plan.jp_floor_met if problem.terms.jp_first else 0, plan.objective)

    return other if worth(other) > worth(one) else one


@dataclass(frozen=True)
class Solved:
    """What the search found, and all that is kept of it."""

    found: Plan
    left_out: LeftOut
    comparisons: tuple[SimpleRule, ...]
    answer: Answer
    digest: str
    was_stopped: bool


def answer_of(question: Question, plan: Plan, left_out: LeftOut) -> Answer:
    """Everything that is kept of a plan."""
    facts, tables, problem = question.facts, question.tables, question.problem
    seats = seats_of(problem, plan)
    needs = closed_needs(tables, seats)
    persons = _persons(facts, tables, seats, needs, left_out)
    return Answer(
        sessions=_sessions(problem, plan, left_out),
        persons=persons,
        seats=seats[["person", "session"]],
        cells=_cells(facts, needs),
        figures=_figures(tables, plan, persons, needs),
    )


def seats_of(problem: Problem, plan: Plan) -> pd.DataFrame:
    """person, session, programme: one row a seat, keys as whole numbers, ordered."""
    people = np.array(problem.people, dtype=np.int64)
    sessions = np.array(problem.sessions.ids, dtype=np.int64)
    programmes = np.array(problem.programmes, dtype=np.int64)
    found = pd.DataFrame(
        {
            "person": people[plan.seat_person],
            "session": sessions[plan.seat_session],
            "programme": programmes[problem.sessions.programme[plan.seat_session]],
        }
    )
    return found.sort_values(["person", "session"]).reset_index(drop=True)


def closed_needs(tables: CityTables, seats: pd.DataFrame) -> pd.DataFrame:
    """The needs with the levels that the seats close: min(short, Σ gain). Adds `closed`, `key` (the competency)."""
    attended = seats.assign(person=seats["person"].astype(str), programme=seats["programme"].astype(str))
    given = attended.merge(tables.gains, on="programme").groupby(["person", "competency"], as_index=False)[
        "gain"
    ]
    needs = tables.needs.merge(given.sum(), on=["person", "competency"], how="left")
    closed = np.minimum(needs["short"], needs["gain"].fillna(0.0))
    return needs.assign(
        closed=closed,
        person=needs["person"].astype("int64"),
        key=[competency_of(name) for name in needs["competency"]],
    )


def _left(left_out: LeftOut, kind: str) -> pd.DataFrame:
    rows = [(int(row.id), row.reason.value, row.price) for row in left_out.rows if row.kind == kind]
    return pd.DataFrame(rows, columns=[kind, "reason", "price"]).astype({"price": "Int64", kind: "int64"})


def _sessions(problem: Problem, plan: Plan, left_out: LeftOut) -> pd.DataFrame:
    offered = problem.sessions
    cost = np.where(plan.run, offered.fixed_cost + offered.seat_cost * plan.taken, 0)
    rows = pd.DataFrame(
        {
            "session": np.array(offered.ids, dtype=np.int64),
            "runs": plan.run,
            "taken": np.where(plan.run, plan.taken, 0),
            "cost": cost,
        }
    )
    return rows.merge(_left(left_out, "session"), on="session", how="left")


def _persons(
    facts: CityFacts, tables: CityTables, seats: pd.DataFrame, needs: pd.DataFrame, left_out: LeftOut
) -> pd.DataFrame:
    rows = facts.persons[["person", "unit", "office"]].sort_values("person")
    sums = needs.groupby("person", as_index=False)[["short", "closed"]].sum()
    hours = seats.merge(
        tables.programmes.assign(programme=tables.programmes["programme"].astype("int64")), on="programme"
    )
    jp = hours.groupby("person", as_index=False).agg(seats=("session", "size"), jp=("jp", "sum"))
    rows = rows.merge(sums, on="person", how="left").merge(jp, on="person", how="left")
    rows = rows.fillna({"short": 0.0, "closed": 0.0, "seats": 0, "jp": 0.0})
    return rows.merge(_left(left_out, "person"), on="person", how="left").astype({"seats": "int64"})


def _cells(facts: CityFacts, needs: pd.DataFrame) -> pd.DataFrame:
    office = facts.persons[["person", "office"]]
    asked = facts.gaps.merge(office, on="person")
    asked = asked.assign(unmeasured=asked["present"].isna())
    keys = ["office", "competency"]
    counted = asked.groupby(keys, as_index=False).agg(
        required=("person", "size"), unmeasured=("unmeasured", "sum")
    )
    found = needs.drop(columns="competency").rename(columns={"key": "competency"}).merge(office, on="person")
    levels = found.groupby(keys, as_index=False).agg(
        people=("person", "size"), levels_before=("short", "sum"), levels_closed=("closed", "sum")
    )
    cells = counted.merge(levels.rename(columns={"people": "short"}), on=keys, how="left")
    return cells.fillna({"short": 0, "levels_before": 0.0, "levels_closed": 0.0}).astype({"short": "int64"})


def _figures(
    tables: CityTables, plan: Plan, persons: pd.DataFrame, needs: pd.DataFrame
) -> dict[str, float | int]:
    outside = tables.outside_floor
    return {
        "sessions_offered": len(plan.run),
        "sessions_run": int(plan.run.sum()),
        "seats": len(plan.seat_person),
        "people": len(persons),
        "people_short": int((persons["short"] > 0).sum()),
        "people_reached": int((persons["seats"] > 0).sum()),
        "people_helped": int((persons["closed"] > NEARLY).sum()),
        "levels_short": float(needs["short"].sum()),
        "levels_closed": float(needs["closed"].sum()),
        "points_short": float((needs["short"] * needs["weight"]).sum()),
        "jp_people": len(persons) - outside,
        "jp_met": plan.jp_floor_met - outside,
        "jp_possible": plan.jp_floor_possible - outside,
    }
