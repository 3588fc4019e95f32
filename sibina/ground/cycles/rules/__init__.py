"""Which rule of law holds on a day, and what may still be changed in a phase of the year."""

from collections.abc import Iterable
from datetime import date

from sibina.ground.cycles.rules.jp_conversion import JP_CONVERSION
from sibina.ground.cycles.types import (
    Certainty,
    CyclePhase,
    Move,
    MovedMeanwhile,
    MoveNeedsReason,
    NoRule,
    NotTheNextPhase,
    Part,
    RuleKey,
    RuleVersion,
)

STARTING_RULES: tuple[RuleVersion, ...] = (
    RuleVersion(
        key=RuleKey.JP_FLOOR_PNS,
        value=20,
        unit="JP per tahun anggaran, paling sedikit",
        valid_from=date(2017, 4, 7),
        valid_to=None,
        legal_basis="PP 11/2017 Pasal 203 ayat (4), tetap pada PP 17/2020",
        certainty=Certainty.TOLD,
    ),
    RuleVersion(
        key=RuleKey.JP_CEILING_PPPK,
        value=24,
        unit="JP per tahun perjanjian kerja, paling lama",
        valid_from=date(2018, 11, 28),
        valid_to=None,
        legal_basis="PP 49/2018 Pasal 40 ayat (1)",
        certainty=Certainty.READ,
    ),
    RuleVersion(
        key=RuleKey.JP_CONVERSION,
        value=JP_CONVERSION,
        unit="JP menurut bentuk, di dalam negeri dan di luar negeri",
        valid_from=date(2019, 1, 1),
        valid_to=None,
        legal_basis="Peraturan LAN 10/2018, menurut Surat Sestama BPS B-031/BPS/2600/02/2019 (lampiran belum dibaca)",
        certainty=Certainty.TOLD,
    ),
    RuleVersion(
        key=RuleKey.BUDGET_SHARE,
        value="0.0016",
        unit="bagian dari belanja daerah kota, paling sedikit",
        valid_from=date(2019, 1, 1),
        valid_to=None,
        legal_basis="Pedoman penyusunan APBD 2019 (Permendagri 38/2018)",
        certainty=Certainty.TOLD,
    ),
    RuleVersion(
        key=RuleKey.AGREEMENT_REMINDER,
        value=90,
        unit="hari sebelum perjanjian dengan mitra berakhir",
        valid_from=date(2020, 1, 1),
        valid_to=None,
        legal_basis="Kebijakan kota",
        certainty=Certainty.REMEMBERED,
    ),
    RuleVersion(
        key=RuleKey.PROPOSAL_ANSWER,
        value=14,
        unit="hari sejak terkirim, paling lama",
        valid_from=date(2020, 1, 1),
        valid_to=None,
        legal_basis="Kebijakan kota",
        certainty=Certainty.REMEMBERED,
    ),
    RuleVersion(
        key=RuleKey.SESSION_DECISION,
        value=7,
        unit="hari sebelum sesi dimulai, paling lambat",
        valid_from=date(2020, 1, 1),
        valid_to=None,
        legal_basis="Kebijakan kota",
        certainty=Certainty.REMEMBERED,
    ),
    RuleVersion(
        key=RuleKey.INVITATION_ANSWER,
        value=7,
        unit="hari sejak undangan terkirim, paling lama",
        valid_from=date(2020, 1, 1),
        valid_to=None,
        legal_basis="Kebijakan kota",
        certainty=Certainty.REMEMBERED,
    ),
    RuleVersion(
        key=RuleKey.ATTENDANCE_SHARE,
        value="1",
        unit="bagian dari hari sesi yang dihadiri, paling sedikit",
        valid_from=date(2020, 1, 1),
        valid_to=None,
        legal_basis="Kebijakan kota",
        certainty=Certainty.REMEMBERED,
    ),
    RuleVersion(
        key=RuleKey.PLACEMENT_REPORT,
        value=14,
        unit="hari sesudah kembali, paling lama",
        valid_from=date(2020, 1, 1),
        valid_to=None,
        legal_basis="Kebijakan kota",
        certainty=Certainty.REMEMBERED,
    ),
    RuleVersion(
        key=RuleKey.PRACTICE_ANSWER,
        value=30,
        unit="hari sejak ditawarkan, paling lama",
        valid_from=date(2020, 1, 1),
        valid_to=None,
        legal_basis="Kebijakan kota",
        certainty=Certainty.REMEMBERED,
    ),
    RuleVersion(
        key=RuleKey.MENTORING_SUPERIOR,
        value="ya",
        unit="atasan langsung boleh menjadi mentor",
        valid_from=date(2020, 1, 1),
        valid_to=None,
        legal_basis="Kebijakan kota",
        certainty=Certainty.REMEMBERED,
    ),
    RuleVersion(
        key=RuleKey.MENTORING_CAPACITY,
        value=2,
        unit="orang yang didampingi satu mentor, paling banyak",
        valid_from=date(2020, 1, 1),
        valid_to=None,
        legal_basis="Kebijakan kota",
        certainty=Certainty.REMEMBERED,
    ),
    RuleVersion(
        key=RuleKey.MENTORING_SENIOR_GRADE,
        value="III/d",
        unit="golongan senior, paling rendah",
        valid_from=date(2020, 1, 1),
        valid_to=None,
        legal_basis="Kebijakan kota",
        certainty=Certainty.REMEMBERED,
    ),
    RuleVersion(
        key=RuleKey.MENTORING_SENIOR_YEARS,
        value=10,
        unit="tahun masa kerja senior, paling sedikit",
        valid_from=date(2020, 1, 1),
        valid_to=None,
        legal_basis="Kebijakan kota",
        certainty=Certainty.REMEMBERED,
    ),
    RuleVersion(
        key=RuleKey.MENTORING_SILENCE,
        value=30,
        unit="hari tanpa pertemuan, lalu pasangan dianggap senyap",
        valid_from=date(2020, 1, 1),
        valid_to=None,
        legal_basis="Kebijakan kota",
        certainty=Certainty.REMEMBERED,
    ),
    RuleVersion(
        key=RuleKey.SEAT_BANDS,
        value="kalah, kesenjangan, jp",
        unit="urutan lapis bila kursi diundi; yang lain sesudahnya",
        valid_from=date(2020, 1, 1),
        valid_to=None,
        legal_basis="Kebijakan kota",
        certainty=Certainty.REMEMBERED,
    ),
    RuleVersion(
        key=RuleKey.COOPERATION_ASKED,
        value=90,
        unit="hari sesudah hari terakhir sesi",
        valid_from=date(2020, 1, 1),
        valid_to=None,
        legal_basis="Kebijakan kota",
        certainty=Certainty.REMEMBERED,
    ),
)
"""What a new city starts with; its officers add versions when the law changes."""

