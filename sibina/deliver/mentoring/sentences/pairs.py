"""What stands on the screen for pairs, goals and the logbook, and why something is refused."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sibina.deliver.mentoring.types import (
    AlreadySaid,
    DayOutside,
    DayPassed,
    DayTaken,
    EntryAnswered,
    EntryState,
    GoalsOpen,
    HasLiveMentor,
    InPoolAlready,
    LogKind,
    MentorFull,
    MentoringRefused,
    MentorMayNot,
    PairEnd,
    PairState,
    PairStep,
    PlacesTaken,
    ReasonOwed,
    Side,
    StepRefused,
    Verdict,
    YearShut,
)
from sibina.lib import words

PAIR_STATES: Mapping[str, Promise] = {
    PairState.PROPOSED: gettext_lazy("Menunggu kepala OPD"),
    PairState.AGREED: gettext_lazy("Disetujui kepala OPD"),
    PairState.REFUSED: gettext_lazy("Ditolak"),
    PairState.SET: gettext_lazy("Berjalan"),
    PairState.ENDED: gettext_lazy("Berakhir lebih awal"),
    PairState.COMPLETED: gettext_lazy("Selesai"),
}
PAIR_TONES: Mapping[str, str] = {
    PairState.PROPOSED: "now",
    PairState.AGREED: "info",
    PairState.REFUSED: "warn",
    PairState.SET: "good",
    PairState.ENDED: "warn",
    PairState.COMPLETED: "good",
}
PAIR_STEPS: Mapping[str, Promise] = {
    PairStep.PROPOSED: gettext_lazy("Diusulkan sistem"),
    PairStep.CHOSEN: gettext_lazy("Mentor dipilih langsung"),
    PairStep.AGREED: gettext_lazy("Disetujui kepala OPD"),
    PairStep.REFUSED: gettext_lazy("Ditolak"),
    PairStep.SET: gettext_lazy("Ditetapkan BKPSDM"),
    PairStep.ENDED: gettext_lazy("Berakhir lebih awal"),
    PairStep.COMPLETED: gettext_lazy("Selesai"),
}
PAIR_ENDS: Mapping[str, Promise] = {
    PairEnd.MENTOR_LEFT: gettext_lazy("Mentor tidak lagi aktif bertugas."),
    PairEnd.MENTOR_MOVED: gettext_lazy("Mentor pindah ke perangkat daerah lain."),
    PairEnd.MENTEE_LEFT: gettext_lazy("Yang didampingi tidak lagi aktif bertugas."),
}
SIDES: Mapping[str, Promise] = {
    Side.MENTOR: gettext_lazy("mentor"),
    Side.MENTEE: gettext_lazy("yang didampingi"),
}
LOG_KINDS: Mapping[str, Promise] = {
    LogKind.MENTORING: gettext_lazy("Pertemuan pendampingan"),
    LogKind.AT_WORK: gettext_lazy("Bimbingan di tempat kerja"),
}
ENTRY_STATES: Mapping[str, Promise] = {
    EntryState.WAITING: gettext_lazy("Menunggu persetujuan"),
    EntryState.CONFIRMED: gettext_lazy("Dihitung"),
    EntryState.DECLINED: gettext_lazy("Tidak dibenarkan"),
}
ENTRY_TONES: Mapping[str, str] = {
    EntryState.WAITING: "now",
    EntryState.CONFIRMED: "good",
    EntryState.DECLINED: "warn",
}
VERDICTS: Mapping[str, Promise] = {
    Verdict.REACHED: gettext_lazy("Tercapai"),
    Verdict.NOT_REACHED: gettext_lazy("Belum tercapai"),
}
REASON_TOO_SHORT = gettext_lazy("Tulis alasannya paling sedikit 10 huruf, supaya yang lain tahu mengapa.")
REASON_TOO_LONG = gettext_lazy(
    "Alasan terlalu panjang: paling banyak 500 huruf. Ringkas menjadi satu atau dua kalimat."
)

_PLAIN: Mapping[type[MentoringRefused], Promise] = {
    ReasonOwed: REASON_TOO_SHORT,
    HasLiveMentor: gettext_lazy(
        "Pegawai ini sudah mempunyai mentor atau usulan mentor. Muat ulang halaman untuk melihatnya."
    ),
    InPoolAlready: gettext_lazy("Pegawai ini sudah ada di daftar mentor. Ubah daya bimbingnya di daftar."),
    DayTaken: gettext_lazy(
        "Pertemuan jenis ini pada hari itu sudah tercatat. Bila belum disetujui, setujui yang ada; pertemuan kedua "
        "pada hari yang sama dicatat sebagai satu dengan lamanya dijumlah."
    ),
    EntryAnswered: gettext_lazy("Catatan ini sudah dijawab; tidak ada yang diubah."),
    DayPassed: gettext_lazy("Tanggalnya sudah lewat. Pilih hari ini atau sesudahnya."),
    AlreadySaid: gettext_lazy("Anda sudah menjawab sasaran ini; tidak ada yang diubah."),
}


def refusal_of(refused: MentoringRefused) -> str:
    """Why it cannot be, and what to do."""
    plain = _PLAIN.get(type(refused))
    if plain is not None:
        return str(plain)
    match refused:
        case StepRefused():
            told = _(
                "Pasangan ini sekarang «%(state)s», jadi langkah itu tidak dapat dilakukan lagi. Tidak ada yang diubah."
            )
            return told % {"state": PAIR_STATES[refused.state]}
        case MentorFull():
            return _(
                "%(name)s sudah membimbing sebanyak daya bimbingnya. Pilih mentor lain, atau tambah daya bimbingnya."
            ) % {"name": refused.name}
        case MentorMayNot():
            told = _(
                "%(name)s tidak boleh membimbing pegawai ini: dikecualikan, dikeluarkan, atau golongannya lebih rendah."
            )
            return told % {"name": refused.name}
        case PlacesTaken():
            told = _(
                "Mentor ini sedang membimbing %(n)s orang. Tulis paling sedikit angka itu, atau akhiri dulu satu pasangan."
            )
            return told % {"n": words.number(refused.guided)}
        case YearShut():
            told = _(
                "Tahun %(year)s tidak sedang dilaksanakan, jadi pendampingan pada tahun itu tidak dapat dicatat."
            )
            return told % {"year": str(refused.year)}
        case DayOutside():
            told = _("Tanggal harus di antara %(first)s, hari pasangan ini ditetapkan, dan hari ini.")
            return told % {"first": words.long_date(refused.first)}
        case GoalsOpen():
            told = _(
                "%(n)s sasaran belum dijawab oleh mentor dan yang didampingi. Jawab dulu, lalu selesaikan."
            )
            return told % {"n": words.number(refused.many)}
        case _:
            raise LookupError(f"no sentence for {type(refused).__name__}")
