"""What is wrong with a cell, a row or a file, said in Indonesian: what it is, where, what is allowed.

One template per code of `sibina.lib.tables.Problem`. Lazy, so that importing costs nothing and the language
of the reader counts, not that of the process.
"""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from sibina.lib.spreadsheets import Fault, SpreadsheetFault

PLACE_ROW = _("%(file)s, baris %(row)s, kolom %(column)s")
PLACE_COLUMN = _("%(file)s, kolom %(column)s")
PLACE_LINE = _("%(file)s, baris %(row)s")

WRONG: Mapping[str, Promise] = {
    "missing_file": _("berkas “%(value)s” tidak ada. Sediakan salah satu dari: %(allowed)s."),
    "two_files": _("ada lebih dari satu berkas “%(value)s” (%(allowed)s). Sisakan satu saja."),
    "unreadable": _("isi berkas ini bukan %(allowed)s. Simpan ulang sebagai %(allowed)s lalu coba lagi."),
    "encoding": _("tulisan di berkas ini bukan UTF-8. Simpan ulang sebagai “CSV UTF-8” lalu coba lagi."),
    "ending": _("jenis berkas “%(value)s” tidak dikenal. Yang diterima: %(allowed)s."),
    "no_header": _("berkas kosong: baris pertama harus memuat nama kolom: %(allowed)s."),
    "missing_column": _("kolom “%(column)s” tidak ada. Kolom yang wajib: %(allowed)s."),
    "double_column": _("kolom “%(column)s” ada lebih dari satu. Sisakan satu saja."),
    "header_again": _("baris ini mengulang judul kolom. Hapus baris ini lalu coba lagi."),
    "ragged": _("jumlah sel %(value)s, padahal kolomnya %(allowed)s. Periksa tanda kutip dan pemisah."),
    "empty": _("sel kosong. Yang diterima: %(allowed)s."),
    "formula": _(
        "rumus di sel ini belum pernah dihitung. Buka dan simpan sekali di aplikasi lembar kerja lalu coba lagi."
    ),
    "kind": _("“%(value)s” tidak dapat dipakai. Yang diterima: %(allowed)s."),
    "range": _("“%(value)s” di luar batas. Yang diterima: %(allowed)s."),
    "one_of": _("“%(value)s” tidak dikenal. Yang diterima: %(allowed)s."),
    "double": _("“%(value)s” sudah ada di baris %(allowed)s. Setiap %(column)s hanya boleh satu kali."),
    "reference": _("“%(value)s” tidak ada di %(allowed)s."),
    "unknown_column": _("kolom “%(column)s” tidak dipakai dan diabaikan."),
    "order": _("“%(value)s” tidak cocok dengan kolom lain. Yang diterima: %(allowed)s."),
    "doubt": _("“%(value)s”: %(allowed)s"),
    "note": _("%(allowed)s"),
}

SPREADSHEETS: Mapping[StrEnum, Promise] = {
    Fault.PDF: _("berkas ini sebenarnya PDF. Yang dapat dibaca: XLSX, ODS, atau CSV; minta berkas aslinya."),
    Fault.WEB_PAGE: _(
        "berkas ini sebenarnya halaman web. Buka di aplikasi lembar kerja lalu simpan sebagai XLSX."
    ),
    Fault.OLD_XLS: _(
        "berkas ini berformat Excel lama (XLS). Buka di aplikasi lembar kerja lalu simpan sebagai XLSX."
    ),
    Fault.PASSWORD: _("berkas ini dikunci dengan kata sandi. Simpan ulang tanpa kata sandi."),
    Fault.BROKEN: _("berkas ini rusak atau terpotong sehingga tidak dapat dibuka. Unduh atau simpan ulang."),
    Fault.OTHER_KIND: _("berkas ini bukan lembar kerja. Yang dapat dibaca: XLSX, ODS, atau CSV."),
    Fault.TOO_LARGE: _(
        "isi berkas ini melebihi %(limit)s MB setelah dibuka. Hapus lembar dan kolom yang tidak dipakai."
    ),
    Fault.UNFOLDS: _(
        "berkas ini mengembang %(times)s kali saat dibuka, tidak wajar untuk lembar kerja; demi keamanan tidak "
        "dibaca. Simpan ulang dari aplikasi lembar kerja."
    ),
    Fault.TOO_MANY_ROWS: _("berkas ini lebih dari %(limit)s baris. Hapus baris yang tidak dipakai."),
    Fault.TOO_MANY_COLUMNS: _("berkas ini lebih dari %(limit)s kolom. Hapus kolom yang tidak dipakai."),
    Fault.TOO_MANY_CELLS: _(
        "berkas ini berisi lebih dari %(limit)s sel. Hapus lembar, kolom, dan baris yang tidak dipakai."
    ),
}

KINDS: Mapping[str, Promise] = {
    "text": _("tulisan"),
    "whole": _("bilangan bulat"),
    "decimal": _("bilangan"),
    "date": _("tanggal, misalnya 31-12-2026, 31/12/2026, atau 2026-12-31"),
    "flag": _("1 atau 0 (boleh ya atau tidak)"),
}

EXAMPLES: Mapping[str, Promise] = {
    "whole": _("bilangan bulat tanpa titik ribuan, misalnya 1250000"),
    "decimal": _("bilangan, misalnya 0,5 atau 0.5"),
}

BOUNDS: Mapping[str, Promise] = {
    "between": _("%(kind)s dari %(low)s sampai %(high)s"),
    "least": _("%(kind)s, paling kecil %(low)s"),
    "most": _("%(kind)s, paling besar %(high)s"),
}


def _kind_words(kind: str, low: object = None, high: object = None) -> str:
    """The values that a column of this kind takes, in words; `low` and `high` are inclusive."""
    if low is None and high is None:
        return str(EXAMPLES.get(kind, KINDS[kind]))
    frame = "between" if low is not None and high is not None else "least" if high is None else "most"
    return str(BOUNDS[frame]) % {"kind": str(KINDS[kind]), "low": low, "high": high}


kind_words = lazy(_kind_words, str)  # said when somebody reads it, so that reading a file needs no settings


def _said_of(fault: SpreadsheetFault) -> str:
    numbers = {name: f"{value:,}".replace(",", ".") for name, value in fault.values.items()}
    return str(SPREADSHEETS[fault.kind]) % numbers


said_of = lazy(_said_of, str)  # why a spreadsheet is not read, without its name


def sentence_of(code: str, where: Mapping[str, object], value: object, allowed: str | Promise) -> str:
    """One sentence: the place, then what is wrong and what is allowed there."""
    values = {**where, "value": "" if value is None else value, "allowed": allowed}
    what = str(WRONG[code]) % values
    if where.get("row") is not None and where.get("column"):
        return f"{str(PLACE_ROW) % values}: {what}"
    if where.get("row") is not None:
        return f"{str(PLACE_LINE) % values}: {what}"
    if where.get("column") and code not in ("missing_column", "double_column", "unknown_column"):
        return f"{str(PLACE_COLUMN) % values}: {what}"
    return f"{where['file']}: {what}"
