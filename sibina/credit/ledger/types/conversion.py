"""The conversion of what somebody did into JP: its table, what it takes, what it gives, and why it gave less."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from sibina.ground.cycles.types import Certainty
from sibina.plan.programmes.types import Form


class OtherForm(StrEnum):
    """Forms that no programme of a city has, and that a person's own history may. Ground: as `Form`."""

    KLASIKAL_LAINNYA = "klasikal_lainnya"
    NONKLASIKAL_LAINNYA = "nonklasikal_lainnya"
    TUGAS_BELAJAR = "tugas_belajar"
    IZIN_BELAJAR = "izin_belajar"


CreditForm = Form | OtherForm
ALL_FORMS: tuple[CreditForm, ...] = (*Form, *OtherForm)


class Per(StrEnum):
    """What a form is converted by. HOURS: the hours of the programme, times a factor."""

    HOURS = "hours"
    DAY = "day"
    SESSION = "session"
    ACTIVITY = "activity"
    SEMESTER = "semester"


@dataclass(frozen=True)
class Rate:
    """One row of the table: what one unit of a form gives in the country and abroad; None: the table is silent.

    `daily` and `daily_abroad` cap the JP of a person and form on one day, `monthly` the sessions in one month.
    `certainty` stands where the row is less sure than the table.
    """

    per: Per
    here: Fraction | None
    abroad: Fraction | None
    daily: Fraction | None = None
    daily_abroad: Fraction | None = None
    monthly: int | None = None
    certainty: Certainty | None = None

    def amount(self, *, abroad: bool) -> Fraction | None:
        """What one unit gives there."""
        return self.abroad if abroad else self.here


@dataclass(frozen=True)
class Conversion:
    """A version of the table: its row in the rules (0: none), the days it holds, the minutes of one JP, the rates."""

    rule_id: int
    valid_from: date
    valid_to: date | None
    minutes: int
    rates: Mapping[CreditForm, Rate]
    legal_basis: str = ""
    certainty: Certainty = Certainty.TOLD


class Source(StrEnum):
    """Who reports a fact: one of the ways of delivery, or the person's own history."""

    SESSION = "session"
    MENTORING = "mentoring"
    PLACEMENT = "placement"
    OUTSIDE = "outside"


@dataclass(frozen=True)
class Fact:
    """What one person did, raw. `key` names the row of its source; `jp` is what the programme or certificate says.

    `printed` and `number` are those of its certificate: None and empty where it has none.
    """

    source: Source
    key: int
    person_id: int
    form: CreditForm
    title: str
    organiser: str
    starts_on: date
    ends_on: date
    days: tuple[date, ...]
    minutes: int | None
    jp: int | None
    abroad: bool
    completed: bool
    printed: int | None = None
    number: str = ""


class Why(StrEnum):
    """Why a fact counts less than its units would give, or cannot be counted yet (`UNKNOWN`)."""

    NOT_COMPLETED = "not_completed"
    DAY_FULL = "day_full"
    MONTH_FULL = "month_full"
    SEMESTER_TAKEN = "semester_taken"
    NO_HOURS = "no_hours"
    NO_DAYS = "no_days"
    NO_RATE = "no_rate"
    NO_RULE = "no_rule"


UNKNOWN = frozenset({Why.NO_HOURS, Why.NO_DAYS, Why.NO_RATE, Why.NO_RULE})
"""Nothing is known of the JP; unknown is not zero."""


@dataclass(frozen=True)
class Recognition:
    """What a fact counts. `jp`: JP recognised, `uncapped`: what it would give without caps; None: not known, see `why`."""

    fact: Fact
    jp: Decimal | None
    uncapped: Decimal | None
    why: Why | None
    rule_id: int | None


@dataclass(frozen=True)
class Opening:
    """What still counts of a form: JP of one unit in the country, and how much of a cap is left (None: no cap).

    `left` is in sessions of this month where the form has such a cap, in JP of today where it has a cap by day.
    """

    form: CreditForm
    per: Per
    amount: Decimal
    left: Decimal | None
    most: Decimal | None


@dataclass(frozen=True)
class RateChange:
    """One row of the table from a day on, with its ground and how sure it is."""

    form: CreditForm
    rate: Rate
    valid_from: date
    legal_basis: str


class VersionUsed(ValueError):
    """A version that begins on this day is there, and JP was counted by it: it stays as it is."""

    def __init__(self, valid_from: date) -> None:
        super().__init__(valid_from)
        self.valid_from = valid_from


class BadTable(ValueError):
    """A value is no table of conversion; `form` is where it goes wrong (empty: everywhere)."""

    def __init__(self, form: str) -> None:
        super().__init__(form)
        self.form = form
