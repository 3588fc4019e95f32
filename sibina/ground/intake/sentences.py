"""What intake says, in Indonesian: why a row, a cell or a whole file is not taken, and what to do."""

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sibina.ground.intake.types import (
    Book,
    Checked,
    FaultKind,
    Finding,
    OlderExport,
    Reason,
    WorkbookFault,
)
from sibina.lib.table_sentences import SPREADSHEETS

BOOK_TITLES: Mapping[Book, Promise] = {
    Book.PEOPLE: _("Data ASN"),
    Book.STANDARDS: _("Standar kompetensi"),
    Book.MEASUREMENTS: _("Hasil penilaian"),
}
BOOK_HINTS: Mapping[Book, Promise] = {
    Book.PEOPLE: _("ekspor Data ASN dari SIASN"),
    Book.STANDARDS: _("berkas dengan kolom Jabatan, Kompetensi, Jenis, Level Wajib, Dasar"),
    Book.MEASUREMENTS: _("berkas dengan kolom NIP, satu kolom tiap kompetensi, Tanggal, Metode"),
}

REASONS: Mapping[Reason, Promise] = {
    Reason.LENGTH: _("NIP harus 18 angka setelah tanda petik dan spasi dibuang."),
    Reason.NUMBER: _(
        "NIP telah diubah menjadi bilangan oleh aplikasi lembar kerja sehingga angka belakangnya hilang. "
        "Ambil lagi dari SIASN dan simpan kolom NIP sebagai teks."
    ),
    Reason.BIRTH_DATE: _(
        "Delapan angka pertama NIP bukan tanggal lahir yang mungkin (tahun, bulan, tanggal)."
    ),
    Reason.AGE: _("Menurut NIP, orang ini belum 18 tahun saat diangkat."),
    Reason.MONTH: _("Angka ke-13 dan ke-14 NIP harus 01–12 (PNS) atau mulai dari 21 (PPPK)."),
    Reason.SEX: _("Angka ke-15 NIP harus 1 (laki-laki) atau 2 (perempuan)."),
    Reason.NO_NAME: _("Nama kosong."),
    Reason.NO_UNIT: _("Unit kerja kosong, baik unit maupun unit induknya."),
    Reason.NO_POSITION: _("Nama jabatan kosong."),
    Reason.NO_COMPETENCY: _("Nama kompetensi kosong."),
    Reason.LEVEL: _("Level harus bilangan bulat 1 sampai 5."),
    Reason.KIND: _("Jenis kompetensi harus Teknis, Manajerial, atau Sosial Kultural."),
    Reason.CONFLICT: _("Level ini berbeda dari level %(level)s untuk hal yang sama di baris %(row)s."),
    Reason.DATE: _("Tanggal tidak terbaca. Tulis misalnya 31-12-2025, 31/12/2025, atau 2025-12-31."),
    Reason.FUTURE: _("Tanggal penilaian belum terjadi."),
    Reason.METHOD: _("Metode harus Asesmen, Atasan, Rekan, Mandiri, Tes, atau Sertifikat."),
    Reason.TOO_LONG: _(
        "Isi sel terlalu panjang (nama jabatan dan unit paling panjang 200 huruf, kompetensi 120)."
    ),
    Reason.BIRTH_DATE_DIFFERS: _(
        "Tanggal lahir berbeda dari tanggal di dalam NIP. Orangnya diterima dengan tanggal di kolom ini; "
        "periksa SK-nya."
    ),
    Reason.DATE_UNREADABLE: _("Tanggal tidak terbaca dan dianggap kosong. Orangnya tetap diterima."),
    Reason.POSITION_EMPTY: _("Jabatan kosong. Orangnya diterima, tetapi tidak punya standar kompetensi."),
    Reason.HEADER_AGAIN: _("Baris ini mengulang judul kolom dan dilewati."),
    Reason.COLUMN_UNKNOWN: _(
        "Kolom ini dilewati: bukan kompetensi di standar dan sebagian besar isinya bukan level 1 sampai 5."
    ),
    Reason.FORMULA_WITHOUT_VALUE: _(
        "Sel ini berisi rumus yang belum dihitung, jadi dianggap kosong. Buka dan simpan sekali di aplikasi "
        "lembar kerja."
    ),
    Reason.STRANGER: _(
        "NIP ini tidak ada di data ASN yang diterima; tingkatnya menunggu sampai orangnya ada."
    ),
    Reason.SHEET_NOT_READ: _("Lembar tersembunyi ini tidak dibaca."),
}
CONFLICT_IN_GENERAL = _("Tingkatnya berbeda dari baris lain untuk hal yang sama.")
ORIGIN = _("Baris asal")
NIP_EMPTY = _("NIP kosong.")
SENSITIVE_NOT_READ = _(
    "Kolom pribadi yang tidak diperlukan pekerjaan ini tidak dibaca dan tidak disimpan: %(columns)s."
)

