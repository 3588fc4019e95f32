"""Who gets what of a plan: seats and hours by office and by what people differ in, as one Ibis expression.

A group's share is beside the share of everybody, never a verdict: grades and offices need different things. Only whole
numbers are added up, so that every engine gives equal results, and each dimension counts every person once, so that the sum
over offices is the city.

Ground: the complaint that the same people are always sent, and the equity view that answers it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import ibis
from ibis import ir

from sibina.plan.planning.types import Dimension

UNKNOWN = ""
"""The value of people of whom it is not recorded; they are a group of their own."""
BANDS = (5, 20, 50)
"""Kilometres up to which a unit is near, reached within the hour, or far: beyond, people stay overnight."""
FAR_BELOW, BELOW = 0.5, 0.8
"""From which part of everybody's share a group is far below, and below."""
PEOPLE_COLUMNS = {
    "person": "!int64",
    "office": "!int64",
    "grade": "string",
    "sex": "string",
    "employment": "string",
    "distance": "int64",
    "seats": "!int64",
    "jp": "!int64",
}


def people_of_plan(name: str) -> ir.Table:
    """The persons of a plan as a table that no engine holds yet."""
    return ibis.table(PEOPLE_COLUMNS, name=name)


def shares(people: ir.Table) -> ir.Table:
    """By office, dimension and value: `people, reached, seats, jp`; in no order.

    `reached` counts people with a seat; `jp` adds whole hours. Of a grade counts what stands before the stroke (III/a: III).
    """
    parts = []
    for dimension, value in _values(people).items():
        rows = people.mutate(kind=ibis.literal(dimension.value), value=value.fill_null(UNKNOWN))
        parts.append(
            rows.group_by("office", "kind", "value").aggregate(
                people=rows.count().cast("int64"),
                reached=rows.count(where=rows.seats > 0).cast("int64"),
                seats=rows.seats.sum().cast("int64"),
                jp=rows.jp.sum().cast("int64"),
            )
        )
    return ibis.union(*parts)


def _values(people: ir.Table) -> dict[Dimension, ir.StringValue]:
    distance = people.distance
    bands = [(distance <= most, str(most)) for most in BANDS]
    return {
        Dimension.GRADE: people.grade.split("/")[0],
        Dimension.SEX: people.sex,
        Dimension.EMPLOYMENT: people.employment,
        Dimension.DISTANCE: ibis.cases((distance.isnull(), UNKNOWN), *bands, else_="+"),
    }


@dataclass(frozen=True)
class Group:
    """A group of people in a plan, beside everybody: whole numbers, and what follows from them."""

    value: str
    people: int
    reached: int
    seats: int
    jp: int

    @property
    def share(self) -> float:
        """The part of the group that has a seat."""
        return self.reached / self.people if self.people else 0.0

    @property
    def seats_a_hundred(self) -> float:
        """Seats for every hundred people."""
        return 100 * self.seats / self.people if self.people else 0.0

    @property
    def jp_each(self) -> float:
        """Hours for each, those without a seat among them."""
        return self.jp / self.people if self.people else 0.0


def everybody(groups: Sequence[Group]) -> Group:
    """The groups of one dimension together."""
    return Group(
        value="",
        people=sum(one.people for one in groups),
        reached=sum(one.reached for one in groups),
        seats=sum(one.seats for one in groups),
        jp=sum(one.jp for one in groups),
    )


def beside(group: Group, whole: Group) -> float | None:
    """The group's share as a part of everybody's; None where nobody has a seat, or the group is empty."""
    return group.share / whole.share if group.people and whole.reached else None
