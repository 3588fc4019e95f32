"""What placements, their papers, duties and practices are called on the screen, and what is refused."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sibina.deliver.placements.types import (
    AdoptionAnswered,
    AdoptionState,
    AgreementMissing,
    AgreementTooShort,
    AlreadyPlaced,
    CommitmentKnown,
    CommitmentShut,
    CostKind,
    DayOutside,
    Duty,
    DutyKind,
    DutyOwner,
    HostUnclear,
    NoPlacementYear,
    NotTaughtYet,
    NotYetReady,
    OfferedAlready,
    PaperKind,
    PaperPlace,
    PaperRuleKnown,
    PaperRuleShut,
    PlacementError,
    PlacementState,
    PracticeStage,
    ReasonNeeded,
    StepNotNow,
    YearNotOpen,
)
from sibina.lib.words import listed, long_date

PLACEMENT_STATES: Mapping[str, Promise] = {
    PlacementState.PROPOSED: _("Diusulkan"),
    PlacementState.APPROVED: _("Disetujui"),
    PlacementState.UNDER_WAY: _("Berlangsung"),
    PlacementState.RETURNED: _("Sudah kembali"),
    PlacementState.REPORTED: _("Dilaporkan"),
    PlacementState.CLOSED: _("Selesai"),
    PlacementState.CANCELLED: _("Batal"),
}
PLACEMENT_TONES: Mapping[str, str] = {
    PlacementState.PROPOSED: "info",
    PlacementState.APPROVED: "info",
    PlacementState.UNDER_WAY: "now",
    PlacementState.RETURNED: "warn",
    PlacementState.REPORTED: "now",
    PlacementState.CLOSED: "good",
    PlacementState.CANCELLED: "",
}
COST_KINDS: Mapping[str, Promise] = {
    CostKind.DAILY: _("Uang harian"),
    CostKind.TRAVEL: _("Perjalanan"),
    CostKind.LODGING: _("Penginapan"),
    CostKind.INSURANCE: _("Asuransi"),
    CostKind.PAPERS: _("Visa dan dokumen"),
    CostKind.OTHER: _("Lainnya"),
}
PAPER_KINDS: Mapping[str, Promise] = {
    PaperKind.SURAT_TUGAS: _("surat tugas"),
    PaperKind.IZIN_LUAR_NEGERI: _("izin ke luar negeri"),
    PaperKind.PASPOR_DINAS: _("paspor dinas"),
    PaperKind.VISA: _("visa"),
    PaperKind.ASURANSI: _("asuransi"),
    PaperKind.SURAT_KETERANGAN_SEHAT: _("surat keterangan sehat"),
    PaperKind.PERSETUJUAN_TUAN_RUMAH: _("surat persetujuan tuan rumah"),
    PaperKind.PERSETUJUAN_PPK: _("persetujuan Pejabat Pembina Kepegawaian"),
}
PAPER_PLACES: Mapping[str, Promise] = {
    PaperPlace.ANYWHERE: _("Di mana pun"),
    PaperPlace.HOME: _("Dalam negeri"),
    PaperPlace.ABROAD: _("Luar negeri"),
}
STAGES: Mapping[str, Promise] = {
    PracticeStage.PROMISED: _("Dijanjikan"),
    PracticeStage.TAUGHT: _("Diajarkan"),
    PracticeStage.OFFERED: _("Menunggu jawaban unit"),
    PracticeStage.DECLINED: _("Tidak dipakai unit"),
    PracticeStage.ADOPTED: _("Dipakai unit"),
    PracticeStage.CHANGED: _("Perubahan terukur"),
    PracticeStage.DROPPED: _("Dilepas"),
}
STAGE_TONES: Mapping[str, str] = {
    PracticeStage.PROMISED: "info",
    PracticeStage.TAUGHT: "info",
    PracticeStage.OFFERED: "now",
    PracticeStage.DECLINED: "warn",
    PracticeStage.ADOPTED: "good",
    PracticeStage.CHANGED: "good",
    PracticeStage.DROPPED: "",
}
ADOPTION_STATES: Mapping[str, Promise] = {
    AdoptionState.ASKED: _("Menunggu jawaban"),
    AdoptionState.ADOPTED: _("Dipakai"),
    AdoptionState.DECLINED: _("Tidak dipakai"),
}
ADOPTION_TONES: Mapping[str, str] = {
    AdoptionState.ASKED: "now",
    AdoptionState.ADOPTED: "good",
    AdoptionState.DECLINED: "warn",
}
DUTIES: Mapping[str, Promise] = {
    DutyKind.PAPERS: _("Lengkapi surat"),
    DutyKind.DEPART: _("Catat keberangkatan"),
    DutyKind.RETURN: _("Catat kepulangan"),
    DutyKind.REPORT: _("Tulis laporan"),
    DutyKind.PROMISE: _("Janjikan apa yang dibawa pulang"),
    DutyKind.TEACH: _("Ajarkan"),
    DutyKind.OFFER: _("Tawarkan kepada unit"),
    DutyKind.ANSWER: _("Jawab tawaran praktik"),
    DutyKind.MEASURE: _("Ukur perubahan"),
}
DUTY_OWNERS: Mapping[str, Promise] = {
    DutyOwner.OFFICER: _("Pengelola BKPSDM"),
    DutyOwner.PERSON: _("Pegawai yang ditempatkan"),
    DutyOwner.HEAD: _("Kepala unit"),
}
REASON_MISSING = _("Tulis alasannya dalam satu kalimat; tersimpan dan dapat dibaca semua yang berhak.")

REFUSALS: Mapping[type[PlacementError], Promise] = {
    NoPlacementYear: _(
        "Tahun %(year)s belum dibuka atau sudah ditutup, jadi penempatan pada hari itu tidak dapat dicatat. "
        "Periksa tanggalnya, atau buka tahunnya di halaman Siklus."
    ),
    HostUnclear: _(
        "Sebut satu tuan rumah: pilih mitra, atau tulis nama lembaga di luar daftar mitra; jangan keduanya."
    ),
    AgreementMissing: _(
        "Perjanjian itu bukan dengan tuan rumah ini. Pilih perjanjian milik mitra yang sama, atau kosongkan."
    ),
    ReasonNeeded: REASON_MISSING,
    PaperRuleKnown: _(
        "Aturan yang sama sudah berlaku pada hari itu. Akhiri dulu yang lama bila hendak diganti."
    ),
    PaperRuleShut: _(
        "Aturan ini sudah berakhir, atau hari akhirnya mendahului hari mulainya. Periksa tanggalnya."
    ),
    CommitmentKnown: _(
        "Praktik ini sudah dijanjikan pada penempatan yang sama. Ubah janji itu, atau sebut praktik lain."
    ),
    CommitmentShut: _(
        "Janji ini sudah dilepas, atau penempatannya sudah ditutup; tidak ada lagi yang dicatat padanya."
    ),
    NotTaughtYet: _("Ajarkan dulu: catat siapa yang diajari, baru tawarkan praktiknya kepada unit."),
    OfferedAlready: _("Unit ini sudah ditawari praktik yang sama. Pilih unit lain."),
    AdoptionAnswered: _("Kepala unit sudah menjawab. Lihat jawabannya di bawah."),
}


def paper_names(kinds: Iterable[PaperKind]) -> str:
    """«visa, asuransi, dan paspor dinas»."""
    return listed([str(PAPER_KINDS[kind]) for kind in kinds])


def sentence_of(refused: PlacementError) -> str:
    """Why it is refused, and what to do; days and names are the error's own."""
    match refused:
        case NotYetReady():
            return _not_ready(refused)
        case YearNotOpen():
            return _now(
                "Tahun %(year)s masih pada tahap %(phase)s. Keberangkatan dicatat setelah pengelola memindahkan tahun "
                "itu ke tahap Pelaksanaan."
            ) % {"year": str(refused.year), "phase": refused.phase}
        case AgreementTooShort():
            return _now(
                "Perjanjian %(number)s berlaku %(first)s – %(last)s, tidak sepanjang penempatan. Ubah hari penempatan, "
                "perpanjang perjanjiannya, atau pilih perjanjian lain."
            ) % {"number": refused.number, **_days(refused.starts_on, refused.ends_on)}
        case AlreadyPlaced():
            return _now(
                "Pegawai ini sudah ditempatkan di %(host)s, %(first)s – %(last)s. Seorang pegawai hanya di satu tempat "
                "pada satu hari; pilih hari lain, atau batalkan penempatan itu."
            ) % {"host": refused.host, **_days(refused.starts_on, refused.ends_on)}
        case StepNotNow():
            return _now(
                "Penempatan ini sekarang berkeadaan «%(state)s», jadi langkah itu tidak dapat diambil. Mungkin orang "
                "lain lebih dulu; lihat riwayatnya."
            ) % {"state": PLACEMENT_STATES[refused.state]}
        case DayOutside():
            return _now("Pilih hari antara %(first)s dan %(last)s.") % _days(refused.first, refused.last)
        case _:
            return str(REFUSALS[type(refused)]) % vars(refused)


def _days(first: object, last: object) -> dict[str, str]:
    return {"first": long_date(first), "last": long_date(last)}  # type: ignore[arg-type]


def _not_ready(refused: NotYetReady) -> str:
    parts = []
    if refused.missing:
        parts.append(_now("Belum ada: %(papers)s.") % {"papers": paper_names(refused.missing)})
    if refused.too_short:
        told = _now("Tidak berlaku sampai hari terakhir: %(papers)s.")
        parts.append(told % {"papers": paper_names(refused.too_short)})
    return _now("Penempatan belum dapat dimulai. %(parts)s Lengkapi di tab Surat.") % {
        "parts": " ".join(parts)
    }


def duty_sentence(duty: Duty) -> str:
    """What is owed, in words: the practice or the paper named."""
    told = str(DUTIES[duty.kind])
    if duty.kind == DutyKind.PAPERS:
        return f"{told}: {paper_names([PaperKind(duty.subject)])}"
    return f"{told}: {duty.subject}" if duty.subject else told
