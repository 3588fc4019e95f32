"""From what a city knows to the tables of the `sibina plan` contract.

Who may take a programme, and how much it gives a person, depends on the person's present level:

- A programme raises a competency from one level to another. It gives its gain to a person whose present level
  lies inside: from ≤ present < to, and never more than what is left up to `to`.
- A person may take a programme when it serves a competency that the position requires, and the present level
  lies inside. Not measured: only where the programme starts at the lowest level; then it earns hours (JP), and
  closes nothing, because unknown is not zero.
- An ASN with a contract (PPPK) takes no more hours than the ceiling: no programme that is longer, and no sum of
  programmes.

The contract states gains per programme and competency. So that a gain may depend on the level, a competency
stands in these tables together with the level: «17@2» is competency 17 at present level 2. Decision 0006.
"""

import hashlib
import json
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from sibina.ground.competencies.types import LOWEST_LEVEL
from sibina.ground.people.types import Employment
from sibina.plan.planning.rules.problem import Problem, Terms
from sibina.plan.planning.rules.weighing import weighed

FLOOR_APPLIES_TO = frozenset({Employment.PNS.value})
"""Ground: PP 11/2017 Pasal 203 (20 JP a year is a right of PNS)."""

CEILING_APPLIES_TO = frozenset({Employment.PPPK.value, Employment.PPPK_PARUH_WAKTU.value})
"""Ground: PP 49/2018 Pasal 40 (PPPK: at most 24 JP a year of contract)."""


@dataclass(frozen=True)
class CityFacts:
    """One frame a subject; keys are whole numbers.

    persons: person, unit, office, employment · gaps: person, competency, required, present (missing when
    not measured) · needs: person, competency, short, weight · programmes: programme, jp · objectives: programme,
    competency, from_level, to_level, gain · sessions: the columns of the contract, at what they cost who
    pays · payers: session, office, of those that an office pays for its own people · fixed: person, session, unit,
    office, one line a seat that is kept; its person may have left since · closed: session, reason, of those that
    can no longer be chosen; they are not among the sessions · factors: office, competency, factor, in hundredths,
    of what the needs round weighs otherwise than computed · hours: person, jp, that people have by other ways than
    the sessions of the plan.
    """

    persons: pd.DataFrame
    gaps: pd.DataFrame
    needs: pd.DataFrame
    programmes: pd.DataFrame
    objectives: pd.DataFrame
    sessions: pd.DataFrame
    payers: pd.DataFrame = field(default_factory=lambda: _no_rows("session", "office"))
    fixed: pd.DataFrame = field(default_factory=lambda: _no_rows("person", "session", "unit", "office"))
    closed: pd.DataFrame = field(default_factory=lambda: _no_rows("session", "reason"))
    factors: pd.DataFrame = field(default_factory=lambda: _no_rows("office", "competency", "factor"))
    hours: pd.DataFrame = field(default_factory=lambda: _no_rows("person", "jp"))

    @property
    def everybody(self) -> pd.DataFrame:
        """The persons, and those with a kept seat who have left: to them no rule on hours applies."""
        gone = self.fixed[~self.fixed["person"].isin(self.persons["person"])]
        gone = gone[["person", "unit", "office"]].drop_duplicates("person").assign(employment="")
        return pd.concat([self.persons, gone], ignore_index=True) if len(gone) else self.persons


def _no_rows(*columns: str) -> pd.DataFrame:
    return pd.DataFrame({column: pd.Series(dtype="int64") for column in columns})


@dataclass(frozen=True)
class Limits:
    """What the person who asks for a plan sets, and what the law says."""

    ceiling: int
    jp_floor: int
    jp_first: bool
    jp_ceiling: int | None
    away_percent: int


