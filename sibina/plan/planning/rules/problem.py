"""A planning problem as compact arrays, made from tables with the names of the `sibina plan` contract."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from functools import cached_property

import numpy as np
import pandas as pd

from sibina.plan.planning.types import CeilingNotPositive, Flags, Floats, Ints, UnknownReference

NO_LIMIT = np.iinfo(np.int64).max // 4


@dataclass(frozen=True)
class Terms:
    """Money and the JP floor: rupiah, JP, and whether the floor comes before everything else."""

    ceiling: int
    jp_floor: float = 20
    jp_first: bool = True


@dataclass(frozen=True)
class Sessions:
    """The sessions on offer; days are counted from 1970-01-01 and inclusive; -1 where no venue or speaker.

    `away_end`: the last day on which the venue is taken and, with `away`, people are absent; weeks beside the work follow.
    `office`: whose people alone may sit there, because that office pays; -1: open to all.
    """

    ids: tuple[str, ...]
    programme: Ints
    start: Ints
    end: Ints
    seats: Ints
    min_seats: Ints
    fixed_cost: Ints
    seat_cost: Ints
    venue: Ints
    speaker: Ints
    away: Flags
    away_end: Ints
    office: Ints

    def __len__(self) -> int:
        return len(self.ids)

    def only(self, at: Ints) -> "Sessions":
        """These sessions alone, in this order."""
        columns = {one.name: getattr(self, one.name)[at] for one in fields(self) if one.name != "ids"}
        return Sessions(ids=tuple(self.ids[s] for s in at.tolist()), **columns)

    @property
    def first_day(self) -> int:
        """The first day of any session; 0 without one."""
        return int(self.start.min()) if len(self) else 0

    @property
    def day_count(self) -> int:
        """How many days there are from the first of any session to the last; 1 without one."""
        return int(self.end.max()) - self.first_day + 1 if len(self) else 1

    @cached_property
    def overlap(self) -> Flags:
        """Sessions × sessions: do they share a day? A session overlaps itself."""
        return _share_days(self.start, self.end)

    @cached_property
    def share_place(self) -> Flags:
        """Sessions × sessions that cannot both run: one venue or one speaker on one day. A session is not its own rival."""
        same = _same(self.venue) & _share_days(self.start, self.away_end) | _same(self.speaker) & self.overlap
        np.fill_diagonal(same, False)
        return same

    @cached_property
    def kind(self) -> Ints:
        """The kind of each session: alike but for days, venue and speaker."""
        asked = (self.programme, self.seats, self.min_seats, self.fixed_cost, self.seat_cost)
        alike = (*asked, self.away, self.office)
        return np.unique(np.column_stack(alike), axis=0, return_inverse=True)[1].ravel().astype(np.int64)


@dataclass(frozen=True)
class Kept:
    """What seats that were taken out of a problem leave behind (`fixed`).

    `barred`: persons × sessions on whose days a person is away already; `absent`: units × days (from the first day of
    any session), how many are away already.
    """

    barred: Flags
    absent: Ints


@dataclass(frozen=True)
class Problem:
    """Everything a plan depends on. Needs are sorted by person, then competency (`need_ptr` as in CSR).

    `jp_most`: the most JP that a plan may give each person, hours already done taken off; infinite where no law
    sets a ceiling. `course`: what programmes of this problem were before they were split (`splitting.py`); a person
    takes one of each course at most. `office_of`: of each person, as sessions name it in `office`.
    """

    people: tuple[str, ...]
    units: tuple[str, ...]
    unit_of: Ints
    max_away: Ints
    jp_done: Floats
    jp_most: Floats
    competencies: tuple[str, ...]
    need_ptr: Ints
    need_competency: Ints
    need_short: Floats
    need_weight: Floats
    programmes: tuple[str, ...]
    jp: Floats
    gain: Floats
    eligible: Flags | None
    sessions: Sessions
    terms: Terms
    course: Ints
    office_of: Ints
    kept: Kept | None = None

    @classmethod
    def from_tables(  # noqa: PLR0913 - one argument a table of the contract
        cls,
        people: pd.DataFrame,
        needs: pd.DataFrame,
        programmes: pd.DataFrame,
        gains: pd.DataFrame,
        sessions: pd.DataFrame,
        *,
        terms: Terms,
        units: pd.DataFrame | None = None,
        eligible: pd.DataFrame | None = None,
    ) -> "Problem":
        """The problem in validated tables; raises CeilingNotPositive or UnknownReference."""
        if terms.ceiling is None or terms.ceiling <= 0:
            raise CeilingNotPositive(terms.ceiling)
        persons = pd.Index(people["person"].astype(str))
        offered = pd.Index(programmes["programme"].astype(str))
        skills = pd.Index(sorted(set(needs["competency"].astype(str)) | set(gains["competency"].astype(str))))
        unit_names = people["unit"].astype(str)
        places = pd.Index(
            sorted(set(unit_names) | (set(units["unit"].astype(str)) if units is not None else set()))
        )
        limits = np.full(len(places), NO_LIMIT, dtype=np.int64)
        if units is not None:
            at = _positions(places, units["unit"], "units", "unit")
            known = units["max_away"].notna().to_numpy()
            limits[at[known]] = units["max_away"].to_numpy()[known].astype(np.int64)
        gain = np.zeros((len(offered), len(skills)))
        np.add.at(
            gain,
            (
                _positions(offered, gains["programme"], "gains", "programme"),
                _positions(skills, gains["competency"]),
            ),
            gains["gain"].to_numpy(float),
        )
        ptr, columns = _needs(persons, skills, needs)
        return cls(
            people=tuple(persons),
            units=tuple(places),
            unit_of=_positions(places, unit_names),
            max_away=limits,
            jp_done=_filled(people, "jp_done", 0.0),
            jp_most=_filled(people, "jp_most", np.inf),
            competencies=tuple(skills),
            need_ptr=ptr,
            need_competency=columns[0].astype(np.int64),
            need_short=columns[1],
            need_weight=columns[2],
            programmes=tuple(offered),
            jp=programmes["jp"].to_numpy(float),
            gain=gain,
            eligible=_eligible(persons, offered, eligible),
            sessions=_sessions(offered, sessions),
            terms=terms,
            course=np.arange(len(offered)),
            office_of=np.full(len(persons), -1, dtype=np.int64),
        )

    def with_terms(self, **changed: object) -> "Problem":
        """The same problem under another ceiling or floor."""
        return replace(self, terms=replace(self.terms, **changed))  # type: ignore[arg-type]

    @cached_property
    def need_person(self) -> Ints:
        """The person of every need."""
        return np.repeat(np.arange(len(self.people)), np.diff(self.need_ptr))

    @cached_property
    def of_others(self) -> Flags:
        """Persons × sessions that another office pays, for its own people; one row for all where no office pays any."""
        office = self.sessions.office
        if (office < 0).all():
            return np.zeros((1, len(office)), dtype=bool)
        return (office >= 0) & (office != self.office_of[:, None])

    @cached_property
    def barred(self) -> Flags:
        """Persons × sessions that another office or a kept seat forbids; one row for all where nothing does."""
        return self.of_others if self.kept is None else self.of_others | self.kept.barred

    @cached_property
    def most_away(self) -> Ints:
        """Units × sessions: the most of a unit that may be away on every day of the session."""
        sessions = self.sessions
        room = np.repeat(self.max_away[:, None], len(sessions), axis=1)
        if self.kept is not None:
            for s in range(len(sessions)):
                days = slice(
                    sessions.start[s] - sessions.first_day, sessions.away_end[s] - sessions.first_day + 1
                )
                room[:, s] -= self.kept.absent[:, days].max(axis=1)
        return np.maximum(0, room)

    def may_attend(self, persons: Ints, programme: int) -> Flags:
        """Which of the persons may take the programme."""
        if self.eligible is None:
            return np.ones(len(persons), dtype=bool)
        return self.eligible[persons, programme]


def need_gains(problem: Problem, seat_person: Ints, seat_session: Ints) -> Floats:
    """Σ gain of the sessions attended, per need."""
    total = np.zeros(len(problem.need_competency))
    programme = problem.sessions.programme[seat_session]
    counts = np.diff(problem.need_ptr)[seat_person]
    if counts.sum():
        seat = np.repeat(np.arange(len(seat_person)), counts)
        offset = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        need = problem.need_ptr[seat_person][seat] + offset
        np.add.at(total, need, problem.gain[programme[seat], problem.need_competency[need]])
    return total


def person_values(problem: Problem, seat_person: Ints, seat_session: Ints) -> Floats:
    """Σ weight × min(short, Σ gain attended) per person: the contract's objective, one person each."""
    gained = need_gains(problem, seat_person, seat_session)
    value = problem.need_weight * np.minimum(problem.need_short, gained)
    return np.bincount(problem.need_person, weights=value, minlength=len(problem.people)).astype(float)


