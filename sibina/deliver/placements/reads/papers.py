"""Questions about permit papers: which rules hold, which papers a placement needs, which are there."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from sibina.deliver.placements.models import Paper, PaperRule, Placement
from sibina.deliver.placements.rules import is_abroad, papers_needed
from sibina.deliver.placements.types import PaperFacts, PaperKind, PaperNeed, PaperRuleFacts
from sibina.lib.questions import written_once


def list_paper_rules() -> QuerySet[PaperRule]:
    """Every rule on papers, those that have ended too."""
    return PaperRule.objects.all()


@written_once
def _all_rules() -> QuerySet[PaperRule]:
    return PaperRule.objects.all()


def get_paper_rules() -> list[PaperRuleFacts]:
    """The same as the rules read them."""
    return [row.facts for row in _all_rules()]


def find_paper_rule(*, rule_id: int) -> PaperRule | None:
    """One rule, or None."""
    return PaperRule.objects.filter(pk=rule_id).first()


def needs_of(placement: Placement, rules: list[PaperRuleFacts]) -> list[PaperNeed]:
    """The papers that the placement needs."""
    return papers_needed(
        rules,
        form=placement.form,
        abroad=is_abroad(placement.country),
        starts_on=placement.starts_on,
    )


def facts_of(paper: Paper) -> PaperFacts:
    """A paper as the rules read it."""
    return PaperFacts(PaperKind(paper.kind), paper.number, paper.issued_on, paper.valid_until)


@dataclass(frozen=True)
class PaperLine:
    """A paper that is needed, or is there all the same (`need` None); `paper` None: missing."""

    kind: PaperKind
    need: PaperNeed | None
    paper: Paper | None
    last: date

    @property
    def is_short(self) -> bool:
        """It does not hold to the placement's last day."""
        return bool(self.paper and self.paper.valid_until and self.paper.valid_until < self.last)

    @property
    def is_ready(self) -> bool:
        """Nothing about it stands in the way of the beginning."""
        return self.paper is not None and not self.is_short


def list_papers(placement: Placement) -> list[PaperLine]:
    """The needed papers in the order in which they are due, then those that are there besides."""
    there = {
        PaperKind(row.kind): row
        for row in Paper.objects.filter(placement=placement)
        .select_related("file", "changed_by")
        .defer("file__content")
    }
    needs = needs_of(placement, get_paper_rules())
    last = placement.ends_on
    lines = [PaperLine(need.kind, need, there.pop(need.kind, None), last) for need in needs]
    return lines + [PaperLine(kind, None, paper, last) for kind, paper in there.items()]


def find_paper(*, placement: Placement, kind: str) -> Paper | None:
    """The placement's paper of this kind, or None."""
    return Paper.objects.filter(placement=placement, kind=kind).select_related("file").first()
