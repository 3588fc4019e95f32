"""What is said of a training elsewhere: its states and steps, and one sentence for each flaw."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from sibina.credit.ledger.rules import MOST_JP, MOST_JP_A_DAY
from sibina.credit.ledger.types import EvidenceProblem, OutsideProblem, OutsideState, OutsideStep
from sibina.lib.words import number

FLAWS: Mapping[OutsideProblem, Any] = {
    OutsideProblem.NO_TITLE: _("Nama pelatihan belum ditulis. Tulis seperti pada sertifikatnya."),
    OutsideProblem.NO_ORGANISER: _("Penyelenggara belum ditulis. Tulis lembaga yang mengadakannya."),
    OutsideProblem.ENDS_BEFORE: _(
        "Hari terakhir sebelum hari pertama. Periksa kedua tanggalnya; mungkin tertukar."
    ),
    OutsideProblem.IN_FUTURE: _(
        "Tanggal ini belum lewat. Catat pelatihannya setelah selesai, dengan sertifikatnya."
    ),
    OutsideProblem.TOO_OLD: _("Tanggal ini sebelum tahun 1970. Periksa tahunnya."),
    OutsideProblem.TOO_LONG: _("Lebih dari dua tahun. Catat setiap tahap atau setiap semester sendiri."),
    OutsideProblem.MORE_THAN_A_SEMESTER: _(
        "Tugas belajar dan izin belajar dihitung per semester. Catat satu semester dalam satu catatan, "
        "paling lama tujuh bulan."
    ),
    OutsideProblem.NO_JP: _(
        "Bentuk ini dihitung dari JP pada sertifikatnya. Tulis JP-nya; bila hanya tertulis jam, 1 JP = 45 menit."
    ),
    OutsideProblem.JP_TOO_LOW: _("JP paling sedikit 1. Tulis JP yang tercetak pada sertifikat."),
    OutsideProblem.JP_TOO_HIGH: format_lazy(
        _("JP paling banyak {most}. Periksa angkanya pada sertifikat."), most=number(MOST_JP)
    ),
    OutsideProblem.JP_BEYOND_DAYS: format_lazy(
        _(
            "JP sebanyak itu tidak muat di antara kedua tanggal: paling banyak {most} JP sehari. Periksa JP dan tanggalnya."
        ),
        most=number(MOST_JP_A_DAY),
    ),
    OutsideProblem.DAYS_TOO_FEW: _("Jumlah hari paling sedikit 1."),
    OutsideProblem.DAYS_BEYOND_SPAN: _(
        "Jumlah hari lebih banyak daripada hari di antara kedua tanggal. Periksa jumlah hari atau tanggalnya."
    ),
}
EVIDENCE_FLAWS: Mapping[EvidenceProblem, Any] = {
    EvidenceProblem.EMPTY: _("Berkas buktinya kosong. Pilih berkas sertifikat yang dapat dibuka."),
    EvidenceProblem.TOO_LARGE: _(
        "Berkas buktinya lebih dari 5 MB. Foto lagi dengan ukuran lebih kecil, atau simpan sebagai PDF."
    ),
    EvidenceProblem.OTHER_KIND: _(
        "Berkas ini bukan PDF, JPG, atau PNG. Pilih hasil pindai atau foto sertifikatnya."
    ),
}
OUTSIDE_STATES: Mapping[OutsideState, Promise] = {
    OutsideState.WAITING: _("Menunggu verifikasi"),
    OutsideState.VERIFIED: _("Terverifikasi"),
    OutsideState.REFUSED: _("Ditolak"),
    OutsideState.WITHDRAWN: _("Ditarik"),
}
OUTSIDE_TONES: Mapping[OutsideState, str] = {
    OutsideState.WAITING: "now",
    OutsideState.VERIFIED: "good",
    OutsideState.REFUSED: "bad",
    OutsideState.WITHDRAWN: "",
}
OUTSIDE_STEPS: Mapping[OutsideStep, Promise] = {
    OutsideStep.SENT: _("Dikirim"),
    OutsideStep.SENT_AGAIN: _("Diperbaiki dan dikirim lagi"),
    OutsideStep.VERIFIED: _("Diverifikasi"),
    OutsideStep.REFUSED: _("Ditolak"),
    OutsideStep.REVOKED: _("Verifikasinya dicabut"),
    OutsideStep.WITHDRAWN: _("Ditarik"),
    OutsideStep.IMPORTED: _("Diimpor dari lembar SIASN"),
}
REASON_OWED = _("Tulis alasannya dengan paling sedikit sepuluh huruf; yang bersangkutan membacanya.")
NO_EVIDENCE = _("Bukti belum dipilih. Lampirkan sertifikat atau surat keterangannya, PDF atau foto.")
NOT_HERE = _("Catatan ini sudah berpindah keadaan sejak halaman dibuka. Periksa keadaannya di bawah.")
OWN_RECORD = _("Catatan ini milik Anda sendiri; orang lain di BKPSDM yang memeriksanya.")
KNOWN_FROM_CITY = _(
    "Kegiatan ini sudah tercatat di Buku JP dari pelaksanaan kota, jadi tidak perlu dicatat lagi."
)
KNOWN_RECORD = _("Pelatihan dengan nama dan hari pertama yang sama sudah Anda catat. Buka catatan itu.")
