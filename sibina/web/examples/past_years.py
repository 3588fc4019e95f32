"""The years behind an example city: their plans, made elsewhere, went through the same steps, and what became of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial

from django.contrib.auth.models import User

from sibina.assess.needs.api import measure_gaps
from sibina.ground.cycles.api import Cycle
from sibina.ground.cycles.types import CyclePhase
from sibina.lib.access import Role
from sibina.lib.tenancy.models import City
from sibina.plan.planning.api import (
    CityPlan,
    city_ceiling,
    get_standing,
    list_sessions,
    mark_sessions,
    propose_plan,
    record_plan,
    review_plan,
    set_plan,
)
from sibina.plan.planning.rules.orders import LEAST_SECONDS, Order
from sibina.plan.planning.types import SessionState
from sibina.web.examples.budgets import write_lines
from sibina.web.examples.delivering import write_cooperation, write_sessions, write_what_became
from sibina.web.examples.rules.seats import deal_seats

AWAY_PERCENT = 20
LAPSED_FIRST, LAPSE_EVERY = 2, 25
"""Which session in the order of days did not come about, and every so many after it."""
STEPS = (
    (7, propose_plan, Role.PENGELOLA, "Disusun bersama sekretaris perangkat daerah; pagu sesuai KUA-PPAS."),
    (14, review_plan, Role.ANALIS, "Peserta, jadwal, dan biaya sudah dicocokkan."),
    (21, set_plan, Role.PIMPINAN, "Ditetapkan untuk dilaksanakan."),
)
"""Days after the plan was written down, the step, who takes it, and why."""
LAPSED = "Narasumber berhalangan dan penggantinya tidak ditemukan sampai akhir tahun."
DONE = "Daftar hadir dan laporan penyelenggaraan sudah diterima."


@dataclass(frozen=True)
class _Year:
    """A year that is over: opened again while its story is written down, in the order in which it came about."""

    city: City
    cycle: Cycle
    people: Mapping[Role, User]
    last_day: date

    def on(self, month: int, day: int, *, later: int = 0) -> datetime:
        """A morning of the autumn before the year."""
        return datetime(self.cycle.year - 1, month, day, 2, tzinfo=UTC) + timedelta(days=later)


def write_past_years(
    city: City, cycles: Sequence[Cycle], people: Mapping[Role, User], *, seed: int
) -> set[int]:
    """The plans of the years before, from the gaps of then to the last session. Returns the sessions held.

    The latest of them is still carried out: what is delivered is recorded in it.
    """
    held: set[int] = set()
    year_under_way = max((cycle.year for cycle in cycles), default=0)
    for cycle in sorted(cycles, key=lambda one: one.year):
        assert cycle.closed_on is not None
        year = _Year(city, cycle, people, cycle.closed_on)
        _move(cycle, CyclePhase.DELIVER, None)
        plan = _plan(year)
        write_lines(
            plan=plan,
            last_day=year.last_day,
            by=people[Role.PENGELOLA],
            at=year.on(11, 25),
            seed=seed,
        )
        held |= _carry_out(year, plan, seed=seed)
        if cycle.year != year_under_way:
            _move(cycle, CyclePhase.CLOSED, year.last_day)
    return held


def _move(cycle: Cycle, phase: CyclePhase, closed_on: date | None) -> None:
    cycle.phase, cycle.closed_on = phase, closed_on
    cycle.save(update_fields=["phase", "closed_on"])


def _plan(year: _Year) -> CityPlan:
    """On what was known in October, written down and set before the year began."""
    asked = year.on(10, 20)
    measure_gaps(city=year.city, as_of=asked.date(), at=asked)
    ceiling = city_ceiling(cycle=year.cycle)
    assert ceiling is not None
    order = Order(
        name=f"Rencana pengembangan kompetensi {year.cycle.year}",
        ceiling=ceiling,
        jp_first=False,
        away_percent=AWAY_PERCENT,
        seconds=LEAST_SECONDS,
        seed=0,
    )
    plan = record_plan(
        city=year.city,
        order=order,
        standing=get_standing(city=year.city, cycle=year.cycle, today=asked.date()),
        choose=deal_seats,
        by=year.people[Role.PENGELOLA],
        at=asked,
    )
    for days, step, role, reason in STEPS:
        step(plan=plan, reason=reason, by=year.people[role], at=asked + timedelta(days=days))
    plan.refresh_from_db(fields=["approval"])
    return plan


def _carry_out(year: _Year, plan: CityPlan, *, seed: int) -> set[int]:
    """Most sessions came about, a few did not."""
    write_sessions(plan, by=year.people[Role.PENGELOLA], at=year.on(12, 1))
    running = list(list_sessions(plan=plan).filter(runs=True).order_by("starts_on", "code"))
    mark = partial(mark_sessions, plan=plan, by=year.people[Role.PENGELOLA])
    lapsed = [row for row in running[LAPSED_FIRST::LAPSE_EVERY] if row.offering.agreement_id is None]
    write_what_became(
        year.cycle,
        lapsed={row.offering_id: LAPSED for row in lapsed},
        by=year.people[Role.PENGELOLA],
        at=_evening(year.last_day),
        seed=seed,
    )
    write_cooperation(year.cycle, by=year.people[Role.PENGELOLA], at=_evening(year.last_day), seed=seed)
    for row in lapsed:
        mark(
            offerings=[row.offering_id],
            state=SessionState.LAPSED,
            day=row.starts_on,
            reason=LAPSED,
            at=_evening(row.starts_on),
        )
    done = {row.offering_id for row in running} - {row.offering_id for row in lapsed}
    if done:
        over = max(row.ends_on for row in running if row.offering_id in done)
        mark(offerings=done, state=SessionState.DONE, day=over, reason=DONE, at=_evening(over))
    return done


def _evening(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
