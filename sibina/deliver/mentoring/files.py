"""`sibina match FOLDER`: the tables of the contract in; `pairs`, `unmatched` and one JSON object out."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from sibina.deliver.mentoring import rules
from sibina.deliver.mentoring.sentences import (
    GRADE_NOT_KNOWN,
    POOL_TOO_LARGE,
    STRANGERS,
    UNMATCHED,
    one_sentence,
)
from sibina.deliver.mentoring.types import Key, Match, Mentee, Mentor, MentorRole, Need, PoolTooLarge
from sibina.lib.tables import (
    BadInput,
    Column,
    Kind,
    Problem,
    Table,
    TableSpec,
    check_reference,
    look_at_tables,
    problem,
    write_table,
)

MOST_GUIDED = 100
LEVEL = Column(Kind.DECIMAL, 0, 10)
ROLES = {
    **{role.value: role for role in MentorRole},
    "atasan": MentorRole.SUPERIOR,
    "kepala": MentorRole.HEAD,
}
SPECS = {
    "mentors": TableSpec(
        {
            "person": Kind.TEXT,
            "unit": Kind.TEXT,
            "capacity": Column(Kind.WHOLE, 0, MOST_GUIDED),
            "grade": Kind.TEXT,
        },
        {"role": Column(Kind.TEXT, one_of=tuple(ROLES), blank=True), "office": Column(Kind.TEXT, blank=True)},
        unique=("person",),
    ),
    "strengths": TableSpec(
        {"person": Kind.TEXT, "competency": Kind.TEXT, "level": LEVEL}, unique=("person", "competency")
    ),
    "mentees": TableSpec(
        {"person": Kind.TEXT, "unit": Kind.TEXT, "grade": Kind.TEXT},
        {"office": Column(Kind.TEXT, blank=True)},
        unique=("person",),
    ),
    "needs": TableSpec(
        {
            "person": Kind.TEXT,
            "competency": Kind.TEXT,
            "short": LEVEL,
            "weight": Column(Kind.DECIMAL, 0, 1000),
        },
        unique=("person", "competency"),
    ),
    "barred": TableSpec(
        {"mentor": Kind.TEXT, "mentee": Kind.TEXT}, unique=("mentor", "mentee"), may_be_absent=True
    ),
}
Say = Callable[[float, str], None]


def run_match(
    folder: Path | str, out: Path | str | None = None, *, progress: Say | None = None
) -> dict[str, Any]:
    """Reads, matches, writes the tables when `out` is given, and answers the contract's JSON object.

    `score` and `bound` in points: one level of a need of weight 1 is one. `bound`: no set of as many pairs is worth more.
    Beyond the contract: `most_proven` (no set has more pairs), `unmatched_people`, `rule`, `warnings`.
    Raises BadInput once, with every problem of every file.
    """
    say = progress or (lambda share, message: None)
    say(0.0, "Membaca tabel")
    tables, wrong = look_at_tables(Path(folder), SPECS)
    if "needs" in tables and "mentees" in tables:
        wrong += check_reference(tables["needs"], "person", tables["mentees"])
    wrong += _grades(tables)
    warnings = [*(each for table in tables.values() for each in table.warnings), *_strangers(tables)]
    if wrong:
        raise BadInput(wrong, warnings)
    frames = {name: table.frame for name, table in tables.items()}
    say(0.2, "Memasangkan")
    try:
        found = rules.match(_mentors(frames), _mentees(frames), _barred(frames), rules.MATCH_RULES[-1])
    except PoolTooLarge as large:
        told = POOL_TOO_LARGE % {"mentees": large.mentees, "mentors": large.mentors}
        raise BadInput([Problem(tables["mentees"].file, allowed=told, code="note")], warnings) from None
    if out is not None:
        _write(found, Path(out))
    say(1.0, "Selesai")
    return {
        "pairs": len(found.pairs),
        "unmatched": len(found.unmatched),
        "score": found.score / rules.POINT,
        "bound": found.bound / rules.POINT,
        "most_proven": found.most_proven,
        "unmatched_people": [
            {"mentee": mentee, "reason": str(UNMATCHED[why])} for mentee, why in found.unmatched
        ],
        "rule": found.rule,
        "warnings": [each.sentence() for each in warnings],
    }


def _strangers(tables: Mapping[str, Table]) -> list[Problem]:
    """Rows of strengths and bars about people whom no table knows: they change nothing, and are told once a file."""
    known = {
        name: set(tables[name].frame["person"].dropna())
        for name in ("mentors", "mentees")
        if name in tables and "person" in tables[name].frame
    }
    if len(known) < 2:
        return []
    people = known["mentors"] | known["mentees"]
    told = []
    for name, column, among in (
        ("strengths", "person", people),
        ("barred", "mentor", known["mentors"]),
        ("barred", "mentee", known["mentees"]),
    ):
        frame = tables[name].frame if name in tables else pd.DataFrame()
        many = int((~frame[column].dropna().isin(among)).sum()) if column in frame else 0
        if many:
            told.append(Problem(tables[name].file, None, column, str(many), STRANGERS, "doubt"))
    return told


def _grades(tables: Mapping[str, Table]) -> list[Problem]:
    """Grades that are none."""
    return [
        problem(tables[name], at, "grade", GRADE_NOT_KNOWN)
        for name in ("mentors", "mentees")
        if name in tables and "grade" in tables[name].frame
        for at, grade in enumerate(tables[name].frame["grade"])
        if isinstance(grade, str) and rules.rank_of(grade) is None
    ]


def _text(row: Any, column: str, otherwise: str = "") -> str:
    value = getattr(row, column, None)
    return value if isinstance(value, str) and value else otherwise


def _mentors(frames: Mapping[str, pd.DataFrame]) -> list[Mentor]:
    levels = _levels(frames)
    return [
        Mentor(
            person=row.person,
            unit=row.unit,
            office=_text(row, "office", row.unit),
            capacity=int(row.capacity),
            grade=rules.rank_of(row.grade),
            role=ROLES[_text(row, "role", MentorRole.SENIOR.value)],
            strengths=levels.get(row.person, {}),
        )
        for row in frames["mentors"].itertuples()
    ]


def _mentees(frames: Mapping[str, pd.DataFrame]) -> list[Mentee]:
    levels = _levels(frames)
    needs: dict[str, list[Need]] = {}
    for row in frames["needs"].itertuples():
        present = levels.get(row.person, {}).get(row.competency)
        needs.setdefault(row.person, []).append(
            Need(row.competency, float(row.short), float(row.weight), present)
        )
    return [
        Mentee(
            person=row.person,
            unit=row.unit,
            office=_text(row, "office", row.unit),
            grade=rules.rank_of(row.grade),
            needs=tuple(needs.get(row.person, ())),
        )
        for row in frames["mentees"].itertuples()
    ]


def _levels(frames: Mapping[str, pd.DataFrame]) -> dict[str, dict[Key, float]]:
    found: dict[str, dict[Key, float]] = {}
    for row in frames["strengths"].itertuples():
        found.setdefault(row.person, {})[row.competency] = float(row.level)
    return found


def _barred(frames: Mapping[str, pd.DataFrame]) -> set[tuple[Any, Any]]:
    frame = frames.get("barred")
    return set() if frame is None else set(zip(frame["mentor"], frame["mentee"], strict=True))


def _write(found: Match, out: Path) -> None:
    """`pairs.csv` of the contract, and `unmatched.csv`."""
    out.mkdir(parents=True, exist_ok=True)
    pairs = pd.DataFrame(
        [(one.mentor, one.mentee, one.score / rules.POINT, one_sentence(one.reasons)) for one in found.pairs],
        columns=["mentor", "mentee", "score", "reasons"],
    )
    unmatched = pd.DataFrame(
        [(mentee, str(UNMATCHED[why])) for mentee, why in found.unmatched], columns=["mentee", "reason"]
    )
    write_table(pairs, out / "pairs.csv")
    write_table(unmatched, out / "unmatched.csv")