def person_jp(problem: Problem, seat_person: Ints, seat_session: Ints) -> Floats:
    """JP done plus JP of the programmes attended, per person."""
    earned = problem.jp[problem.sessions.programme[seat_session]]
    return problem.jp_done + np.bincount(seat_person, weights=earned, minlength=len(problem.people))


def jp_limit(problem: Problem) -> Floats:
    """Per person, JP done plus the most JP that a plan may give; a thousandth of a JP of rounding is forgiven."""
    return problem.jp_done + problem.jp_most + 1e-3


def reaches_floor(problem: Problem, jp: Floats) -> Flags:
    """Who is at the floor; a thousandth of a JP of rounding is forgiven."""
    return jp >= problem.terms.jp_floor - 1e-3


def plan_cost(problem: Problem, run: Flags, taken: Ints) -> int:
    """Whole rupiah: fixed cost of the sessions that run, plus their seats."""
    sessions = problem.sessions
    return int(sessions.fixed_cost[run].sum() + (sessions.seat_cost * taken).sum())


def _positions(index: pd.Index, values: pd.Series, table: str = "", column: str = "") -> Ints:
    text = values.astype(str)
    at = index.get_indexer(pd.Index(text))
    if (at < 0).any():
        missing = tuple(sorted(set(text[at < 0])))
        raise UnknownReference(table, column, missing)
    return at.astype(np.int64)


