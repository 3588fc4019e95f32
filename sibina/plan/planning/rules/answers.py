"""From a solved plan to the rows that a city keeps and a person reads.

The arithmetic is done here a second time, from the tables and the seats alone: what the pages add up must
equal what the search maximised.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sibina.plan.planning.rules.city_tables import (
    CityFacts,
    CityTables,
    Limits,
    city_tables,
    competency_of,
)
from sibina.plan.planning.rules.differences import Afterwards, Change, Seat, seat_changes
from sibina.plan.planning.rules.fixed import Fixed, fixed_of, seated
from sibina.plan.planning.rules.mixing import count_mixed
from sibina.plan.planning.rules.problem import Problem
from sibina.plan.planning.types import Ints, LeftOut, LeftOutRow, Plan, Reason, SimpleRule, Status

NEARLY = 1e-9


@dataclass(frozen=True)
class Answer:
    """Rows of a plan; keys are whole numbers again.

    sessions: session, runs, taken, cost, offices, mixed (pairs of people of different offices), reason, price ·
    persons: person, unit, office, short, closed, seats, jp, reason, price · seats: person, session ·
    cells: office, competency, required, unmeasured, short, levels_before, levels_closed.
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
    fixed: Fixed
    digest: str


def question_of(facts: CityFacts, limits: Limits) -> Question:
    """The question that these facts and limits put."""
    tables = city_tables(facts, limits)
    problem = tables.problem()
    return Question(facts, tables, problem, fixed_of(problem, tables.fixed), tables.digest())


def offices_of(question: Question) -> Ints:
    """The office of each person of the problem, counted from 0."""
    office = question.facts.everybody.set_index("person")["office"]
    keys = np.array(question.problem.people, dtype=np.int64)
    return pd.factorize(office.loc[keys])[0].astype(np.int64)


def with_seats(problem: Problem, found: Plan, seats: list[list[str]]) -> Plan:
    """The plan that seats people so ([person, session] by key), under the bound of another plan of the same problem."""
    person_at = {key: index for index, key in enumerate(problem.people)}
    session_at = {key: index for index, key in enumerate(problem.sessions.ids)}
    persons = np.array([person_at[person] for person, _ in seats], dtype=np.int64)
    sessions = np.array([session_at[session] for _, session in seats], dtype=np.int64)
    return seated(problem, found, persons, sessions)


def nobody_seated(problem: Problem) -> Plan:
    """The plan in which no session runs, before anybody has searched: nothing is known of how good a plan can be."""
    nobody = np.zeros(0, dtype=np.int64)
    unsearched = Plan(
        run=np.zeros(len(problem.sessions), dtype=bool),
        taken=np.zeros(len(problem.sessions), dtype=np.int64),
        seat_person=nobody,
        seat_session=nobody,
        status=Status.FEASIBLE,
        objective=0.0,
        bound=np.inf,
        bound_any=np.inf,
        cost=0,
        person_value=np.zeros(len(problem.people)),
        person_jp=problem.jp_done,
        jp_floor_met=0,
        jp_floor_possible=len(problem.people),
        jp_floor_proven=False,
        seconds=0.0,
    )
    return seated(problem, unsearched, nobody, nobody)


