"""A programme is fit to be planned, or all that is wrong with it is said at once."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from sibina.ground.competencies.rules import national_competencies, technical_competencies
from sibina.plan.programmes.rules import (
    cost_of_session,
    problems_of_offering,
    problems_of_programme,
    starter_catalogue,
)
from sibina.plan.programmes.types import (
    CostPer,
    ObjectiveFacts,
    OfferingFacts,
    OfferingProblem,
    ProgrammeProblem,
)

OBJECTIVE = ObjectiveFacts(1, 3, Decimal("0.7"), Decimal("0.4"), Decimal("1.0"))
SESSION = OfferingFacts(date(2027, 3, 1), date(2027, 3, 3), 30, 15, 1_000_000, 50_000)


def problems(*objectives: ObjectiveFacts, jp: int = 24, low: int = 10, high: int = 30) -> tuple[str, ...]:
    return problems_of_programme(objectives, jp=jp, min_participants=low, max_participants=high)


def test_sound_programme_has_no_problem() -> None:
    assert problems(OBJECTIVE) == ()


def test_programme_without_objective_cannot_be_planned() -> None:
    assert problems() == (ProgrammeProblem.NO_OBJECTIVE,)


@pytest.mark.parametrize(
    ("objective", "problem"),
    [
        (replace(OBJECTIVE, gain=Decimal(0), gain_low=Decimal(0)), ProgrammeProblem.NO_GAIN),
        (replace(OBJECTIVE, from_level=3), ProgrammeProblem.LEVELS_DO_NOT_RISE),
        (replace(OBJECTIVE, gain_low=Decimal("0.8")), ProgrammeProblem.GAIN_OUTSIDE_BAND),
        (
            replace(OBJECTIVE, gain=Decimal("2.5"), gain_high=Decimal("3")),
            ProgrammeProblem.GAIN_ABOVE_LEVELS,
        ),
    ],
)
def test_impossible_gain_is_named(objective: ObjectiveFacts, problem: ProgrammeProblem) -> None:
    assert problem in problems(objective)


def test_all_problems_are_said_at_once() -> None:
    found = problems(replace(OBJECTIVE, gain=Decimal(0), gain_low=Decimal(0)), jp=0, low=40, high=30)
    assert set(found) == {ProgrammeProblem.NO_GAIN, ProgrammeProblem.NO_HOURS, ProgrammeProblem.MIN_ABOVE_MAX}


def offering_problems(facts: OfferingFacts) -> tuple[str, ...]:
    return problems_of_offering(facts, year=2027, min_participants=15, max_participants=40)


def test_sound_session_has_no_problem() -> None:
    assert offering_problems(SESSION) == ()


@pytest.mark.parametrize(
    ("session", "problem"),
    [
        (replace(SESSION, ends_on=date(2027, 2, 28)), OfferingProblem.ENDS_BEFORE_START),
        (replace(SESSION, starts_on=date(2026, 12, 31)), OfferingProblem.OUTSIDE_YEAR),
        (replace(SESSION, seat_cost=-1), OfferingProblem.NEGATIVE_PRICE),
        (replace(SESSION, seats=0), OfferingProblem.NO_SEATS),
        (replace(SESSION, seats=20, min_seats=21), OfferingProblem.SEATS_BELOW_MIN),
        (replace(SESSION, seats=14, min_seats=5), OfferingProblem.SEATS_BELOW_PROGRAMME),
        (replace(SESSION, seats=41), OfferingProblem.SEATS_ABOVE_PROGRAMME),
    ],
)
def test_impossible_session_is_named(session: OfferingFacts, problem: OfferingProblem) -> None:
    assert problem in offering_problems(session)


def test_cost_of_a_session_is_its_fixed_parts_and_its_seats() -> None:
    cost = cost_of_session([(CostPer.SESSION, 9_000_000), (CostPer.SEAT, 85_000), (CostPer.SEAT, 15_000)])
    assert (cost.fixed, cost.per_seat) == (9_000_000, 100_000)
    assert cost.total(30) == 12_000_000


def test_every_starter_programme_is_fit_to_be_planned() -> None:
    for programme in starter_catalogue():
        facts = [
            ObjectiveFacts(one.from_level, one.to_level, one.gain, one.gain_low, one.gain_high)
            for one in programme.objectives
        ]
        found = problems_of_programme(
            facts,
            jp=programme.jp,
            min_participants=programme.min_participants,
            max_participants=programme.max_participants,
        )
        assert found == (), programme.name
        assert all(cost.rupiah > 0 for cost in programme.costs)


def test_starter_catalogue_only_names_competencies_of_the_dictionary() -> None:
    known = {one.code for one in (*national_competencies(), *technical_competencies())}
    assert {one.competency for row in starter_catalogue() for one in row.objectives} <= known


def test_starter_catalogue_covers_the_subjects_that_the_cities_ask_for() -> None:
    names = " ".join(programme.name.lower() for programme in starter_catalogue())
    for subject in (
        *("pelayanan publik", "rumah sakit", "manajemen waktu", "komunikasi efektif", "etika pemerintahan"),
        *("integritas dan transparansi", "inovasi pelayanan", "teknologi informasi", "kepemimpinan"),
        "pelabuhan dan logistik",
    ):
        assert subject in names
