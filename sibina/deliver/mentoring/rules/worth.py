"""What a pair is worth, part by part, in whole thousandths of a point.

    strength   Σ weight × min(short, what the mentor has above the mentee's own level), over the mentee's needs;
               an own level that nobody has measured is taken as none, so that only the mentor's level counts
    role       the direct superior of the own unit, the head of the own office, or a senior
    place      the same unit, or the same office
    grade      each rank of pay above the mentee
    load       taken off again for each further person whom the mentor guides

Nobody is guided by somebody of a lower rank, nor by who is barred. What each part counts for is policy, versioned.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from sibina.deliver.mentoring.types import (
    Key,
    MatchRule,
    Mentee,
    Mentor,
    MentorRole,
    Place,
    Reason,
    ReasonKind,
)

POINT = 1000
MATCH_RULES: tuple[MatchRule, ...] = (
    MatchRule(
        version="pendampingan-1",
        valid_from=date(2026, 1, 1),
        basis="Kebijakan SIBINA: kekurangan yang dapat ditutup lebih dulu, lalu kedekatan kerja",
        certainty="remembered",
        superior=800,
        head=400,
        senior=500,
        same_unit=1000,
        same_office=500,
        grade_step=50,
        grade_steps=6,
        load_step=300,
    ),
)
"""The last one is what a new round is matched with; a round keeps the version that it was matched with."""

ROMAN = (
    "I",
    "II",
    "III",
    "IV",
    "V",
    "VI",
    "VII",
    "VIII",
    "IX",
    "X",
    "XI",
    "XII",
    "XIII",
    "XIV",
    "XV",
    "XVI",
    "XVII",
)
LOWEST_GRADE, HIGHEST_GRADE = 1, len(ROMAN)
LETTERS = "abcde"


def match_rule(version: str) -> MatchRule:
    """The rule of this version. Raises KeyError."""
    return {rule.version: rule for rule in MATCH_RULES}[version]


def rank_of(grade: str) -> int | None:
    """The rank of pay, 1–17, of «III/c» (PNS), of «IX» (PPPK) or of a plain number; None where it is none of these.

    The two scales run side by side: who begins with a bachelor's degree is III/a, and IX as PPPK.
    """
    text = grade.strip().upper().replace(" ", "").removesuffix(".0")
    if text.isascii() and text.isdigit():
        number = int(text)
        return number if LOWEST_GRADE <= number <= HIGHEST_GRADE else None
    if text in ROMAN:
        return ROMAN.index(text) + 1
    group, _, letter = text.partition("/")
    if group not in ROMAN[:4] or len(letter) != 1 or letter.lower() not in LETTERS:
        return None
    if letter == "E" and group != "IV":
        return None
    return 4 * ROMAN.index(group) + LETTERS.index(letter.lower()) + 1


@dataclass(frozen=True)
class Worth:
    """What every mentor is worth to every mentee (rows) without the load, and which pairs may be."""

    points: np.ndarray
    may: np.ndarray


def worth_of(
    mentors: Sequence[Mentor], mentees: Sequence[Mentee], barred: Collection[tuple[Key, Key]], rule: MatchRule
) -> Worth:
    """The table of all pairs. `barred` holds (mentor, mentee)."""
    points = _strength(mentors, mentees)
    places = _places(mentors, mentees)
    roles = np.array([role_points(rule, one.role) for one in mentors], dtype=np.int64)
    near = np.array([_needs_nearness(one.role) for one in mentors], dtype=np.int64)
    points += np.where(places >= near, roles, rule.senior)
    points += np.array([0, rule.same_office, rule.same_unit], dtype=np.int64)[places]
    above, known = _ranks_above(mentors, mentees)
    points += np.where(known, np.clip(above, 0, rule.grade_steps) * rule.grade_step, 0)
    may = ~(known & (above < 0))
    row = {one.person: at for at, one in enumerate(mentees)}
    column = {one.person: at for at, one in enumerate(mentors)}
    for mentor, mentee in barred:
        if mentor in column and mentee in row:
            may[row[mentee], column[mentor]] = False
    for person in row.keys() & column.keys():
        may[row[person], column[person]] = False
    return Worth(points, may)


def role_points(rule: MatchRule, role: MentorRole) -> int:
    """What a role counts for where the two are near enough for it."""
    return {
        MentorRole.SUPERIOR: rule.superior,
        MentorRole.HEAD: rule.head,
        MentorRole.SENIOR: rule.senior,
    }[role]


def _needs_nearness(role: MentorRole) -> int:
    """A superior is one to the own unit only, a head to the own office."""
    return {MentorRole.SUPERIOR: 2, MentorRole.HEAD: 1, MentorRole.SENIOR: 0}[role]


def _strength(mentors: Sequence[Mentor], mentees: Sequence[Mentee]) -> np.ndarray:
    levels: dict[Key, np.ndarray] = {}
    for at, mentor in enumerate(mentors):
        for competency, level in mentor.strengths.items():
            levels.setdefault(competency, np.zeros(len(mentors)))[at] = level
    points = np.zeros((len(mentees), len(mentors)), dtype=np.int64)
    for at, mentee in enumerate(mentees):
        for need in mentee.needs:
            if need.competency in levels:
                helps = np.clip(levels[need.competency] - (need.present or 0), 0, need.short)
                points[at] += np.rint(helps * need.weight * POINT).astype(np.int64)
    return points


def _numbers(names: Sequence[Key], known: dict[Key, int]) -> np.ndarray:
    return np.array([known.setdefault(name, len(known)) for name in names], dtype=np.int64)


def _places(mentors: Sequence[Mentor], mentees: Sequence[Mentee]) -> np.ndarray:
    """2 in the same unit, 1 in the same office, 0 elsewhere."""
    units: dict[Key, int] = {}
    offices: dict[Key, int] = {}
    same_unit = _numbers([one.unit for one in mentees], units)[:, None] == _numbers(
        [one.unit for one in mentors], units
    )
    own, theirs = [one.office for one in mentees], [one.office for one in mentors]
    same_office = _numbers(own, offices)[:, None] == _numbers(theirs, offices)
    return np.where(same_unit, 2, same_office.astype(np.int64))


def _ranks_above(mentors: Sequence[Mentor], mentees: Sequence[Mentee]) -> tuple[np.ndarray, np.ndarray]:
    """How far each mentor stands above each mentee, and where both ranks are known."""
    unknown = 0
    theirs = np.array([one.grade or unknown for one in mentors], dtype=np.int64)
    own = np.array([one.grade or unknown for one in mentees], dtype=np.int64)
    known = (theirs != unknown) & (own != unknown)[:, None]
    return theirs - own[:, None], known


def place_of(mentor: Mentor, mentee: Mentee) -> Place:
    """How near the two work to each other."""
    if mentor.unit == mentee.unit:
        return Place.UNIT
    return Place.OFFICE if mentor.office == mentee.office else Place.ELSEWHERE


def role_to(mentor: Mentor, mentee: Mentee) -> MentorRole:
    """What the mentor is to this mentee."""
    if mentor.role == MentorRole.SUPERIOR and mentor.unit == mentee.unit:
        return MentorRole.SUPERIOR
    return (
        MentorRole.HEAD
        if mentor.role == MentorRole.HEAD and mentor.office == mentee.office
        else MentorRole.SENIOR
    )


def reasons_of(
    mentor: Mentor, mentee: Mentee, rule: MatchRule, *, guided: int, load_points: int
) -> tuple[Reason, ...]:
    """Every part of the score of a pair, the largest strength first. `guided`: how many the mentor guides with this one."""
    found = []
    for need in mentee.needs:
        level = mentor.strengths.get(need.competency, 0)
        points = int(np.rint(np.clip(level - (need.present or 0), 0, need.short) * need.weight * POINT))
        if points:
            found.append(
                Reason(ReasonKind.STRENGTH, points, competency=need.competency, level=level, short=need.short)
            )
    found.sort(key=lambda one: (-one.points, str(one.competency)))
    role, place = role_to(mentor, mentee), place_of(mentor, mentee)
    found.append(Reason(ReasonKind.ROLE, role_points(rule, role), role=role))
    near = {Place.UNIT: rule.same_unit, Place.OFFICE: rule.same_office, Place.ELSEWHERE: 0}
    found.append(Reason(ReasonKind.PLACE, near[place], place=place))
    if mentor.grade and mentee.grade:
        above = mentor.grade - mentee.grade
        points = min(max(above, 0), rule.grade_steps) * rule.grade_step
        found.append(Reason(ReasonKind.GRADE, points, count=above))
    found.append(Reason(ReasonKind.LOAD, load_points, count=guided))
    return tuple(found)