@dataclass(frozen=True)
class CityTables:
    """The tables of the contract; keys are text. `outside_floor`: persons to whom the JP floor does not apply.

    Beyond the contract: `payers` (session, office), what an office pays; it costs nothing here, because its money is
    another's than the ceiling (decision 0021). `own_people` (person, office): who may sit in it.
    """

    people: pd.DataFrame
    units: pd.DataFrame
    needs: pd.DataFrame
    programmes: pd.DataFrame
    gains: pd.DataFrame
    sessions: pd.DataFrame
    eligible: pd.DataFrame
    fixed: pd.DataFrame
    payers: pd.DataFrame
    own_people: pd.DataFrame
    limits: Limits
    outside_floor: int

    def problem(self) -> Problem:
        """The same as arrays, ready to be solved."""
        made = Problem.from_tables(
            self.people,
            self.needs,
            self.programmes,
            self.gains,
            self.sessions,
            units=self.units,
            eligible=self.eligible,
            terms=Terms(
                ceiling=self.limits.ceiling, jp_floor=self.limits.jp_floor, jp_first=self.limits.jp_first
            ),
        )
        offices = pd.Index(self.payers["office"].unique())
        session, person = pd.Index(made.sessions.ids), pd.Index(made.people)
        office, office_of = made.sessions.office.copy(), made.office_of.copy()
        office[session.get_indexer(self.payers["session"])] = offices.get_indexer(self.payers["office"])
        office_of[person.get_indexer(self.own_people["person"])] = offices.get_indexer(
            self.own_people["office"]
        )
        return replace(made, office_of=office_of, sessions=replace(made.sessions, office=office))

    def digest(self) -> str:
        """Equal input, equal digest: 64 hexadecimal digits over every table and limit."""
        found = hashlib.sha256(json.dumps(vars(self.limits), sort_keys=True).encode())
        frames = (
            self.people,
            self.units,
            self.needs,
            self.programmes,
            self.gains,
            self.sessions,
            self.eligible,
            self.fixed,
            self.payers,
            self.own_people,
        )
        for frame in frames:
            found.update(pd.util.hash_pandas_object(frame, index=False).to_numpy().tobytes())
        return found.hexdigest()


def city_tables(facts: CityFacts, limits: Limits) -> CityTables:
    """The question in the words of the contract; rows are ordered by key, so that equal facts give equal tables."""
    persons = facts.everybody.sort_values("person", kind="stable")
    gaps = facts.gaps[facts.gaps["person"].isin(persons["person"])]
    short = facts.needs[facts.needs["person"].isin(persons["person"])]
    needs = needs_at_levels(weighed(short, persons, facts.factors), gaps)
    exempt = ~persons["employment"].isin(FLOOR_APPLIES_TO)
    contract = persons["employment"].isin(CEILING_APPLIES_TO)
    had = persons["person"].map(facts.hours.set_index("person")["jp"]).fillna(0.0).to_numpy(dtype=float)
    most = np.inf if limits.jp_ceiling is None else float(limits.jp_ceiling)
    people = pd.DataFrame(
        {
            "person": persons["person"].astype(str),
            "unit": persons["unit"].astype(str),
            # To whom the floor does not apply, is at the floor from the start: nobody is pulled up to it.
            "jp_done": np.where(exempt, float(limits.jp_floor), had),
            "jp_most": np.where(contract, np.maximum(0.0, most - had), np.inf),
        }
    )
    eligible = _eligible(persons, gaps, facts, limits.jp_ceiling)
    sessions, payers = facts.sessions.sort_values("session"), facts.payers.sort_values("session")
    paid = sessions["session"].isin(payers["session"])
    own_people = persons.loc[persons["office"].isin(payers["office"]), ["person", "office"]]
    return CityTables(
        people=people.reset_index(drop=True),
        units=_units(facts.persons["unit"].astype(str), limits.away_percent),
        needs=needs,
        programmes=_text(facts.programmes.sort_values("programme"), "programme"),
        gains=gains_at_levels(facts.objectives),
        sessions=_text(
            sessions.assign(
                fixed_cost=sessions["fixed_cost"].mask(paid, 0), seat_cost=sessions["seat_cost"].mask(paid, 0)
            ),
            "session",
            "programme",
        ),
        eligible=eligible,
        fixed=_text(
            facts.fixed[["person", "session"]].sort_values(["person", "session"]), "person", "session"
        ),
        payers=_text(payers, "session", "office"),
        own_people=_text(own_people, "person", "office"),
        limits=limits,
        outside_floor=int(exempt.sum()),
    )


