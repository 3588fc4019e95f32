"""The partners of the example cities, read from the table beside this file."""

from datetime import date, timedelta
from functools import cache
from typing import Any

from sibina.ground.cycles.types import Certainty
from sibina.plan.programmes.types import (
    AgreementFacts,
    AgreementKind,
    ContributionKind,
    PartnerFacts,
    PartnerKind,
    PriceFacts,
)
from sibina.web.examples.rules.recipes import read_table
from sibina.web.examples.types import AgreementRecipe, Calendar, GiftRecipe, PartnerRecipe


@cache
def _table() -> dict[str, Any]:
    return read_table("partnerships.toml")


def example_prices() -> list[PriceFacts]:
    """The standard unit prices of each year of an example city."""
    return [
        PriceFacts(
            kind=ContributionKind(row["kind"]),
            name=row["name"],
            unit=row["unit"],
            rupiah=row["rupiah"],
            basis=_table()["price_basis"],
            certainty=Certainty.REMEMBERED,
        )
        for row in _table()["price"]
    ]


def partners_of(slug: str, calendar: Calendar) -> list[PartnerRecipe]:
    """The partners of a city with their agreements and what they give, as seen on the calendar's day."""
    return [
        PartnerRecipe(
            facts=PartnerFacts(
                name=row["name"],
                kind=PartnerKind(row["kind"]),
                country=row.get("country", "Indonesia"),
                place=row["place"],
                office=row["office"],
                is_active=True,
            ),
            agreements=tuple(_agreement(one, calendar) for one in row["agreement"]),
        )
        for row in _table()["partner"]
        if row["city"] == slug
    ]


def _agreement(row: dict[str, Any], calendar: Calendar) -> AgreementRecipe:
    first = date(calendar.open_year + row["from"], 1, 1)
    soon = calendar.today + timedelta(days=row.get("ends_in", 0))
    return AgreementRecipe(
        facts=AgreementFacts(
            kind=AgreementKind(row["kind"]),
            number=row["number"].format_map({"from": first.year}),
            title=row["title"],
            starts_on=first,
            ends_on=date(calendar.open_year + row["to"], 12, 31) if "to" in row else soon,
            scope=row["scope"],
            document=row["document"],
            programme_ids=(),
        ),
        programmes=tuple(row.get("programmes", ())),
        carries_sessions=row.get("sessions", False),
        gifts=tuple(
            GiftRecipe(
                year=calendar.open_year + one["year"],
                description=one["description"],
                programme=one.get("programme", ""),
                price=one.get("price", ""),
                quantity=one.get("quantity"),
                rupiah=one.get("rupiah"),
            )
            for one in row.get("contributions", ())
        ),
    )