FAULTS: Mapping[StrEnum, Promise] = {
    FaultKind.EMPTY: _("berkas ini kosong. Pilih berkas yang berisi data."),
    **SPREADSHEETS,
    FaultKind.NOT_TEXT: _("berkas ini bukan lembar kerja. Yang dapat dibaca: XLSX, ODS, atau CSV."),
    FaultKind.NO_HEADER: _(
        "judul kolom tidak ditemukan. Berkas ini bukan Data ASN, standar kompetensi, atau hasil penilaian."
    ),
    FaultKind.MISSING_COLUMNS: _(
        "kolom %(columns)s tidak ada (judul kolom di baris %(row)s). Tambahkan, lalu unggah lagi."
    ),
    FaultKind.COLUMN_TWICE: _(
        "kolom %(columns)s ada dua kali (judul kolom di baris %(row)s). Sisakan satu saja."
    ),
    FaultKind.NO_ROWS: _("judul kolom ada, tetapi tidak ada baris data di bawahnya."),
    FaultKind.SAME_BOOK_TWICE: _("isinya %(book)s, sama dengan berkas %(other)s. Pilih satu saja."),
    FaultKind.NOT_WHAT_ITS_NAME_SAYS: _("isinya %(book)s, padahal namanya %(promised)s. Tukar berkasnya."),
    FaultKind.MISSING_FILE: _(
        "berkas tidak ada di folder %(folder)s. Sediakan %(book)s sebagai .xlsx, .ods, atau .csv."
    ),
    FaultKind.TWO_FILES: _("ada lebih dari satu berkas (%(files)s). Sisakan satu saja."),
}
NOTHING_TO_IMPORT = _(
    "Tidak ada berkas yang dapat diimpor. Unggah sedikitnya satu buku kerja yang lolos pemeriksaan."
)
OLDER_EXPORT = _(
    "Data ASN ini keadaan per %(as_of)s, lebih tua daripada yang sudah masuk (per %(on_record)s). Tidak ada yang "
    "diubah. Ambil ekspor terbaru dari SIASN."
)


def older_export_sentence(older: OlderExport) -> str:
    """Why an older export is not imported."""
    return str(OLDER_EXPORT) % {
        "as_of": f"{older.as_of:%d-%m-%Y}",
        "on_record": f"{older.on_record:%d-%m-%Y}",
    }


def fault_sentence(fault: WorkbookFault) -> str:
    """What is wrong with the file and what to do, without the file's name."""
    return str(FAULTS[fault.kind]) % {name: _shown(value) for name, value in fault.values.items()}


def _shown(value: object) -> str:
    if isinstance(value, Book):
        return str(BOOK_TITLES[value])
    if isinstance(value, int):
        return f"{value:,}".replace(",", ".")
    if isinstance(value, tuple):
        return ", ".join(str(part) for part in value)
    return str(value)


def finding_sentence(finding: Finding) -> str:
    """Why the row or cell is refused, or what it is warned of."""
    if finding.reason is Reason.LENGTH and not finding.value:
        return str(NIP_EMPTY)
    level, _bar, row = finding.detail.partition("|")
    return str(REASONS[finding.reason]) % {"level": level, "row": row}


def reason_sentence(reason: Reason) -> str:
    """The reason without its case: for a list of reasons."""
    if reason is Reason.CONFLICT:
        return str(CONFLICT_IN_GENERAL)
    return str(REASONS[reason])


def finding_report(finding: Finding, file: str) -> dict[str, object]:
    """One entry of the report: where, what, and why, with the reason's code beside its sentence."""
    return {
        "file": file,
        "row": finding.row,
        "column": finding.column,
        "value": finding.value,
        "reason": finding_sentence(finding),
        "kind": finding.reason.value,
    }


def report_of(checked: Checked) -> dict[str, object]:
    """The whole check as the command line's JSON promises it; a workbook that was not read is null."""
    report: dict[str, object] = {"as_of": checked.as_of.isoformat()}
    people, standards, measurements = checked.people, checked.standards, checked.measurements
    report["people"] = people and {
        "rows": people.rows,
        "persons": len(people.columns.nip),
        "refused": _reports(checked, Book.PEOPLE, people.refused),
        "refused_by_kind": _by_kind(people.refused),
        "doubled": people.doubled,
        "warnings": _reports(checked, Book.PEOPLE, people.warnings),
        "active": people.active,
        "pppk": people.pppk,
        "new": people.new,
        "positions": len(people.positions),
        "offices": people.offices,
        **_columns(checked, Book.PEOPLE),
    }
    report["standards"] = standards and {
        "rows": standards.rows,
        "accepted": len(standards.columns.level),
        "doubled": standards.doubled,
        "refused": _reports(checked, Book.STANDARDS, standards.refused),
        "warnings": _reports(checked, Book.STANDARDS, standards.warnings),
        **_columns(checked, Book.STANDARDS),
    }
    report["measurements"] = measurements and {
        "rows": measurements.rows,
        "accepted": len(measurements.columns.level),
        "doubled": measurements.doubled,
        "refused": _reports(checked, Book.MEASUREMENTS, measurements.refused),
        "warnings": _reports(checked, Book.MEASUREMENTS, measurements.warnings),
        **_columns(checked, Book.MEASUREMENTS),
    }
    return report


def _reports(checked: Checked, book: Book, findings: Iterable[Finding]) -> list[dict[str, object]]:
    fact = checked.fact(book)
    return [finding_report(finding, fact.file if fact else book.value) for finding in findings]


def _by_kind(findings: Iterable[Finding]) -> dict[str, int]:
    return dict(sorted(Counter(finding.reason.value for finding in findings).items()))


def _columns(checked: Checked, book: Book) -> dict[str, object]:
    fact = checked.fact(book)
    if fact is None:
        return {}
    return {
        "file": fact.file,
        "sheet": fact.sheet,
        "header_row": fact.header_row,
        "columns_not_read": list(fact.sensitive),
        "columns_not_used": list(fact.unused),
    }
