"""A plan that was made elsewhere, before the city worked with this system: its seats are kept, and all that follows."""

from collections.abc import Callable
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from sibina.lib.audit.api import record
from sibina.lib.tenancy.models import City
from sibina.plan.planning.actions.answering import write_rows
from sibina.plan.planning.actions.asking import create_plan
from sibina.plan.planning.models import CityPlan
from sibina.plan.planning.reads import Standing, get_question
from sibina.plan.planning.rules.answers import answer_of, nobody_seated, too_few, with_seats
from sibina.plan.planning.rules.check import check_plan
from sibina.plan.planning.rules.orders import Order
from sibina.plan.planning.rules.problem import Problem
from sibina.plan.planning.types import LeftOut, SeatsAgainstRules

Choice = Callable[[Problem], list[list[str]]]
"""Who sat where, as [person, session] by the keys of the problem."""


@transaction.atomic
def record_plan(
    *, city: City, order: Order, standing: Standing, choose: Choice, by: User | None, at: datetime
) -> CityPlan:
    """Write down a plan whose seats somebody has chosen already; everything else is worked out from them as of any plan.

    Nobody searched, so nothing is proven (`CityPlan.was_made_elsewhere`), and why a person stayed out is not known. Raises
    OrderRefused, and SeatsAgainstRules when the seats break a rule that every plan keeps.
    """
    plan = create_plan(city, order, standing, by=by, at=at)
    question = get_question(plan=plan)
    problem = question.problem
    found = with_seats(problem, nobody_seated(problem), choose(problem))
    broken = check_plan(problem, found)
    if broken:
        raise SeatsAgainstRules(tuple(broken))
    answer = answer_of(question, found, LeftOut(too_few(problem, found), None))
    write_rows(plan, answer)
    for name, value in answer.figures.items():
        setattr(plan, name, value)
    plan.state, plan.computed_at, plan.digest = CityPlan.State.READY, at, question.digest
    plan.objective, plan.cost = found.objective, found.cost
    plan.save()
    data = {"cost": found.cost, "seats": plan.seats, "year": plan.cycle.year}
    record(verb="planning.plan.recorded", city=city, at=at, by=by, target=plan, data=data)
    return plan
