"""Hours that people have by other ways: the ledger tells them, and the next plan counts from them."""

from datetime import timedelta
from decimal import Decimal

from django.db.models import Sum

from sibina.lib.jobs.api import run_job
from sibina.plan.planning.actions import receive_hours
from sibina.plan.planning.models import CityPlan, KnownHours, PlanHours, PlanPerson
from tests.modules.planning.conftest import AT, Town


def answered(town: Town) -> CityPlan:
    plan = town.ask()
    run_job(city_id=town.city.pk, job_id=plan.job_id)
    return CityPlan.objects.get(pk=plan.pk)


def test_whoever_is_at_the_floor_already_counts_there_and_a_contract_leaves_less(town: Town) -> None:
    before = answered(town)
    everybody = {person.pk: Decimal("20") for person in town.persons}
    receive_hours(cycle=town.cycle, hours=everybody, at=AT)
    after = answered(town)
    assert before.jp_met < before.jp_people == after.jp_people == after.jp_met
    assert (after.hours_people, after.hours_told_at) == (len(town.persons), AT)
    contract = PlanPerson.objects.filter(plan=after, person__employment="pppk")
    assert (contract.aggregate(jp=Sum("jp"))["jp"] or 0) <= 4 * contract.count()


def test_what_is_told_again_takes_the_place_of_what_was_told_before(town: Town) -> None:
    one, other, third = (person.pk for person in town.persons[:3])
    receive_hours(cycle=town.cycle, hours={one: Decimal("3.5"), other: Decimal(8)}, at=AT)
    later = AT + timedelta(days=1)
    receive_hours(cycle=town.cycle, hours={other: Decimal(9), third: Decimal(0)}, at=later)
    assert list(KnownHours.objects.values_list("person_id", "jp", "told_at")) == [(other, 9, later)]


def test_a_plan_keeps_the_hours_it_was_asked_with(town: Town) -> None:
    person = town.persons[0].pk
    receive_hours(cycle=town.cycle, hours={person: Decimal("6.25")}, at=AT)
    plan = town.ask()
    receive_hours(cycle=town.cycle, hours={}, at=AT)
    assert list(PlanHours.objects.filter(plan=plan).values_list("person_id", "jp")) == [
        (person, Decimal("6.25"))
    ]
