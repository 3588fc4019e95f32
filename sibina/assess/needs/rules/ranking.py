"""The ranked needs of a city: computed gaps, moved by what offices signed for, findings taken and staff heard.

Everything is added in whole ten-thousandths of a level, so that offices add up to the city to the last digit:

    gap          levels short × weight of the standard × weight of the sector
    people       the gap per person short × (number that the office states − number computed); where nobody is
                 known to be short, a person counts as one level × weight of the sector
    priority     ± `priority_share` of gap and people together
    performance  people reported × `performance_levels` × weight of the sector
    finding      `finding_share` of the gap that it concerns, `finding_levels` at least
    voices       each proposal of the staff that was endorsed `voice_endorsed`, each that nobody has answered yet
                 `voice_waiting`: whoever leaves a proposal unanswered does not make it weigh nothing

Ground: PP 11/2017 Pasal 206 (need = competency gap and performance gap). What each counts for is policy, versioned.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sibina.assess.needs.rules.gaps import HUNDREDTHS, WEIGHT_UNIT
from sibina.assess.needs.types import (
    CountedNeed,
    Driver,
    OfficeNeed,
    Priority,
    RankedNeed,
    RankingRule,
    Reported,
    TakenFinding,
    Voices,
)

RANKING_RULES: tuple[RankingRule, ...] = (
    RankingRule(
        version="peringkat-1",
        valid_from=date(2026, 1, 1),
        basis="PP 11/2017 Pasal 206; bobot tiap pendorong: kebijakan SIBINA",
        certainty="remembered",
        priority_share=25,
        performance_levels=1,
        finding_share=10,
        finding_levels=5,
        voice_endorsed=100,
        voice_waiting=50,
    ),
)
"""The last one is what a new round is opened with; a round keeps the version that it began with."""

DIRECTION = {Priority.RAISED: 1, Priority.USUAL: 0, Priority.LOWERED: -1}
Drivers = dict[Driver, int]
Key = tuple[int | None, int | None]


def ranking_rule(version: str) -> RankingRule:
    """The rule of this version. Raises KeyError."""
    return {rule.version: rule for rule in RANKING_RULES}[version]


def rank_needs(
    counted: Sequence[CountedNeed],
    reported: Iterable[Reported],
    findings: Iterable[TakenFinding],
    voices: Mapping[int, Voices],
    names: Mapping[int, str],
    rule: RankingRule,
) -> tuple[RankedNeed, ...]:
    """The needs, the heaviest first, by name where two weigh the same; what nothing weighs is not in it."""
    cells: dict[Key, Drivers] = defaultdict(lambda: dict.fromkeys(Driver, 0))
    gap_of: dict[Key, int] = defaultdict(int)
    known: dict[Key, CountedNeed] = {}
    for need in counted:
        cell = cells[need.competency_id, need.office_id]
        cell[Driver.GAP] = need.weighted
        cell[Driver.PEOPLE] = _people(need)
        touched = need.weighted + cell[Driver.PEOPLE]
        cell[Driver.PRIORITY] = DIRECTION[need.priority] * _share(touched, rule.priority_share)
        known[need.competency_id, need.office_id] = need
        gap_of[need.competency_id, need.office_id] += need.weighted
        gap_of[need.competency_id, None] += need.weighted
    for gap in reported:
        levels = gap.people * rule.performance_levels
        cells[gap.competency_id, gap.office_id][Driver.PERFORMANCE] += levels * _one_level(gap.sector_weight)
    for finding in findings:
        concerned = gap_of.get((finding.competency_id, finding.office_id), 0)
        amount = max(_share(concerned, rule.finding_share), rule.finding_levels * WEIGHT_UNIT)
        cells[finding.competency_id, finding.office_id][Driver.FINDING] += amount
    for competency, told in voices.items():
        hundredths = told.endorsed * rule.voice_endorsed + told.waiting * rule.voice_waiting
        cells[competency, None][Driver.VOICES] += hundredths * WEIGHT_UNIT // HUNDREDTHS
    return _placed(_needs(cells, known), names)


def _people(need: CountedNeed) -> int:
    """What another number of people moves the gap by."""
    if need.people is None:
        return 0
    if not need.short:
        return need.people * _one_level(need.sector_weight)
    return need.weighted * (need.people - need.short) // need.short


def _one_level(sector_weight: int) -> int:
    """One level of one person in ten-thousandths; the weight is in hundredths."""
    return sector_weight * WEIGHT_UNIT // HUNDREDTHS


def _share(amount: int, hundredths: int) -> int:
    return amount * hundredths // HUNDREDTHS


def _needs(
    cells: Mapping[Key, Drivers], known: Mapping[Key, CountedNeed]
) -> dict[int | None, list[OfficeNeed]]:
    """What each office adds, by competency; the city as a whole stands last."""
    found: dict[int | None, list[OfficeNeed]] = defaultdict(list)
    for (competency, office), drivers in cells.items():
        need = known.get((competency, office))
        short, unmeasured = (need.short, need.unmeasured) if need else (0, 0)
        if unmeasured or any(drivers.values()):
            found[competency].append(OfficeNeed(office, short, unmeasured, drivers))
    return found


def _placed(found: Mapping[int | None, list[OfficeNeed]], names: Mapping[int, str]) -> tuple[RankedNeed, ...]:
    def name(competency: int | None) -> tuple[bool, str]:
        return competency is None, names.get(competency or 0, "").casefold()

    sums = {
        competency: {driver: sum(office.drivers[driver] for office in offices) for driver in Driver}
        for competency, offices in found.items()
    }
    by_weight = sorted(sums, key=lambda each: (-sum(sums[each].values()), name(each)))
    by_gap = sorted(sums, key=lambda each: (-sums[each][Driver.GAP], name(each)))
    place_by_gap = {competency: place for place, competency in enumerate(by_gap, start=1)}
    return tuple(
        RankedNeed(
            competency_id=competency,
            place=place,
            place_by_gap=place_by_gap[competency],
            short=sum(office.short for office in found[competency]),
            unmeasured=sum(office.unmeasured for office in found[competency]),
            drivers=sums[competency],
            offices=tuple(
                sorted(found[competency], key=lambda one: (-one.weight, one.office_id is None, one.office_id))
            ),
        )
        for place, competency in enumerate(by_weight, start=1)
    )
