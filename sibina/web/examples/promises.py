"""What participants of an example city's past workshops promised, written by the product's own verbs."""

from datetime import datetime, time, timedelta

from django.contrib.auth.models import User
from django.db.models import Case, Value, When
from django.utils import timezone

from sibina.deliver.sessions.api import (
    Enrolment,
    agree_to_promise,
    drop_promise,
    make_promise,
    save_promise,
)
from sibina.deliver.sessions.types import EnrolmentState, PromiseFacts
from sibina.ground.people.api import Membership
from sibina.lib.access import Role
from sibina.plan.programmes.types import Form
from sibina.web.examples.logins import Places
from sibina.web.examples.rules import promises_of_workshops
from sibina.web.examples.types import PromiseRecipe


def write_promises(places: Places) -> None:
    """One promise of each sort; first of whoever can log in, then of that office, so that its head sees them."""
    users = {one.role: one.user for one in Membership.objects.select_related("user")}
    near = Case(
        When(person_id=places.staff_id, then=Value(0)),
        When(office_id=places.office_id, then=Value(1)),
        default=Value(2),
    )
    parts = (
        Enrolment.objects.filter(session__form=Form.WORKSHOP, state=EnrolmentState.ACCEPTED)
        .select_related("session", "person")
        .order_by(near, "-session__starts_on", "pk")
    )
    recipes = promises_of_workshops()
    # Of a person who was in two workshops one promise is enough here: the list shows several people.
    chosen: dict[int, Enrolment] = {}
    for part in parts[: 10 * len(recipes)]:
        chosen.setdefault(part.person_id, part)
    for part, recipe in zip(chosen.values(), recipes, strict=False):
        _write(part, recipe, users)


def _write(part: Enrolment, recipe: PromiseRecipe, users: dict[str, User]) -> None:
    last = part.session.ends_on
    at = timezone.make_aware(datetime.combine(last, time(14)))
    facts = PromiseFacts(
        problem=recipe.problem,
        innovation=recipe.innovation,
        indicator=recipe.indicator,
        unit_of_measure=recipe.unit_of_measure,
        workplace=recipe.workplace,
        baseline=recipe.baseline,
        target=recipe.target,
        due_on=last + timedelta(recipe.days),
        source=recipe.source,
    )
    own = users[Role.ASN]
    made = make_promise(
        promise=save_promise(enrolment=part, facts=facts, revision=0, by=own, at=at), by=own, at=at
    )
    if recipe.end == "agreed":
        agree_to_promise(promise=made, by=users[Role.KEPALA_OPD], at=at + timedelta(3))
    elif recipe.end == "dropped":
        drop_promise(promise=made, reason=recipe.why, by=own, at=at + timedelta(30))
