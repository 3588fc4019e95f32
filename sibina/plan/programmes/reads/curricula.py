"""Questions about curricula: the versions of a programme, one version with its outline, the one in force."""

from collections.abc import Sequence

from django.db.models import Prefetch, QuerySet

from sibina.plan.programmes.models import (
    CurriculumModule,
    CurriculumStep,
    CurriculumVersion,
)
from sibina.plan.programmes.types import (
    Form,
    ModuleFacts,
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
    return list(join_trail(_seen(programme_id, with_drafts=with_drafts)))


def find_version(*, programme_id: int, number: int, with_drafts: bool) -> CurriculumVersion | None:
    """One version with its outline and trail; None where it is not there or is not to be seen."""
    return join_trail(_seen(programme_id, with_drafts=with_drafts)).filter(number=number).first()


def _seen(programme_id: int, *, with_drafts: bool) -> QuerySet[CurriculumVersion]:
    rows = CurriculumVersion.objects.filter(programme_id=programme_id)
    return rows if with_drafts else rows.filter(state=VersionState.RELEASED)


def find_released(*, programme_id: int) -> CurriculumVersion | None:
    """The version in force: the released one with the highest number, with its outline."""
    return join_outline(_seen(programme_id, with_drafts=False)).first()
