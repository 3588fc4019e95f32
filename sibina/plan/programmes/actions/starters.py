"""Taking programmes of the starter catalogue, each with its first curriculum released."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.contrib.auth.models import User

from sibina.ground.competencies.api import Competency
from sibina.ground.people.api import Sector
from sibina.ground.people.rules import name_key
from sibina.lib.audit.api import record
from sibina.lib.tenancy.models import City
from sibina.plan.programmes.actions.curricula import modules_from
from sibina.plan.programmes.models import (
    CostPart,
    CurriculumModule,
    CurriculumStep,
    CurriculumVersion,
    Objective,
    Programme,
)
from sibina.plan.programmes.rules import (
    StarterCost,
    StarterModule,
    StarterObjective,
    StarterProgramme,
    price_at_level,
    starter_notes,
)
from sibina.plan.programmes.types import GainSource, ModuleFacts, VersionState, VersionStep


def take_starter_programmes(
    *,
    city: City,
    programmes: Iterable[StarterProgramme],
    at: datetime,
    by: User | None = None,
    price_level: float = 1.0,
) -> list[Programme]:
    """Add starter programmes that the city does not have: objectives, costs at the city's price level, a curriculum.

    An objective whose competency is not in the city's dictionary is left out; a programme that would keep none
    is not taken.
    """
    known = set(Programme.objects.values_list("key", flat=True))
    competency_of = {row.code: row for row in Competency.objects.all() if row.code}
    sector_of = {row.key: row for row in Sector.objects.all()}
    wanted = [
        one
        for one in programmes
        if name_key(one.name) not in known
        and any(goal.competency in competency_of for goal in one.objectives)
    ]
    made = Programme.objects.bulk_create(_programme(city, one, sector_of) for one in wanted)
    pairs = list(zip(made, wanted, strict=True))
    Objective.objects.bulk_create(
        _objective(row, goal, competency_of[goal.competency])
        for row, one in pairs
        for goal in one.objectives
        if goal.competency in competency_of
    )
    CostPart.objects.bulk_create(
        _cost_part(row, cost, price_level) for row, one in pairs for cost in one.costs
    )
    _release_first_curricula(pairs, competency_of, by=by, at=at)
    if made:
        names = [row.name for row in made]
        record(verb="programmes.catalogue.taken", city=city, by=by, at=at, data={"programmes": names})
    return made


def _programme(city: City, one: StarterProgramme, sector_of: Mapping[str, Sector]) -> Programme:
    return Programme(
        city=city,
        key=name_key(one.name),
        name=one.name,
        form=one.form,
        purpose=one.purpose,
        jp=one.jp,
        min_participants=one.min_participants,
        max_participants=one.max_participants,
        sector=sector_of.get(one.sector),
    )


def _objective(programme: Programme, goal: StarterObjective, competency: Competency) -> Objective:
    return Objective(
        city_id=programme.city_id,
        programme=programme,
        competency=competency,
        from_level=goal.from_level,
        to_level=goal.to_level,
        gain=goal.gain,
        gain_low=goal.gain_low,
        gain_high=goal.gain_high,
        gain_source=GainSource.ASSUMED,
        note=starter_notes().gain,
    )


def _cost_part(programme: Programme, cost: StarterCost, price_level: float) -> CostPart:
    return CostPart(
        city_id=programme.city_id,
        programme=programme,
        kind=cost.kind,
        label=cost.label,
        per=cost.per,
        rupiah=price_at_level(cost.rupiah, price_level),
        account_code=cost.account_code,
    )


def _release_first_curricula(
    pairs: Sequence[tuple[Programme, StarterProgramme]],
    competency_of: Mapping[str, Competency],
    *,
    by: User | None,
    at: datetime,
) -> None:
    """Version 1 of each, released: drafts first, because nothing can be written into a released one."""
    versions = CurriculumVersion.objects.bulk_create(
        CurriculumVersion(
            city_id=row.city_id,
            programme=row,
            number=1,
            lineages=len(one.modules),
            begun_at=at,
            begun_by=by,
            changed_at=at,
            changed_by=by,
        )
        for row, one in pairs
    )
    CurriculumModule.objects.bulk_create(
        module
        for version, (_row, one) in zip(versions, pairs, strict=True)
        for module in modules_from(
            version,
            [
                facts_of_starter(starter, competency_of, lineage)
                for lineage, starter in enumerate(one.modules, start=1)
            ],
            by=by,
            at=at,
        )
    )
    CurriculumStep.objects.bulk_create(
        CurriculumStep(city_id=version.city_id, version=version, step=VersionStep.RELEASED, at=at, by=by)
        for version in versions
    )
    CurriculumVersion.objects.filter(pk__in=[version.pk for version in versions]).update(
        state=VersionState.RELEASED
    )


def facts_of_starter(
    one: StarterModule, competency_of: Mapping[str, Competency], lineage: int = 0
) -> ModuleFacts:
    """What a module of the starter tables says; one whose competency the city does not know raises nothing."""
    competency = competency_of.get(one.competency)
    return ModuleFacts(
        title=one.title,
        jp=one.jp,
        form=one.form,
        competency_id=competency.pk if competency else None,
        from_level=one.from_level if competency else None,
        to_level=one.to_level if competency else None,
        material=one.material,
        proof=one.proof,
        lineage=lineage,
    )
