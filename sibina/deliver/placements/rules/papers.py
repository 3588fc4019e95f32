"""Which papers a placement needs, which of them are missing, and by when each is to be there."""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from sibina.deliver.placements.types import (
    NotYetReady,
    PaperFacts,
    PaperKind,
    PaperNeed,
    PaperPlace,
    PaperRuleFacts,
)


@cache
def starting_papers() -> tuple[PaperRuleFacts, ...]:
    """What a new city starts with, from the table beside this file."""
    table = tomllib.loads(files(__package__).joinpath("papers.toml").read_text(encoding="utf-8"))
    return tuple(
        PaperRuleFacts(
            kind=PaperKind(row["kind"]),
            form=row["form"],
            place=PaperPlace(row["place"]),
            days_before=row["days_before"],
            valid_from=table["valid_from"],
            legal_basis=row["legal_basis"],
            certainty=row["certainty"],
        )
        for row in table["paper"]
    )


def papers_needed(
    rules: Iterable[PaperRuleFacts], *, form: str, abroad: bool, starts_on: date
) -> list[PaperNeed]:
    """The papers that a placement of this form needs by the rules that hold on its first day, the earliest due first.

    Where several rules ask for one paper, the one that wants it earliest counts.
    """
    places = {PaperPlace.ANYWHERE, PaperPlace.ABROAD if abroad else PaperPlace.HOME}
    found: dict[PaperKind, PaperRuleFacts] = {}
    for rule in rules:
        holds = rule.valid_from <= starts_on and (rule.valid_to is None or starts_on < rule.valid_to)
        if not holds or rule.place not in places or rule.form not in ("", form):
            continue
        other = found.get(rule.kind)
        if other is None or rule.days_before > other.days_before:
            found[rule.kind] = rule
    needs = [PaperNeed(rule.kind, starts_on - timedelta(rule.days_before), rule) for rule in found.values()]
    return sorted(needs, key=lambda need: (need.due_on, list(PaperKind).index(need.kind)))


def missing_of(needs: Iterable[PaperNeed], there: Iterable[PaperKind]) -> list[PaperNeed]:
    """The needed papers that are not there."""
    known = set(there)
    return [need for need in needs if need.kind not in known]


def check_ready(needs: Iterable[PaperNeed], papers: Mapping[PaperKind, PaperFacts], *, last: date) -> None:
    """May the placement begin? Every needed paper is there and holds to its last day. Raises NotYetReady."""
    wanted = list(needs)
    missing = [need.kind for need in missing_of(wanted, papers)]
    too_short = [
        need.kind
        for need in wanted
        if need.kind in papers and (until := papers[need.kind].valid_until) is not None and until < last
    ]
    if missing or too_short:
        raise NotYetReady(missing, too_short)
