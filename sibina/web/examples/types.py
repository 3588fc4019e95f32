"""The nouns of example cities: a recipe of a city, and the tables that come out of it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pandas as pd

from sibina.plan.programmes.types import AgreementFacts, PartnerFacts


@dataclass(frozen=True)
class OfficeRecipe:
    """An office by its kind and name; `share` is its part of the city's staff, relative to the other shares."""

    kind: str
    name: str
    share: float


@dataclass(frozen=True)
class MergerRecipe:
    """Offices that become one, either some years ago (`past`) or on the next first of January (`planned`)."""

    when: str
    into: str
    kind: str
    basis: str
    offices: tuple[str, ...]


@dataclass(frozen=True)
class CityRecipe:
    """Everything that tells one example city from another; `size` is persons, `plans` the past years with a plan."""

    slug: str
    name: str
    province: str
    time_zone: str
    size: int
    price: float
    sessions: int
    plans: int
    names: dict[str, float]
    venues: tuple[str, ...]
    districts: tuple[str, ...]
    wards_per_district: int
    schools: int
    clinics: int
    hospitals: tuple[str, ...]
    offices: tuple[OfficeRecipe, ...]
    mergers: tuple[MergerRecipe, ...]


@dataclass(frozen=True)
class GroupRecipe:
    """Units of one sort inside an office: names or a `field` made per city, the head, and who works there."""

    names: tuple[str, ...]
    field: str
    share: float
    head: str
    head_class: str
    section: str
    sector: str
    mix: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class OfficeKind:
    """What an office of a kind looks like inside."""

    code: str
    head: str
    head_class: str
    sector: str
    groups: tuple[GroupRecipe, ...]


@dataclass(frozen=True)
class LevelRecipe:
    """A class of position: the words after its name, its grade, and its usual technical level."""

    title: str
    grade: int
    technical: int


@dataclass(frozen=True)
class FamilyRecipe:
    """A family of positions. `levels` in climbing order with their shares; the first is where new ones enter."""

    name: str
    levels: tuple[tuple[str, float], ...]
    technical: tuple[str, ...]
    degrees: tuple[str, ...]
    front: str


@dataclass(frozen=True)
class GiftRecipe:
    """Something that a partner gives in a year: money, or units of a standard price; perhaps to one programme (code)."""

    year: int
    description: str
    programme: str
    price: str
    quantity: int | None
    rupiah: int | None


@dataclass(frozen=True)
class AgreementRecipe:
    """An agreement, the programmes in its scope by code, what is given under it, and whether sessions rest on it."""

    facts: AgreementFacts
    programmes: tuple[str, ...]
    carries_sessions: bool
    gifts: tuple[GiftRecipe, ...]


@dataclass(frozen=True)
class PartnerRecipe:
    """A partner of an example city."""

    facts: PartnerFacts
    agreements: tuple[AgreementRecipe, ...]


@dataclass(frozen=True)
class Calendar:
    """The days that a city's story hangs on, all derived from today."""

    today: date
    open_year: int
    merged_on: date
    merges_on: date

    @property
    def past_years(self) -> tuple[int, int]:
        return self.open_year - 2, self.open_year - 1


@dataclass(frozen=True)
class ExampleCity:
    """The tables of a city. A column that names another table holds row numbers of it; -1 is none."""

    recipe: CityRecipe
    calendar: Calendar
    tables: dict[str, pd.DataFrame]


@dataclass(frozen=True)
class VoiceTheme:
    """Something that several of a city's staff propose, and what the agency decided on it, in days before today.

    `family` of positions, or the role whose `login` proposes; about a `competency` (code) or a `subject` in own words,
    which the decision gathers in a `topic`. No `verdict`: undecided.
    """

    people: int
    oldest: int
    newest: int
    reasons: tuple[str, ...]
    family: str = ""
    login: str = ""
    competency: str = ""
    subject: str = ""
    kind: str = "need"
    topic: str = ""
    topic_competency: str = ""
    decided: int = 0
    verdict: str = ""
    told: str = ""


@dataclass(frozen=True)
class ExampleVoice:
    """One proposal of a theme: whose (a row of people; None: a log-in's), how long ago, why, and a chance in 0–1."""

    person: int | None
    days_ago: int
    reason: str
    draw: float


@dataclass(frozen=True)
class PlacementRecipe:
    """A placement that begins so many days after the day of loading (`begins`) and lasts `days`.

    `who`: the log-in of the role ASN (`staff`), or the n-th other person of that office. `chain`: the last station of what
    was brought home; none: only proposed.
    """

    who: str
    form: str
    country: str
    place: str
    purpose: str
    begins: int
    days: int
    costs: tuple[tuple[str, int, str], ...]
    chain: str
    partner: str = ""
    host: str = ""
    log: tuple[str, ...] = ()
    report: str = ""
    host_score: int = 0
    host_words: str = ""
    practice: str = ""
    audience: str = ""
    measure: str = ""
    unit_of_measure: str = ""
    before: int = 0
    after: int = 0
    source: str = ""


@dataclass(frozen=True)
class PromiseRecipe:
    """A promise after a workshop, due so many `days` after it; `end`: made, agreed, or dropped (and `why`)."""

    problem: str
    innovation: str
    indicator: str
    unit_of_measure: str
    workplace: str
    baseline: Decimal
    target: Decimal
    days: int
    source: str
    end: str
    why: str = ""


class ExamplesRefused(RuntimeError):
    """Example cities and their published password have no place in production."""
