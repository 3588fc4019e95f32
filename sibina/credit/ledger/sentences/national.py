"""What is said of the national files: their names, their states, and what a row lacks."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sibina.credit.ledger.types import Lacking, NationalFile, NationalState

NATIONAL_FILES: Mapping[NationalFile, Promise] = {
    NationalFile.KURSUS: _("kursus"),
    NationalFile.DIKLAT: _("diklat"),
}
NATIONAL_STATES: Mapping[NationalState, Promise] = {
    NationalState.PREPARING: _("Sedang disiapkan"),
    NationalState.PREPARED: _("Siap diperiksa"),
    NationalState.SENT: _("Sudah dikirim"),
    NationalState.DROPPED: _("Dibatalkan"),
}
NATIONAL_TONES: Mapping[NationalState, str] = {
    NationalState.PREPARING: "info",
    NationalState.PREPARED: "now",
    NationalState.SENT: "good",
    NationalState.DROPPED: "",
}
LACKING: Mapping[Lacking, Promise] = {
    Lacking.NO_AGENCY: _("instansiId kota belum diisi di halaman ini"),
    Lacking.NO_SIASN_ID: _("PNS ID pegawai belum ada; unggah Data ASN yang memuat kolom PNS ID"),
    Lacking.NO_NUMBER: _("nomor sertifikat belum ada"),
    Lacking.NO_TYPE: _("bentuk ini tidak punya jenisDiklatId di SIASN"),
    Lacking.NO_LEADERSHIP_TYPE: _("jenjang kepemimpinan tidak terbaca dari nama pelatihannya"),
    Lacking.NO_JP: _("JP pada sertifikat tidak tercatat"),
    Lacking.NO_ORGANISER: _("penyelenggara tidak tercatat"),
}
NOTHING_READY = _("Belum ada baris yang siap, jadi tidak ada yang dapat ditandai terkirim.")
SENT_ELSEWHERE = _(
    "Sebagian barisnya sudah ditandai terkirim lewat berkas lain. Siapkan berkas baru; yang sudah dikirim tidak ikut lagi."
)
SETTLED = _("Berkas ini sudah ditandai terkirim atau dibatalkan.")


def lacking_sentence(codes: Iterable[str]) -> str:
    """Everything that a row lacks, in one sentence."""
    told = "; ".join(str(LACKING[Lacking(code)]) for code in codes)
    return f"{told[:1].upper()}{told[1:]}." if told else ""
