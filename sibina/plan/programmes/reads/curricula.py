"""Questions about curricula: the versions of a programme, one version with its outline, the one in force."""

from collections.abc import Iterable, Sequence

from django.db.models import Prefetch, QuerySet

from sibina.lib.questions import written_once
from sibina.plan.programmes.models import (
    CurriculumModule,
    CurriculumStep,
    CurriculumVersion,
    Programme,
)
from sibina.plan.programmes.rules import course_of
from sibina.plan.programmes.types import (
    Form,
    ModuleFacts,
    Stretch,
    VersionState,
)


def facts_of_module(module: CurriculumModule) -> ModuleFacts:
    """A module as rules know it."""
    return ModuleFacts(
        title=module.title,
        jp=module.jp,
        form=Form(module.form),
        competency_id=module.competency_id,
        from_level=module.from_level,
        to_level=module.to_level,
        material=module.material,
        proof=module.proof,
        lineage=module.lineage,
    )


def facts_of_version(version: CurriculumVersion) -> list[ModuleFacts]:
    """The modules of a version that `join_outline` brought along, in their order."""
    return [facts_of_module(module) for module in version.outline]


def join_outline(versions: QuerySet[CurriculumVersion]) -> QuerySet[CurriculumVersion]:
    """Each version with its modules (`outline`)."""
    modules = Prefetch("modules", CurriculumModule.objects.select_related("competency"), to_attr="outline")
    return versions.prefetch_related(modules)  # type: ignore[no-redef]


def join_trail(versions: QuerySet[CurriculumVersion]) -> QuerySet[CurriculumVersion]:
    """The same with its steps (`trail`), and who wrote it."""
    steps = Prefetch("steps", CurriculumStep.objects.select_related("by"), to_attr="trail")
    people = versions.select_related("programme", "based_on", "begun_by", "changed_by")
    return join_outline(people).prefetch_related(steps)  # type: ignore[no-redef]


def list_versions(*, programme_id: int, with_drafts: bool) -> Sequence[CurriculumVersion]:
    """The versions of a programme, the latest first; without drafts those that were released."""
    found = _versions(programme_id=programme_id)
    return [one for one in found if _is_seen(one, with_drafts=with_drafts)]


@written_once
def _versions(programme_id: int) -> QuerySet[CurriculumVersion]:
    return join_trail(CurriculumVersion.objects.filter(programme_id=programme_id))


def find_version(*, programme_id: int, number: int, with_drafts: bool) -> CurriculumVersion | None:
    """One version with its outline and trail; None where it is not there or is not to be seen."""
    found = _version.first(programme_id=programme_id, number=number)
    return found if found and _is_seen(found, with_drafts=with_drafts) else None


@written_once
def _version(programme_id: int, number: int) -> QuerySet[CurriculumVersion]:
    return join_trail(CurriculumVersion.objects.filter(programme_id=programme_id, number=number))


def _is_seen(version: CurriculumVersion, *, with_drafts: bool) -> bool:
    return with_drafts or version.state == VersionState.RELEASED


def rows_in_force() -> QuerySet[CurriculumVersion]:
    """Of each programme the version in force: the released one with the highest number."""
    released = CurriculumVersion.objects.filter(state=VersionState.RELEASED)
    return released.order_by("programme_id", "-number").distinct("programme_id")


def find_released(*, programme_id: int) -> CurriculumVersion | None:
    """The version in force, with its outline."""
    return join_outline(rows_in_force().filter(programme_id=programme_id)).first()


def list_modules_in_force(*, programme_id: int) -> list[CurriculumModule]:
    """The outline of the version in force, each module with the version; none where none is released."""
    return _modules_in_force(programme_id=programme_id)


@written_once
def _modules_in_force(programme_id: int) -> QuerySet[CurriculumModule]:
    in_force = rows_in_force().filter(programme_id=programme_id).values("pk")
    return CurriculumModule.objects.filter(version__in=in_force).select_related("version", "competency")


def list_methods_in_force() -> dict[int, list[tuple[Form, int]]]:
    """Of each programme with a curriculum in force: form and JP of its modules, in their order."""
    rows = CurriculumModule.objects.filter(version__in=rows_in_force().values("pk"))
    found: dict[int, list[tuple[Form, int]]] = {}
    for programme_id, form, jp in rows.values_list("version__programme_id", "form", "jp"):
        found.setdefault(programme_id, []).append((Form(form), jp))
    return found


def course_in_force(programme: Programme, outline: Iterable[CurriculumModule]) -> tuple[Stretch, ...]:
    """How long a session of the programme takes, by its modules in force; without any by its form."""
    methods = [(Form(module.form), module.jp) for module in outline]
    return course_of(Form(programme.form), programme.jp, methods)
