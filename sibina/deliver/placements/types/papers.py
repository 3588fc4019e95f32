"""The nouns of permit papers: which are needed for what, and which are there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sibina.deliver.placements.types.placing import PlacementError


class PaperKind(StrEnum):
    """A sort of paper that a placement may need before it begins."""

    SURAT_TUGAS = "surat_tugas"
    IZIN_LUAR_NEGERI = "izin_luar_negeri"
    PASPOR_DINAS = "paspor_dinas"
    VISA = "visa"
    ASURANSI = "asuransi"
    SURAT_KETERANGAN_SEHAT = "keterangan_sehat"
    PERSETUJUAN_TUAN_RUMAH = "persetujuan_tuan_rumah"
    PERSETUJUAN_PPK = "persetujuan_ppk"


class PaperPlace(StrEnum):
    """Where a rule on papers holds."""

    HOME = "home"
    ABROAD = "abroad"
    ANYWHERE = "anywhere"


@dataclass(frozen=True)
class PaperRuleFacts:
    """A rule on papers over a period: `kind` is needed for `form` (empty: every form), so many days before the first.

    `legal_basis` says where it is written, `certainty` how sure that is (`cycles.types.Certainty`).
    """

    kind: PaperKind
    form: str
    place: PaperPlace
    days_before: int
    valid_from: date
    legal_basis: str
    certainty: str
    valid_to: date | None = None


@dataclass(frozen=True)
class PaperNeed:
    """A paper that one placement needs, and the day by which it is to be there."""

    kind: PaperKind
    due_on: date
    rule: PaperRuleFacts


@dataclass(frozen=True)
class PaperFacts:
    """A paper as it was typed: its number and day, and until when it holds where it says so."""

    kind: PaperKind
    number: str
    issued_on: date
    valid_until: date | None = None


class NotYetReady(PlacementError):
    """The placement does not begin: these papers are `missing`, and these do not hold to its last day (`too_short`)."""

    def __init__(self, missing: Sequence[PaperKind], too_short: Sequence[PaperKind] = ()) -> None:
        super().__init__(", ".join([*missing, *too_short]))
        self.missing, self.too_short = tuple(missing), tuple(too_short)


class PaperRuleKnown(PlacementError):
    """The same rule holds on that day already."""


class PaperRuleShut(PlacementError):
    """The rule has ended already, or would end before it began."""
