"""What is taught: by programme, or by the modules of the curricula in force."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from sibina.ground.competencies.api import Competency
from sibina.ground.people.api import Unit, holding_on
from sibina.lib.questions import written_once
from sibina.plan.programmes.models import CurriculumModule, Programme
from sibina.plan.programmes.reads.curricula import rows_in_force
from sibina.plan.programmes.types import Goal, Teacher


def list_teachers(*, by_module: bool) -> list[Teacher]:
    """Programmes on offer with what they raise, by name; with `by_module` the modules of those that have a curriculum."""
    modules: dict[int, list[tuple[Any, ...]]] = {}
    for programme, *module in _modules_in_force() if by_module else ():
        modules.setdefault(programme, []).append(tuple(module))
    goals: dict[tuple[int, str], list[Goal]] = {}
    for programme, name, *goal in _aims():
        raised = goals.setdefault((programme, name), [])
        if goal[0] is not None:
            raised.append(Goal(*goal))
    found = []
    for (programme, name), raised in goals.items():
        if programme in modules:
            found += [
                Teacher(programme, name, (Goal(*goal),), title, version)
                for version, title, *goal in modules[programme]
            ]
        elif raised:
            found.append(Teacher(programme, name, tuple(raised)))
    return found


@written_once
def _aims() -> QuerySet[Programme, tuple[Any, ...]]:
    levels = ("objectives__competency_id", "objectives__from_level", "objectives__to_level")
    offered = Programme.objects.filter(is_active=True).order_by("name", "pk", "objectives__pk")
    return offered.values_list("pk", "name", *levels)


@written_once
def _modules_in_force() -> QuerySet[CurriculumModule, tuple[Any, ...]]:
    taught = CurriculumModule.objects.filter(
        version__in=rows_in_force().values("pk"), competency__isnull=False
    )
    told = ("version__programme_id", "version__number", "title", "competency_id", "from_level", "to_level")
    return taught.order_by("version_id", "place").values_list(*told)


def list_offices(*, on: date) -> list[tuple[int, str]]:
    """Offices as they stood on a day, by name: number and name."""
    return _offices(on=on)


@written_once
def _offices(on: date) -> QuerySet[Unit, tuple[int, str]]:
    rows = Unit.objects.filter(holding_on(on), parent__isnull=True)
    return rows.order_by("name").values_list("pk", "name")


def list_names() -> list[tuple[int, str, str]]:
    """What a programme may aim at, by kind and name: number, name, kind."""
    return _names()


@written_once
def _names() -> QuerySet[Competency, tuple[int, str, str]]:
    rows = Competency.objects.filter(is_active=True).order_by("kind", "name")
    return rows.values_list("pk", "name", "kind")
