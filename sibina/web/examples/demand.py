"""The change in demand that an example city is thinking about, written by the same verbs that its officer uses."""

import tomllib
from datetime import date, datetime
from functools import reduce
from importlib.resources import files
from operator import or_

from django.contrib.auth.models import User
from django.db.models import Q

from sibina.assess.needs.api import choose_positions, record_demand, try_demand
from sibina.assess.needs.types import DemandFacts, LevelAsked
from sibina.ground.competencies.api import Competency
from sibina.ground.people.api import Position
from sibina.lib.access import Role
from sibina.lib.tenancy.models import City
from sibina.web.examples.logins import user_name
from sibina.web.examples.types import Calendar


def write_demand(city: City, calendar: Calendar, *, at: datetime) -> None:
    """A draft with its trial, from the middle of the year that is being planned."""
    told = tomllib.loads(files("sibina.web.examples.rules").joinpath("demand.toml").read_text("utf-8"))
    officer = User.objects.get(username=user_name(Role.PENGELOLA, city))
    keys = dict(Competency.objects.filter(code__in=told["levels"]).values_list("code", "pk"))
    facts = DemandFacts(
        title=told["title"],
        what=told["what"],
        starts_on=date(calendar.open_year, *told["starts"]),
        legal_basis=told["legal_basis"],
        levels=tuple(LevelAsked(keys[code], level) for code, level in told["levels"].items()),
    )
    change = record_demand(city=city, facts=facts, by=officer, at=at)
    named = reduce(or_, (Q(name__startswith=name) for name in told["positions"]))
    positions = list(Position.objects.filter(named).values_list("pk", flat=True))
    change = choose_positions(
        change=change, shown=positions, chosen=positions, revision=change.revision, by=officer, at=at
    )
    try_demand(change=change, by=officer, at=at, tell=lambda percent: None)
