"""What is taught: by programme, or by the modules of the curricula in force."""

from datetime import date

from django.db.models import Prefetch, QuerySet

from sibina.ground.people.api import Unit, holding_on
from sibina.plan.programmes.models import CurriculumModule, CurriculumVersion, Programme
from sibina.plan.programmes.types import Goal, Teacher, VersionState


def list_teachers(*, by_module: bool) -> list[Teacher]:
    """Programmes on offer with what they raise, by name; with `by_module` the modules of those that have a curriculum."""
    aims = Prefetch("objectives", to_attr="aims")
    offered = Programme.objects.filter(is_active=True)
    programmes = offered.prefetch_related(aims)  # type: ignore[no-redef]
    modules: dict[int, list[CurriculumModule]] = {}
    for module in _modules_in_force() if by_module else ():
        modules.setdefault(module.version.programme_id, []).append(module)
    found = []
    for programme in programmes:
        if programme.pk in modules:
            found += [_teacher_of_module(programme, module) for module in modules[programme.pk]]
        else:
            found.append(_teacher_of_programme(programme))
    return [teacher for teacher in found if teacher.goals]


def _modules_in_force() -> QuerySet[CurriculumModule]:
    released = CurriculumVersion.objects.filter(state=VersionState.RELEASED)
    in_force = released.order_by("programme_id", "-number").distinct("programme_id").values("pk")
    taught = CurriculumModule.objects.filter(version__in=in_force, competency__isnull=False)
    return taught.select_related("version").order_by("version_id", "place")


def _teacher_of_module(programme: Programme, module: CurriculumModule) -> Teacher:
    goal = Goal(module.competency_id or 0, module.from_level or 0, module.to_level or 0)
    return Teacher(programme.pk, programme.name, (goal,), module.title, module.version.number)


def _teacher_of_programme(programme: Programme) -> Teacher:
    goals = tuple(Goal(aim.competency_id, aim.from_level, aim.to_level) for aim in programme.aims)
    return Teacher(programme.pk, programme.name, goals)


def list_offices(*, on: date) -> list[tuple[int, str]]:
    """Offices as they stood on a day, by name: number and name."""
    rows = Unit.objects.filter(holding_on(on), parent__isnull=True).order_by("name")
    return list(rows.values_list("pk", "name"))
