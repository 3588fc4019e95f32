"""Attendance in words: what was noted, how, what counts, why to look again, and what is refused."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sibina.deliver.sessions.types import (
    AttendanceMethod,
    DayShut,
    DeliveryShut,
    Doubt,
    EventKind,
    EventRefusal,
    PresenceState,
    SessionStage,
    StageShut,
)
from sibina.lib.words import listed

EVENT_KINDS: Mapping[str, Promise] = {
    EventKind.IN: _("Datang"),
    EventKind.OUT: _("Pulang"),
    EventKind.DAY: _("Hadir menurut daftar"),
    EventKind.CANCEL: _("Catatan ditarik"),
    EventKind.PRESENT: _("Koreksi: hadir"),
    EventKind.ABSENT: _("Koreksi: tidak hadir"),
}
ATTENDANCE_METHODS: Mapping[str, Promise] = {
    AttendanceMethod.DOOR: _("Kode di pintu"),
    AttendanceMethod.PERSONAL: _("Kode peserta"),
    AttendanceMethod.LIST: _("Daftar panitia"),
    AttendanceMethod.PAPER: _("Daftar kertas"),
    AttendanceMethod.OFFICER: _("Koreksi"),
}
PRESENCE_STATES: Mapping[str, Promise] = {
    PresenceState.PRESENT: _("Hadir"),
    PresenceState.ABSENT: _("Tidak hadir"),
    PresenceState.UNRECORDED: _("Belum tercatat"),
}
PRESENCE_TONES: Mapping[str, str] = {
    PresenceState.PRESENT: "good",
    PresenceState.ABSENT: "bad",
    PresenceState.UNRECORDED: "",
}
PRESENCE_DOUBTS: Mapping[str, Promise] = {
    Doubt.CLOCK: _("jam perangkat jauh dari jam sesi"),
    Doubt.AFTER_END: _("dicatat sesudah sesi berakhir"),
    Doubt.NO_ARRIVAL: _("hanya pulang yang tercatat"),
}
EVENT_REFUSALS: Mapping[str, Promise] = {
    EventRefusal.UNREADABLE: _("Catatan ini tidak terbaca. Tandai orangnya sekali lagi."),
    EventRefusal.NOT_ENROLLED: _(
        "Orang ini bukan peserta sesi. Tambahkan dulu di halaman sesi, lalu kirim ulang."
    ),
    EventRefusal.OTHER_SESSION: _("Catatan ini bukan dari sesi perangkat ini."),
    EventRefusal.SAME_NUMBER: _("Catatan lain sudah memakai nomor ini. Tandai orangnya sekali lagi."),
    EventRefusal.SHUT: _(
        "Sesi ini dibatalkan, atau tahunnya tidak menerima kehadiran. Tanyakan kepada pengelola BKPSDM."
    ),
}

DOOR_CODE_OLD = _(
    "Kode ini sudah lewat, atau bukan kode sesi ini. Kode di pintu berganti setiap 30 detik: pindai yang sedang tampil."
)
DOOR_NOT_ENROLLED = _(
    "Anda tidak terdaftar sebagai peserta sesi ini. Bila Anda diminta hadir, lapor kepada panitia; mereka dapat "
    "menambahkan Anda."
)
DOOR_NO_PERSON = _(
    "Akun Anda belum terhubung dengan seorang pegawai, jadi kehadiran tidak dapat dicatat dari sini. "
    "Lapor kepada panitia di tempat, dan minta pengelola BKPSDM menghubungkannya di halaman Anggota."
)
DEVICE_REFUSED = _(
    "Izin perangkat ini sudah dicabut atau tidak berlaku. Catatan tetap tersimpan di perangkat; "
    "minta pengelola BKPSDM, lalu buka halaman ini sekali lagi selagi ada jaringan."
)
BATCH_TOO_LONG = _("Kiriman terlalu besar. Kirim paling banyak 500 catatan sekaligus.")
BATCH_UNREADABLE = _(
    "Kiriman tidak terbaca. Muat ulang halaman panitia; catatan di perangkat tetap tersimpan."
)
CORRECTION_NEEDS_REASON = _(
    "Tulis alasan koreksi paling sedikit 10 huruf, misalnya «tanda tangan ada di daftar kertas»."
)


def attendance_shut(refused: DeliveryShut | StageShut | DayShut) -> str:
    """Why attendance cannot be noted now, and what to do."""
    if isinstance(refused, DeliveryShut):
        told = _(
            "Siklus %(year)s tidak sedang dalam tahap Pelaksanaan atau Evaluasi, jadi kehadirannya tidak dapat dicatat."
        )
        return str(told) % {"year": refused.year}
    if isinstance(refused, DayShut):
        return str(
            _(
                "Kehadiran dicatat dari tiga jam sebelum sampai tiga jam sesudah jam sesi. Lapor kepada panitia."
            )
        )
    if refused.stage == SessionStage.CANCELLED:
        return str(_("Sesi ini dibatalkan, jadi kehadirannya tidak dicatat."))
    return str(
        _(
            "Sesi ini sudah dinyatakan diadakan. Kehadiran hanya dapat diubah per orang, dengan koreksi dan alasannya."
        )
    )


def doubt_words(doubts: Iterable[str]) -> str:
    """«jam perangkat jauh dari jam sesi dan hanya pulang yang tercatat»; empty where nothing is in doubt."""
    return listed([str(PRESENCE_DOUBTS[Doubt(one)]) for one in doubts])