def too_few(problem: Problem, plan: Plan) -> tuple[LeftOutRow, ...]:
    """The sessions that do not run in a plan nobody searched for: nobody filled them."""
    return tuple(
        LeftOutRow("session", problem.sessions.ids[at], Reason.MIN_SEATS, None)
        for at in np.flatnonzero(~plan.run)
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
    changes: tuple[Change, ...] = ()
    mixed_before: int | None = None


def answer_of(question: Question, plan: Plan, left_out: LeftOut) -> Answer:
    """Everything that is kept of a plan."""
    facts, tables, problem = question.facts, question.tables, question.problem
    seats = seats_of(problem, plan)
    needs = closed_needs(tables.needs, tables.gains, seats)
    persons = _persons(facts, tables, seats, needs, left_out)
    return Answer(
        sessions=_sessions(question, plan, left_out),
        persons=persons,
        seats=seats[["person", "session"]],
        cells=_cells(facts, needs),
        figures=_figures(question, plan, persons, needs),
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


def closed_needs(needs: pd.DataFrame, gains: pd.DataFrame, seats: pd.DataFrame) -> pd.DataFrame:
    """The needs with the levels that the seats close: min(short, Σ gain). Adds `closed`, `key` (the competency)."""
    attended = seats.assign(person=seats["person"].astype(str), programme=seats["programme"].astype(str))
    given = attended.merge(gains, on="programme").groupby(["person", "competency"], as_index=False)["gain"]
    needs = needs.merge(given.sum(), on=["person", "competency"], how="left")
    closed = np.minimum(needs["short"], needs["gain"].fillna(0.0))
    return needs.assign(
        closed=closed,
        person=needs["person"].astype("int64"),
        key=[competency_of(name) for name in needs["competency"]],
    )


def _left(left_out: LeftOut, kind: str) -> pd.DataFrame:
    rows = [(int(row.id), row.reason.value, row.price) for row in left_out.rows if row.kind == kind]
    return pd.DataFrame(rows, columns=[kind, "reason", "price"]).astype({"price": "Int64", kind: "int64"})


def _sessions(question: Question, plan: Plan, left_out: LeftOut) -> pd.DataFrame:
    facts, problem = question.facts, question.problem
    offices, mixed = count_mixed(
        offices_of(question)[plan.seat_person], plan.seat_session, len(problem.sessions)
    )
    session = np.array(problem.sessions.ids, dtype=np.int64)
    # Who pays, pays the whole: in the problem a session that an office pays costs the ceiling nothing.
    prices = facts.sessions.set_index("session").loc[session]
    each = prices["fixed_cost"].to_numpy() + prices["seat_cost"].to_numpy() * plan.taken
    rows = pd.DataFrame(
        {
            "session": session,
            "runs": plan.run,
            "taken": np.where(plan.run, plan.taken, 0),
            "cost": np.where(plan.run, each, 0),
            "offices": offices,
            "mixed": mixed,
        }
    )
    rows = rows.merge(_left(left_out, "session"), on="session", how="left")
    closed = facts.closed.assign(runs=False, taken=0, cost=0, offices=0, mixed=0, price=pd.NA)
    return pd.concat([rows, closed], ignore_index=True) if len(closed) else rows


def _persons(
    facts: CityFacts, tables: CityTables, seats: pd.DataFrame, needs: pd.DataFrame, left_out: LeftOut
) -> pd.DataFrame:
    rows = facts.everybody[["person", "unit", "office"]].sort_values("person")
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
    question: Question, plan: Plan, persons: pd.DataFrame, needs: pd.DataFrame
) -> dict[str, float | int]:
    outside = question.tables.outside_floor
    return {
        "sessions_offered": len(plan.run) + len(question.facts.closed),
        "sessions_run": int(plan.run.sum()),
        "seats": len(plan.seat_person),
        "people": len(question.facts.persons),
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


def changes_of(question: Question, answer: Answer, before: Iterable[Seat]) -> tuple[Change, ...]:
    """Seat by seat what the answer changes against the seats before, and why somebody loses one."""
    facts, problem = question.facts, question.problem
    programme_of = dict(zip(facts.sessions["session"], facts.sessions["programme"], strict=True))
    after = [Seat(row.person, row.session, programme_of[row.session]) for row in answer.seats.itertuples()]
    old = list(before)
    rows = answer.sessions
    seats_of = dict(zip(facts.sessions["session"], facts.sessions["seats"], strict=True))
    out = rows[~rows["runs"].astype(bool)]
    reasons = answer.persons.dropna(subset=["reason"])
    then = Afterwards(
        people=frozenset(facts.persons["person"]),
        served=_served(problem, {(seat.person, seat.programme) for seat in old}),
        not_running=dict(zip(out["session"], out["reason"].fillna(""), strict=True)),
        full=frozenset(
            row.session for row in rows.itertuples() if row.runs and row.taken >= seats_of[row.session]
        ),
        reasons=dict(zip(reasons["person"], reasons["reason"], strict=True)),
    )
    return tuple(seat_changes(old, after, then))


def _served(problem: Problem, pairs: set[tuple[int, int]]) -> frozenset[tuple[int, int]]:
    """Of these persons and programmes: who may still take it, and would gain by it or lacks its hours."""
    person_at = {int(key): at for at, key in enumerate(problem.people)}
    programme_at = {int(key): at for at, key in enumerate(problem.programmes)}
    below = problem.jp_done < problem.terms.jp_floor - 1e-3
    found = set()
    for person, programme in pairs:
        i, g = person_at.get(person), programme_at.get(programme)
        if i is None or g is None or not problem.may_attend(np.array([i]), g)[0]:
            continue
        needed = problem.need_competency[problem.need_ptr[i] : problem.need_ptr[i + 1]]
        if (problem.gain[g, needed] > 0).any() or (problem.terms.jp_first and below[i]):
            found.add((person, programme))
    return frozenset(found)
