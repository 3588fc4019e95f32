"""Verbs of curricula: beginning a version, writing its modules, sending, returning, releasing and dropping it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, Max
from django.db.models.functions import Coalesce

from sibina.lib.audit.api import record
from sibina.lib.editing.api import check_revision, mark_changed
from sibina.plan.programmes.actions.objectives import write_objective
from sibina.plan.programmes.models import (
    CurriculumModule,
    CurriculumStep,
    CurriculumVersion,
    Objective,
    Programme,
)
from sibina.plan.programmes.reads import (
    facts_of_module,
    facts_of_objective,
    list_open_signatures,
    list_reviews,
)
from sibina.plan.programmes.rules import (
    goals_of,
    hours_of,
    may_release,
    objectives_after,
    problems_of_module,
    problems_of_version,
)
from sibina.plan.programmes.types import (
    ModuleFacts,
    ModuleGone,
    NoReason,
    NotFit,
    NotItsSource,
    VersionOpen,
    VersionShut,
    VersionState,
    VersionStep,
)

OPEN = (VersionState.DRAFT, VersionState.REVIEW)


def begin_version(
    *,
    programme: Programme,
    source: CurriculumVersion | None,
    reason: str,
    by: User | None,
    at: datetime,
) -> CurriculumVersion:
    """Begin a draft: the first one empty, a next one as a copy of a released version, and saying why.

    Raises VersionOpen, NotItsSource and NoReason.
    """
    with transaction.atomic():
        versions = CurriculumVersion.objects.filter(
            programme=Programme.objects.select_for_update().get(pk=programme.pk)
        )
        there = versions.filter(state__in=OPEN).first()
        if there:
            raise VersionOpen(there.number)
        last = versions.aggregate(last=Max("number"))["last"] or 0
        _check_source(programme, source, has_released=versions.filter(state=VersionState.RELEASED).exists())
        if last and not reason.strip():
            raise NoReason
        made = CurriculumVersion.objects.create(
            city_id=programme.city_id,
            programme=programme,
            number=last + 1,
            based_on=source,
            reason=reason.strip(),
            begun_at=at,
            begun_by=by,
            lineages=CurriculumModule.objects.filter(version__in=versions).aggregate(
                last=Coalesce(Max("lineage"), 0)
            )["last"],
            changed_at=at,
            changed_by=by,
        )
        copied = [facts_of_module(module) for module in source.modules.all()] if source else []
        CurriculumModule.objects.bulk_create(modules_from(made, copied, by=by, at=at))
        data = {"programme": programme.name, "version": made.number, "reason": made.reason}
        record(verb="programmes.curriculum.begun", city=programme.city, by=by, at=at, target=made, data=data)
    return made


def _check_source(programme: Programme, source: CurriculumVersion | None, *, has_released: bool) -> None:
    if source is None:
        if has_released:
            raise NotItsSource
    elif source.programme_id != programme.pk or source.state != VersionState.RELEASED:
        raise NotItsSource


def modules_from(
    version: CurriculumVersion, modules: Iterable[ModuleFacts], *, by: User | None, at: datetime
) -> list[CurriculumModule]:
    """Modules with a lineage as rows of a draft, in this order; the caller writes them."""
    return [
        CurriculumModule(
            city_id=version.city_id,
            version=version,
            place=place,
            changed_by=by,
            changed_at=at,
            **vars(facts),
        )
        for place, facts in enumerate(modules, start=1)
    ]


def save_module(
    *,
    version: CurriculumVersion,
    lineage: int | None,
    facts: ModuleFacts,
    revision: int,
    by: User | None,
    at: datetime,
) -> CurriculumModule:
    """Write a module of a draft; no lineage: a new one, at the end. `revision` is the one that was opened.

    Raises NotFit, VersionShut, ModuleGone and Overtaken.
    """
    problems = problems_of_module(facts)
    if problems:
        raise NotFit(problems)
    with transaction.atomic():
        draft = _lock(version, VersionState.DRAFT)
        if lineage is None:
            module = CurriculumModule(
                city_id=draft.city_id,
                version=draft,
                lineage=draft.lineages + 1,
                place=(draft.modules.aggregate(last=Max("place"))["last"] or 0) + 1,
                revision=0,
            )
            draft.lineages += 1
        else:
            module = _find_module(draft, lineage)
            check_revision(module, revision)
        for name, value in vars(facts).items():
            if name != "lineage":
                setattr(module, name, value)
        mark_changed(module, by=by, at=at).save()
        _note_change(draft, module, verb="programmes.curriculum.module_saved", by=by, at=at)
    return module


def remove_module(*, version: CurriculumVersion, lineage: int, revision: int, by: User, at: datetime) -> None:
    """Take a module out of a draft. Raises VersionShut, ModuleGone and Overtaken."""
    with transaction.atomic():
        draft = _lock(version, VersionState.DRAFT)
        module = _find_module(draft, lineage)
        check_revision(module, revision)
        _note_change(draft, module, verb="programmes.curriculum.module_removed", by=by, at=at)
        draft.modules.filter(place__gt=module.place).update(place=F("place") - 1)
        module.delete()


def move_module(*, version: CurriculumVersion, lineage: int, up: bool, by: User, at: datetime) -> None:
    """Let a module of a draft change places with the one before (`up`) or after it; the last stays the last.

    Raises VersionShut and ModuleGone.
    """
    with transaction.atomic():
        draft = _lock(version, VersionState.DRAFT)
        module = _find_module(draft, lineage)
        place = module.place + (-1 if up else 1)
        if draft.modules.filter(place=place).update(place=module.place):
            draft.modules.filter(pk=module.pk).update(place=place)
            _note_change(draft, module, verb="programmes.curriculum.module_moved", by=by, at=at)


def _lock(version: CurriculumVersion, *states: VersionState) -> CurriculumVersion:
    """The version as it is now, kept from others until the end; only in one of these states."""
    found = CurriculumVersion.objects.select_for_update().get(pk=version.pk)
    if found.state not in states:
        raise VersionShut(VersionState(found.state))
    return found


def _find_module(draft: CurriculumVersion, lineage: int) -> CurriculumModule:
    found = CurriculumModule.objects.filter(version=draft, lineage=lineage).first()
    if found is None:
        raise ModuleGone
    return found


def _note_change(
    draft: CurriculumVersion, module: CurriculumModule, *, verb: str, by: User | None, at: datetime
) -> None:
    """Count the change of the draft, and tell it on the trail with the whole module, so that no writing is lost."""
    mark_changed(draft, by=by, at=at).save()
    data = {"version": draft.number, "name": module.title, **vars(facts_of_module(module))}
    record(verb=verb, city=draft.city, by=by, at=at, target=draft, data=data)


def send_version(
    *, version: CurriculumVersion, revision: int, note: str, by: User | None, at: datetime
) -> None:
    """Send a draft to be reviewed. Raises NotFit, VersionShut and Overtaken."""
    with transaction.atomic():
        draft = _lock(version, VersionState.DRAFT)
        check_revision(draft, revision)
        problems = problems_of_version(_modules_of(draft))
        if problems:
            raise NotFit(problems)
        _set_state(draft, VersionState.REVIEW, VersionStep.SENT, note, by=by, at=at)
        data = {"version": draft.number, "reason": note}
        record(verb="programmes.curriculum.sent", city=draft.city, by=by, at=at, target=draft, data=data)


def return_version(*, version: CurriculumVersion, reason: str, by: User, at: datetime) -> None:
    """Give a version in review back to its authors, saying why. Raises NoReason and VersionShut."""
    with transaction.atomic():
        found = _lock(version, VersionState.REVIEW)
        _set_state(found, VersionState.DRAFT, VersionStep.RETURNED, reason, by=by, at=at)
        data = {"version": found.number, "reason": reason}
        record(verb="programmes.curriculum.returned", city=found.city, by=by, at=at, target=found, data=data)


def drop_version(*, version: CurriculumVersion, reason: str, by: User, at: datetime) -> None:
    """Give a version up that was not released, saying why; it stays to be read. Raises NoReason and VersionShut."""
    with transaction.atomic():
        found = _lock(version, *OPEN)
        _set_state(found, VersionState.DROPPED, VersionStep.DROPPED, reason, by=by, at=at)
        data = {"version": found.number, "reason": reason}
        record(verb="programmes.curriculum.dropped", city=found.city, by=by, at=at, target=found, data=data)


def release_version(
    *,
    version: CurriculumVersion,
    revision: int,
    note: str,
    by: User | None,
    at: datetime,
) -> None:
    """Release a version in review: it is fixed, and the programme takes its hours and objectives from it.

    Every partner who was asked to review it has signed what it says now.

    Raises NotFit, VersionShut and Overtaken.
    """
    with transaction.atomic():
        found = _lock(version, VersionState.REVIEW)
        check_revision(found, revision)
        modules = _modules_of(found)
        reviews = list_reviews(version_id=found.pk, modules=modules)
        problems = may_release(modules, list_open_signatures(reviews))
        if problems:
            raise NotFit(problems)
        programme = Programme.objects.select_for_update().get(pk=found.programme_id)
        programme.jp = hours_of(modules)
        mark_changed(programme, by=by, at=at).save()
        gainless = _write_objectives(programme, modules)
        _set_state(found, VersionState.RELEASED, VersionStep.RELEASED, note, by=by, at=at)
        data = {
            "programme": programme.name,
            "version": found.number,
            "jp": programme.jp,
            "without_gain": gainless,
        }
        record(verb="programmes.curriculum.released", city=found.city, by=by, at=at, target=found, data=data)


def _modules_of(version: CurriculumVersion) -> list[ModuleFacts]:
    return [facts_of_module(module) for module in version.modules.all()]


def _set_state(
    version: CurriculumVersion,
    state: VersionState,
    step: VersionStep,
    reason: str,
    *,
    by: User | None,
    at: datetime,
) -> None:
    told = reason.strip()
    if step in (VersionStep.RETURNED, VersionStep.DROPPED) and not told:
        raise NoReason
    version.state = state
    mark_changed(version, by=by, at=at).save()
    CurriculumStep.objects.create(
        city_id=version.city_id, version=version, step=step, at=at, by=by, reason=told
    )


def _write_objectives(programme: Programme, modules: Sequence[ModuleFacts]) -> int:
    """Objectives as the modules have them now; how many have no expected gain yet."""
    existing = {row.competency_id: row for row in programme.objectives.all()}
    facts = objectives_after(map(facts_of_objective, existing.values()), goals_of(modules))
    programme.objectives.exclude(competency_id__in=[one.competency_id for one in facts]).delete()
    for one in facts:
        write_objective(existing.get(one.competency_id) or Objective(), programme, one).save()
    return sum(one.gain is None for one in facts)
