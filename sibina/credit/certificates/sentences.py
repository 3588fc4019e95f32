"""The sentence of every code, and what a sheet says."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sibina.credit.certificates.types import (
    NO_NUMBER,
    NO_YEAR,
    UNKNOWN_PLACE,
    CertificateState,
    KeyRefusedBecause,
    PatternRefused,
    RevocationReason,
)
from sibina.plan.programmes.types import ActivityKind

STATE_WORDS: Mapping[CertificateState, Promise] = {
    CertificateState.VALID: _("Sah"),
    CertificateState.REVOKED: _("Dicabut"),
}
STATE_TONES: Mapping[CertificateState, str] = {
    CertificateState.VALID: "good",
    CertificateState.REVOKED: "bad",
}
REVOKED_FOR: Mapping[RevocationReason, Promise] = {
    RevocationReason.WRONG_DATA: _("data pada sertifikat keliru"),
    RevocationReason.NOT_COMPLETED: _("kegiatan ternyata tidak diselesaikan"),
    RevocationReason.ISSUED_TWICE: _("terbit lebih dari sekali"),
    RevocationReason.OTHER: _("sebab lain, tercatat pada penerbit"),
}
"""In general words: for everybody who holds the sheet."""
DONE_WORDS: Mapping[ActivityKind, Promise] = {
    ActivityKind.SESSION: _("telah mengikuti"),
    ActivityKind.MENTORING: _("telah menyelesaikan pendampingan"),
    ActivityKind.PLACEMENT: _("telah menyelesaikan"),
}
PATTERNS: Mapping[str, Promise] = {
    NO_NUMBER: _("Pola tidak memuat {nomor}, jadi semua sertifikat akan bernomor sama. Tambahkan {nomor}."),
    NO_YEAR: _("Hitungan mulai lagi dari 1 setiap tahun, jadi pola harus memuat {tahun}. Tambahkan {tahun}."),
}
KEY_REFUSALS: Mapping[KeyRefusedBecause, Promise] = {
    KeyRefusedBecause.NOT_A_KEY: _(
        "Berkas ini bukan berkas kunci PKCS#12. Pilih berkas berakhiran .p12 atau .pfx dari penerbit kunci Anda."
    ),
    KeyRefusedBecause.WRONG_PASSPHRASE: _(
        "Kata sandi tidak membuka kunci ini. Ketik lagi kata sandi yang diberikan bersama berkas kuncinya."
    ),
    KeyRefusedBecause.NO_CERTIFICATE: _(
        "Berkas ini tidak memuat kunci beserta sertifikatnya. Mintalah berkas PKCS#12 yang lengkap."
    ),
    KeyRefusedBecause.EXPIRED: _("Masa berlaku kunci ini sudah habis. Pakai kunci yang masih berlaku."),
    KeyRefusedBecause.NOT_YET: _(
        "Masa berlaku kunci ini belum mulai. Tunggu harinya, atau pakai kunci lain."
    ),
    KeyRefusedBecause.SEAL_BROKEN: _(
        "Kunci ini disimpan dengan kunci pemasangan yang lama dan tidak dapat dibuka lagi. Unggah berkas kuncinya sekali "
        "lagi."
    ),
    KeyRefusedBecause.KNOWN: _("Kunci ini sudah ada dalam daftar dan masih dipakai."),
}
ALREADY_REVOKED = _("Sertifikat ini sudah dicabut orang lain. Lihat keterangannya di halamannya.")
REASON_MISSING = _("Tulis penjelasannya: apa yang keliru, dan siapa yang memutuskan.")
NOTHING_TO_ISSUE = _("Semua yang menyelesaikan kegiatan ini sudah mempunyai sertifikat.")
NOTHING_TO_SIGN = _("Tidak ada lembar yang menunggu tanda tangan dalam penerbitan ini.")
NOT_READY = _("Atur dulu pola nomor dan penanda tangan.")
SECRET_GONE = _(
    "Kata sandi kunci tidak disimpan lebih dari beberapa jam. Mulailah penandatanganan lagi; yang sudah ditandatangani "
    "tetap."
)
BACK_NOTE = _("JP: jam pelajaran, 1 JP = 45 menit. Modul menurut kurikulum yang berlaku pada tanggal terbit.")


def pattern_sentence(refused: PatternRefused) -> str:
    """Why the pattern is refused, and what to write."""
    if refused.why == UNKNOWN_PLACE:
        return _now(
            "«%(part)s» tidak dikenal. Yang dapat dipakai: {nomor}, {nomor:4}, {bulan}, {bulan romawi}, {tahun}."
        ) % {"part": refused.part}
    return str(PATTERNS[refused.why])


def hours_sentence(jp: int | None) -> str:
    """How long it was; nothing where no hours are printed."""
    return "" if jp is None else _now("selama %(jp)s jam pelajaran (JP)") % {"jp": jp}
