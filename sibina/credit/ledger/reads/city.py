"""Questions about a counted year: sums by office, people's standing, the countings and what each changed."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from sibina.credit.ledger import rules
from sibina.credit.ledger.models import Counting, CreditChange, Entry, PersonCredit, UnitCredit, YearCredit
from sibina.credit.ledger.types import CreditState
from sibina.ground.people.api import Person, seen_by
from sibina.ground.people.types import Sight


def find_year(*, year: int | None = None) -> YearCredit | None:
    """A counted year; without a number the latest."""
    rows = YearCredit.objects.select_related("counting__by")
    return (rows if year is None else rows.filter(year=year)).first()


def list_years() -> list[int]:
    """Years that were counted, the latest first."""
    return list(YearCredit.objects.values_list("year", flat=True))


@dataclass
class Sums:
    """How many people stand in which state, how the JP of PNS is distributed, and what is not counted yet."""

    name: str = ""
    office_id: int | None = None
    states: dict[CreditState, int] = field(default_factory=lambda: dict.fromkeys(CreditState, 0))
    bands: list[int] = field(default_factory=lambda: [0] * (len(rules.BANDS) + 1))
    recognised: Decimal = Decimal(0)
    uncounted: int = 0

    @property
    def people(self) -> int:
        return sum(self.states.values())

    @property
    def pns(self) -> int:
        """Who is owed the floor."""
        return self.states[CreditState.MET] + self.states[CreditState.SHORT]

    @property
    def met(self) -> int:
        return self.states[CreditState.MET]

    @property
    def short(self) -> int:
        return self.states[CreditState.SHORT]

    @property
    def share(self) -> float | None:
        """Share of PNS at the floor or above; None where there is nobody to ask of."""
        return self.met / self.pns if self.pns else None

    @property
    def average(self) -> Decimal | None:
        """JP recognised a person; None where there is nobody."""
        return self.recognised / self.people if self.people else None

    def add(self, row: UnitCredit) -> None:
        """Take the sums of a unit in."""
        for state in CreditState:
            self.states[state] += row.states.get(str(state), 0)
        self.bands = [mine + theirs for mine, theirs in zip(self.bands, row.bands, strict=True)]
        self.recognised += row.recognised
        self.uncounted += row.uncounted


def get_sums(*, year: int, sight: Sight) -> tuple[Sums, list[Sums]]:
    """What a member sees of a year: all together, and by office, the lowest share first."""
    whole = Sums()
    offices: dict[int, Sums] = defaultdict(Sums)
    for row in UnitCredit.objects.filter(seen_by(sight), year=year).select_related("office"):
        of_office = offices[row.office_id]
        of_office.name, of_office.office_id = row.office.name, row.office_id
        whole.add(row)
        of_office.add(row)
    return whole, sorted(offices.values(), key=lambda one: (one.share is None, one.share or 0, one.name))


def list_people(*, year: int, sight: Sight) -> QuerySet[PersonCredit]:
    """How the people whom a member sees stand in a year."""
    seen = seen_by(sight, unit="person__unit_id")
    return PersonCredit.objects.filter(seen, year=year)


def join_person(rows: QuerySet[PersonCredit]) -> QuerySet[PersonCredit]:
    """Each with what a list tells of the person."""
    return rows.select_related("person__office", "person__position")


def list_countings() -> QuerySet[Counting]:
    """Every counting that found something, the latest first."""
    return Counting.objects.select_related("by")


def find_counting(*, pk: int) -> Counting | None:
    """One counting of the city, or None."""
    return list_countings().filter(pk=pk).first()


def list_changes(*, counting: Counting) -> QuerySet[CreditChange]:
    """What a counting changed, person by person."""
    return CreditChange.objects.filter(counting=counting)


def join_changed(rows: QuerySet[CreditChange]) -> QuerySet[CreditChange]:
    """Each change with what a list tells of the person."""
    return rows.select_related("person__office")


def find_change(*, counting: Counting, person_id: int) -> CreditChange | None:
    """What a counting changed for one person."""
    return join_changed(list_changes(counting=counting)).filter(person_id=person_id).first()


def list_replaced(*, counting: Counting, person_id: int) -> list[tuple[Entry | None, Entry | None]]:
    """Entries of a person before and after a counting, of those that it changed, by day: one of the two may be missing."""
    rows = Entry.objects.filter(person_id=person_id, year=counting.year).select_related("rule")
    before = {(row.source, row.key): row for row in rows.filter(replaced_by=counting)}
    after = {(row.source, row.key): row for row in rows.filter(counted_by=counting)}
    pairs = [(before.get(key), after.get(key)) for key in before.keys() | after.keys()]
    return sorted(pairs, key=_day_of)


def _day_of(pair: tuple[Entry | None, Entry | None]) -> Any:
    row = pair[1] or pair[0]
    assert row is not None
    return row.ends_on, row.source, row.key


def find_person(*, pk: int, sight: Sight) -> Person | None:
    """One person whom the reader sees, with the place of now."""
    rows = Person.objects.filter(seen_by(sight, person="pk"), pk=pk)
    return rows.select_related("unit", "office", "position").first()
