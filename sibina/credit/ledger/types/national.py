"""The national file: which rows it has, what each lacks before it may be sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sibina.credit.ledger.types.conversion import CreditForm, Source


class NationalFile(StrEnum):
    """SIASN keeps leadership training (`diklat`) apart from everything else (`kursus`)."""

    KURSUS = "kursus"
    DIKLAT = "diklat"


class NationalState(StrEnum):
    """Where an export stands; it is fixed once it is sent."""

    PREPARING = "preparing"
    PREPARED = "prepared"
    SENT = "sent"
    DROPPED = "dropped"


class Lacking(StrEnum):
    """Why a row cannot be sent yet."""

    NO_AGENCY = "no_agency"
    NO_SIASN_ID = "no_siasn_id"
    NO_NUMBER = "no_number"
    NO_TYPE = "no_type"
    NO_LEADERSHIP_TYPE = "no_leadership_type"
    NO_JP = "no_jp"
    NO_ORGANISER = "no_organiser"


@dataclass(frozen=True)
class Sendable:
    """Something that a person completed, with what SIASN asks of it. `number`: of the certificate; `jp`: as printed."""

    source: Source
    key: int
    person_id: int
    siasn_id: str
    form: CreditForm
    title: str
    organiser: str
    starts_on: date
    ends_on: date
    jp: int | None
    number: str


@dataclass(frozen=True)
class NationalRow:
    """A row of one of the files: columns by SIASN's own names, and what it lacks (nothing: it may be sent)."""

    file: NationalFile
    of: Sendable
    values: Mapping[str, str | int]
    lacking: tuple[Lacking, ...]


class NationalRefused(ValueError):
    """An export is not marked as sent."""


class NothingReady(NationalRefused):
    """No row of it may be sent."""


class SentElsewhere(NationalRefused):
    """A row of it has been sent by another export since."""


class SettledAlready(NationalRefused):
    """It was sent or dropped before."""