_WHILE_PLANNED = frozenset({Part.PLAN, Part.SESSIONS, Part.BUDGET, Part.PAYMENTS})
_OPEN_PARTS: dict[CyclePhase, frozenset[Part]] = {
    CyclePhase.NEEDS: frozenset({Part.NEEDS, *_WHILE_PLANNED}),
    CyclePhase.PLAN: _WHILE_PLANNED,
    CyclePhase.DELIVER: _WHILE_PLANNED | {Part.DELIVERY},
    CyclePhase.EVALUATE: frozenset({Part.PAYMENTS, Part.DELIVERY}),
    CyclePhase.CLOSED: frozenset(),
}
"""What is paid (SPJ), and who was there, is often booked after the year, until it is closed: in the phase of evaluation."""


DRAFTING_MONTH = 10
"""From October on a city drafts the next year's plan, since its cost goes into the next budget."""


def year_to_plan(day: date) -> int:
    """The year that a city plans for on a day: this one, and from October on the next."""
    return day.year + 1 if day.month >= DRAFTING_MONTH else day.year


_ORDER = tuple(CyclePhase)


def phase_after(phase: CyclePhase) -> CyclePhase | None:
    """The phase that follows; None when the year is closed."""
    place = _ORDER.index(phase) + 1
    return _ORDER[place] if place < len(_ORDER) else None


def phase_before(phase: CyclePhase) -> CyclePhase | None:
    """The phase that a year may go back to; None at its beginning."""
    place = _ORDER.index(phase)
    return _ORDER[place - 1] if place else None


def check_move(phase: CyclePhase, move: Move) -> None:
    """May the year in this phase be moved so? Raises MovedMeanwhile, NotTheNextPhase and MoveNeedsReason."""
    if phase != move.seen:
        raise MovedMeanwhile(phase)
    if move.to not in {phase_after(phase), phase_before(phase)}:
        raise NotTheNextPhase(phase)
    if not move.reason.strip() and (move.left_open or move.to == phase_before(phase)):
        raise MoveNeedsReason


def year_to_open(latest: tuple[int, CyclePhase] | None, day: date) -> int | None:
    """The year that may be opened on a day, beside the city's latest one; None while the latest is being planned.

    The next year is opened while this one is carried out, since needs and plan come before the budget.
    """
    if latest is None:
        return year_to_plan(day)
    year, phase = latest
    being_planned = may_change(phase, Part.NEEDS) or phase == CyclePhase.PLAN
    return None if being_planned or year > day.year else year + 1


def may_change(phase: CyclePhase, part: Part) -> bool:
    """May this part of the year still be changed? During delivery a plan may change: that is re-planning."""
    return part in _OPEN_PARTS[phase]


def rule_on(versions: Iterable[RuleVersion], key: RuleKey, day: date) -> RuleVersion:
    """The version of a rule that holds on the day; of several, the one that began last. Raises NoRule."""
    holding = [
        version
        for version in versions
        if version.key == key
        and version.valid_from <= day
        and (version.valid_to is None or day < version.valid_to)
    ]
    if not holding:
        raise NoRule(key, day)
    return max(holding, key=lambda version: version.valid_from)