def _filled(frame: pd.DataFrame, column: str, default: float) -> Floats:
    if column not in frame:
        return np.full(len(frame), default)
    return frame[column].astype("float64").fillna(default).to_numpy(float)


def _needs(
    persons: pd.Index, skills: pd.Index, needs: pd.DataFrame
) -> tuple[Ints, tuple[Floats, Floats, Floats]]:
    person = _positions(persons, needs["person"], "needs", "person")
    skill = _positions(skills, needs["competency"])
    short, weight = needs["short"].to_numpy(float), needs["weight"].to_numpy(float)
    worth = (short > 0) & (weight > 0)
    person, skill, short, weight = person[worth], skill[worth], short[worth], weight[worth]
    order = np.lexsort((skill, person))
    ptr = np.zeros(len(persons) + 1, dtype=np.int64)
    np.cumsum(np.bincount(person, minlength=len(persons)), out=ptr[1:])
    return ptr, (skill[order].astype(float), short[order], weight[order])


def _eligible(persons: pd.Index, offered: pd.Index, eligible: pd.DataFrame | None) -> Flags | None:
    if eligible is None:
        return None
    allowed = np.zeros((len(persons), len(offered)), dtype=bool)
    who = _positions(persons, eligible["person"], "eligible", "person")
    allowed[who, _positions(offered, eligible["programme"], "eligible", "programme")] = True
    return allowed


def _days(values: pd.Series) -> Ints:
    return pd.to_datetime(values).to_numpy().astype("datetime64[D]").astype(np.int64)


def _codes(frame: pd.DataFrame, column: str) -> Ints:
    if column not in frame:
        return np.full(len(frame), -1, dtype=np.int64)
    named = frame[column].where(frame[column].astype("string").str.strip() != "")
    return pd.factorize(named, sort=True)[0].astype(np.int64)


def _sessions(offered: pd.Index, frame: pd.DataFrame) -> Sessions:
    def whole(column: str) -> Ints:
        return np.rint(frame[column].to_numpy(float)).astype(np.int64)

    return Sessions(
        ids=tuple(frame["session"].astype(str)),
        programme=_positions(offered, frame["programme"], "sessions", "programme"),
        start=_days(frame["start"]),
        end=_days(frame["end"]),
        seats=whole("seats"),
        min_seats=whole("min_seats"),
        fixed_cost=whole("fixed_cost"),
        seat_cost=whole("seat_cost"),
        venue=_codes(frame, "venue"),
        speaker=_codes(frame, "speaker"),
        away=_filled(frame, "away", 1.0) != 0,
        away_end=_days(frame["away_until"].fillna(frame["end"]) if "away_until" in frame else frame["end"]),
        office=np.full(len(frame), -1, dtype=np.int64),
    )


def _share_days(start: Ints, end: Ints) -> Flags:
    """Spans × spans: do they share a day?"""
    return (start[:, None] <= end[None, :]) & (start[None, :] <= end[:, None])


def _same(holder: Ints) -> Flags:
    """Sessions × sessions: have they one holder? Who has none shares none."""
    return (holder[:, None] == holder[None, :]) & (holder >= 0)[:, None]


def maximal_cliques(start: Ints, end: Ints, members: Iterable[int]) -> list[Ints]:
    """The largest sets of sessions among `members` that share one day: every clash is inside one of them."""
    chosen = np.array(sorted(members), dtype=np.int64)
    if not len(chosen):
        return []
    found: list[Ints] = []
    last: frozenset[int] = frozenset()
    for day in np.unique(start[chosen]):
        active = chosen[(start[chosen] <= day) & (end[chosen] >= day)]
        here = frozenset(active.tolist())
        if last <= here and found:
            found[-1] = active
        elif not here <= last:
            found.append(active)
        last = here
    return found
