"""What is said of sheets from SIASN: their states, and why a row or a whole sheet is not taken."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sibina.credit.ledger.sentences.outside import FLAWS
from sibina.credit.ledger.types import OutsideProblem, SheetReason, SheetState

SHEET_REASONS: Mapping[SheetReason, Any] = {
    SheetReason.NO_PERSON: _("Baris ini tidak menyebut siapa: isi nipBaru atau idPns."),
    SheetReason.NIP: _("NIP harus 18 angka setelah tanda petik dan spasi dibuang."),
    SheetReason.NIP_NUMBER: _(
        "NIP telah diubah menjadi bilangan oleh aplikasi lembar kerja sehingga angka belakangnya hilang. "
        "Ambil lagi dari SIASN dan simpan kolom NIP sebagai teks."
    ),
    SheetReason.STRANGER: _("Orang ini tidak ada di data pegawai kota. Unggah dulu Data ASN yang memuatnya."),
    SheetReason.DATE: _("Tanggal tidak terbaca. Tulis misalnya 31-12-2025, 31/12/2025, atau 2025-12-31."),
    SheetReason.TYPE: _("jenisDiklatId harus angka 1 sampai 25 menurut rujukan SIASN."),
    SheetReason.JP: _("jumlahJam harus bilangan bulat, misalnya 12."),
    SheetReason.TOO_LONG: _("Isi sel terlalu panjang. Singkatkan seperti yang tercetak pada sertifikat."),
}
SHEET_STATES: Mapping[SheetState, Promise] = {
    SheetState.CHECKING: _("Sedang diperiksa"),
    SheetState.CHECKED: _("Perlu diputuskan"),
    SheetState.IMPORTING: _("Sedang diimpor"),
    SheetState.IMPORTED: _("Sudah masuk"),
    SheetState.DROPPED: _("Dibatalkan"),
}
SHEET_TONES: Mapping[SheetState, str] = {
    SheetState.CHECKING: "info",
    SheetState.CHECKED: "warn",
    SheetState.IMPORTING: "info",
    SheetState.IMPORTED: "good",
    SheetState.DROPPED: "",
}
SHEET_UNKNOWN = _(
    "judul kolom SIASN tidak ditemukan. Berkas kursus memuat namaKursus, tanggalKursus, jumlahJam, dan nipBaru; "
    "berkas diklat memuat latihanStrukturalNama, tanggal, jumlahJam, dan nipBaru."
)
COLUMNS_MISSING = _("kolom %(columns)s tidak ada. Tambahkan, lalu unggah lagi.")
SHEET_SETTLED = _("Lembar ini sudah diimpor atau dibatalkan.")
NOTHING_TO_TAKE = _("Tidak ada baris yang dapat masuk dari lembar ini.")


def sheet_sentence(reason: str) -> str:
    """Why a row is refused."""
    if reason in set(SheetReason):
        return str(SHEET_REASONS[SheetReason(reason)])
    return str(FLAWS[OutsideProblem(reason)])
