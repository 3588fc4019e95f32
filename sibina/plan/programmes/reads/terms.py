"""What terms of reference rest on: texts, who lacks what is taught, what was heard of the need, who signed."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from sibina.assess.needs.api import GapSnapshot, Proposal, Signal, count_levels
from sibina.assess.needs.types import Decision, Outcome
from sibina.ground.cycles.api import Cycle
from sibina.ground.people.types import Sight
from sibina.plan.programmes.models import (
    CurriculumVersion,
    Objective,
    Programme,
    ReviewRemark,
    TermsOfReference,
)
from sibina.plan.programmes.reads.curricula import facts_of_version
from sibina.plan.programmes.reads.reviews import list_reviews
from sibina.plan.programmes.rules import coverage_of
from sibina.plan.programmes.types import Goal, Teacher


def get_terms(*, programme: Programme) -> TermsOfReference:
    """The texts as they are written; an unsaved row without any where nobody has written yet."""
    found = TermsOfReference.objects.select_related("changed_by").filter(programme=programme).first()
    return found or TermsOfReference(city=programme.city, programme=programme, revision=0)


@dataclass(frozen=True)
class Lack:
    """Persons of the city short in what an objective raises; `reached`: those of them at a level that it helps."""

    objective: Objective
    short: int
    reached: int
    unmeasured: int


def list_lacks(*, programme: Programme, snapshot: GapSnapshot) -> list[Lack]:
    """Who lacks what the programme (of `join_parts`) raises, in the whole city, an objective a line."""
    counts = count_levels(snapshot, office_id=None, sector_id=None, sight=Sight())
    found = []
    for one in programme.aims:
        goal = Goal(one.competency_id, one.from_level, one.to_level)
        own = [count for count in counts if count.competency_id == one.competency_id]
        covered = coverage_of(own, [Teacher(programme.pk, programme.name, (goal,))])
        found.append(Lack(one, covered.people, covered.reached[0], covered.unmeasured))
    return found


@dataclass(frozen=True)
class Heard:
    """What else speaks for the programme: findings that were taken, and how many taken proposals by competency."""

    findings: Sequence[Signal]
    proposals: Sequence[tuple[str, int]]


def get_heard(*, programme: Programme, cycle: Cycle) -> Heard:
    """Findings and proposals of staff about what the programme raises, as far as the year has taken them."""
    about = [one.competency_id for one in programme.aims]
    taken = Signal.objects.filter(decision=Decision.TAKEN, decided_in__cycle=cycle, competency__in=about)
    voices = Proposal.objects.filter(outcome=Outcome.TAKEN, cycle=cycle, competency__in=about)
    counted = voices.order_by("competency__name").values_list("competency__name").annotate(Count("pk"))
    return Heard(list(taken.select_related("cycle").order_by("received_at", "pk")), list(counted))


def list_signatures(*, version: CurriculumVersion) -> list[tuple[str, ReviewRemark]]:
    """Who signed what the version (of `join_outline`) says: partner and signature."""
    rows = list_reviews(version_id=version.pk, modules=facts_of_version(version))
    return [(row.review.partner.name, row.signature) for row in rows if row.signature]