def most_away(heads: int, percent: int) -> int:
    """Most people of a unit away on one day: the share of its heads, whole people, at least one."""
    return max(1, heads * percent // 100)


def at_level(competency: pd.Series, level: pd.Series) -> pd.Series:
    """«17@2»: competency 17 at level 2."""
    return competency.astype("int64").astype(str) + "@" + level.astype("int64").astype(str)


def competency_of(key: str) -> int:
    """The competency in «17@2»."""
    return int(key.partition("@")[0])


def _units(units: pd.Series, percent: int) -> pd.DataFrame:
    heads = units.value_counts().sort_index()
    limits = [most_away(int(count), percent) for count in heads]
    return pd.DataFrame({"unit": heads.index.astype(str), "max_away": limits})


def needs_at_levels(needs: pd.DataFrame, gaps: pd.DataFrame) -> pd.DataFrame:
    """Shortfalls with the present level in their key. A shortfall is always of something measured."""
    levels = gaps.dropna(subset=["present"])[["person", "competency", "present"]]
    joined = needs.merge(levels, on=["person", "competency"]).sort_values(["person", "competency"])
    return pd.DataFrame(
        {
            "person": joined["person"].astype(str),
            "competency": at_level(joined["competency"], joined["present"]),
            "short": joined["short"].astype(float),
            "weight": joined["weight"].astype(float),
        }
    ).reset_index(drop=True)


def gains_at_levels(objectives: pd.DataFrame) -> pd.DataFrame:
    """One line for every level inside an objective, never more than what is left up to its upper level."""
    rows: list[tuple[str, str, float]] = []
    ordered = objectives.sort_values(["programme", "competency"])
    for row in ordered.itertuples(index=False):
        rows.extend(
            (
                str(row.programme),
                f"{row.competency}@{level}",
                min(float(row.gain), float(row.to_level - level)),
            )
            for level in range(int(row.from_level), int(row.to_level))
        )
    return pd.DataFrame(rows, columns=["programme", "competency", "gain"]).astype({"gain": float})


def _eligible(
    persons: pd.DataFrame, gaps: pd.DataFrame, facts: CityFacts, jp_ceiling: int | None
) -> pd.DataFrame:
    pairs = gaps[["person", "competency", "present"]].merge(
        facts.objectives[["programme", "competency", "from_level", "to_level"]], on="competency"
    )
    present = pairs["present"].astype("float64")
    inside = (present >= pairs["from_level"]) & (present < pairs["to_level"])
    first_steps = present.isna() & (pairs["from_level"] <= LOWEST_LEVEL)
    found = pairs.loc[inside | first_steps, ["person", "programme"]].drop_duplicates()
    if jp_ceiling is not None:
        long = facts.programmes.loc[facts.programmes["jp"] > jp_ceiling, "programme"]
        contract = persons.loc[persons["employment"].isin(CEILING_APPLIES_TO), "person"]
        found = found[~(found["programme"].isin(long) & found["person"].isin(contract))]
    # Who has a kept seat may hold it, whatever is known of them now.
    kept = facts.fixed.merge(facts.sessions[["session", "programme"]], on="session")[["person", "programme"]]
    found = pd.concat([found, kept]).drop_duplicates()
    return _text(found.sort_values(["person", "programme"]), "person", "programme")


def _text(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    return frame.assign(**{column: frame[column].astype(str) for column in columns}).reset_index(drop=True)
