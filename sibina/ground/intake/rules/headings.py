"""Which workbook a sheet is, where its headings stand, and which columns are read, left out, or missing."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sibina.ground.intake.rules.values import text_of
from sibina.ground.intake.types import Book, Cell, FaultKind, Header, Sheet, WorkbookFault

LOOK_AHEAD = 40
"""Rows above which the header must stand."""

LEAST_FOUND = 2
"""Required headings that a row must hold before it is taken for a header."""


@dataclass(frozen=True)
class Wanted:
    """A column that is read: our name, its headings (the first is shown), whether it must be there."""

    name: str
    headings: tuple[str, ...]
    required: bool = False


PEOPLE = (
    Wanted("nip", ("NIP BARU", "NIP", "NIP/NI PPPK", "NI PPPK", "NOMOR INDUK PEGAWAI"), True),
    Wanted("name", ("NAMA", "NAMA PEGAWAI", "NAMA LENGKAP", "NAMA PNS"), True),
    Wanted("unit", ("UNOR NAMA", "UNIT KERJA", "UNIT ORGANISASI", "NAMA UNOR"), True),
    Wanted("office", ("UNOR INDUK NAMA", "UNIT KERJA INDUK", "OPD", "PERANGKAT DAERAH", "UNOR INDUK"), True),
    Wanted("position", ("JABATAN NAMA", "NAMA JABATAN", "JABATAN"), True),
    Wanted("standing", ("KEDUDUKAN HUKUM NAMA", "KEDUDUKAN HUKUM"), True),
    Wanted("siasn_id", ("PNS ID", "ID PNS", "PEGAWAI ID")),
    Wanted("front_title", ("GELAR DEPAN",)),
    Wanted("back_title", ("GELAR BELAKANG",)),
    Wanted("birth_date", ("TANGGAL LAHIR", "TGL LAHIR")),
    Wanted("employment", ("JENIS PEGAWAI NAMA", "JENIS PEGAWAI")),
    Wanted("cpns", ("STATUS CPNS PNS",)),
    Wanted("appointed_on", ("TMT CPNS",)),
    Wanted("grade", ("GOL AKHIR NAMA", "GOLONGAN", "GOL RUANG", "GOL")),
    Wanted("position_kind", ("JENIS JABATAN NAMA", "JENIS JABATAN")),
    Wanted("echelon", ("ESELON NAMA", "ESELON", "ESELON ID")),
    Wanted("position_since", ("TMT JABATAN",)),
    Wanted("education", ("TINGKAT PENDIDIKAN NAMA", "TINGKAT PENDIDIKAN")),
)
STANDARDS = (
    Wanted("position", ("Jabatan", "Nama Jabatan", "Jabatan Nama"), True),
    Wanted("competency", ("Kompetensi", "Nama Kompetensi"), True),
    Wanted("kind", ("Jenis", "Jenis Kompetensi"), True),
    Wanted("level", ("Level Wajib", "Level", "Level Standar", "Level Kompetensi"), True),
    Wanted("basis", ("Dasar", "Dasar Hukum")),
)
MEASUREMENTS = (
    Wanted("nip", ("NIP", "NIP BARU", "NIP/NI PPPK", "NI PPPK"), True),
    Wanted("measured_on", ("Tanggal", "Tanggal Penilaian", "Tanggal Asesmen", "Tgl"), True),
    Wanted("method", ("Metode", "Metode Penilaian"), True),
    Wanted("rater", ("Penilai", "Nama Penilai", "Asesor")),
)
WANTED: Mapping[Book, tuple[Wanted, ...]] = {
    Book.PEOPLE: PEOPLE,
    Book.STANDARDS: STANDARDS,
    Book.MEASUREMENTS: MEASUREMENTS,
}
SENSITIVE = (
    "agama kawin nikah nik kk ktp alamat hp telepon telp telpon ponsel wa npwp pajak bpjs askes taspen asuransi "
    "email rekening darah suku disabilitas"
)
"""Words of headings whose columns are never read. Ground: UU 27/2022 Pasal 4 and 16 (no more than needed)."""

BESIDE_LEVELS = (
    "no, nomor, no urut, nama, nama pegawai, nama lengkap, jabatan, nama jabatan, unit kerja, unor nama, "
    "unor induk nama, opd, perangkat daerah, unit, golongan, pangkat, gol ruang, pangkat golongan, jenis kelamin, "
    "keterangan, ket, catatan, jumlah, total, rata rata, rerata, nilai, nilai akhir, skor, predikat, jpm, kategori, "
    "kesimpulan, rekomendasi, tahun, periode, jenis pegawai, kelompok, kelas jabatan, tempat, lembaga, penyelenggara"
)
"""Columns of assessment results that are no competency."""


def heading_key(cell: Cell) -> str:
    """What two spellings of one heading share: capitals, underscores, points and blanks do not count."""
    text = text_of(cell)
    return " ".join(re.sub(r"[_.\-/:*()]+", " ", text).casefold().split()) if text else ""


ALIASES: Mapping[Book, Mapping[str, str]] = {
    book: {heading_key(heading): column.name for column in columns for heading in column.headings}
    for book, columns in WANTED.items()
}
SENSITIVE_KEYS = frozenset(SENSITIVE.split())
BESIDE_KEYS = frozenset(heading_key(word) for word in BESIDE_LEVELS.split(","))


def shown_heading(book: Book, name: str) -> str:
    """The heading that people know for one of our columns."""
    return next(column.headings[0] for column in WANTED[book] if column.name == name)


def is_sensitive(key: str) -> bool:
    """Whether a heading names what the work does not need about a person."""
    return not SENSITIVE_KEYS.isdisjoint(key.split())


def find_header(head: Sequence[Sequence[Cell]]) -> Header | None:
    """The header among the first rows: where most required headings of a workbook stand; the upper row first.

    A row of one filled cell is a title. Returns None where no row looks like any of the three workbooks.
    """
    best: tuple[float, int, Book] | None = None  # the share found, the row, the workbook
    for position, row in enumerate(head[:LOOK_AHEAD]):
        keys = {heading_key(cell) for cell in row if isinstance(cell, str)} - {""}
        for book in Book:
            needed = [column for column in WANTED[book] if column.required]
            found = {ALIASES[book].get(key) for key in keys} & {column.name for column in needed}
            if len(found) < LEAST_FOUND:
                continue
            share = len(found) / len(needed)
            if best is None or share > best[0]:
                best = (share, position, book)
    return None if best is None else _header(head, best[2], best[1])


def _header(head: Sequence[Sequence[Cell]], book: Book, position: int) -> Header:
    keys = [heading_key(cell) for cell in head[position]]
    shown = [text_of(cell) for cell in head[position]]
    depth = 1
    if position + 1 < len(head) and _continues(book, keys, head[position + 1]):
        depth = 2
        for place, cell in enumerate(head[position + 1]):
            if place < len(keys) and heading_key(cell):
                keys[place], shown[place] = heading_key(cell), text_of(cell)
    if position + depth < len(head) and _is_numbering(head[position + depth]):
        depth += 1
    places, twice = _places(book, keys)
    taken = set(places.values())
    sensitive = tuple(shown[at] for at, key in enumerate(keys) if at not in taken and is_sensitive(key))
    unused = tuple(shown[at] for at, key in enumerate(keys) if at not in taken and _is_unused(book, key))
    missing = tuple(
        column.headings[0] for column in WANTED[book] if column.required and column.name not in places
    )
    return Header(book, position, depth, places, tuple(shown), missing, twice, sensitive, unused)


def _is_unused(book: Book, key: str) -> bool:
    """Whether a column is simply left out; in assessment results an unknown one is a competency."""
    is_level = book is Book.MEASUREMENTS and key not in BESIDE_KEYS
    return bool(key) and not is_sensitive(key) and not is_level


def _continues(book: Book, keys: Sequence[str], below: Sequence[Cell]) -> bool:
    """Whether the row below belongs to the header: two-storey headings, with groups above and names below."""
    if book is not Book.MEASUREMENTS:
        return False
    at = next(place for place, key in enumerate(keys) if ALIASES[book].get(key) == "nip")
    lower = [heading_key(cell) for cell in below if isinstance(cell, str)]
    return (at >= len(below) or not text_of(below[at])) and sum(map(bool, lower)) >= LEAST_FOUND


def _is_numbering(row: Sequence[Cell]) -> bool:
    """Whether a row only numbers the columns: 1, 2, 3 … or (1), (2), (3) …"""
    numbers = [text_of(cell).strip("()") for cell in row]
    filled = [number for number in numbers if number]
    return len(filled) > LEAST_FOUND and filled == [str(at) for at in range(1, len(filled) + 1)]


def _places(book: Book, keys: Sequence[str]) -> tuple[dict[str, int], tuple[str, ...]]:
    """Our names to column indices. Of several headings for a name the first of our list wins."""
    places: dict[str, int] = {}
    twice: list[str] = []
    for column in WANTED[book]:
        for heading in column.headings:
            found = [at for at, key in enumerate(keys) if key == heading_key(heading)]
            if len(found) > 1:
                twice.append(column.headings[0])
            if found:
                places[column.name] = found[0]
                break
    return places, tuple(twice)


def refuse_faulty_header(file: str, sheet: Sheet, header: Header) -> None:
    """Raise WorkbookFault where a required column is missing, or one that is read stands twice."""
    row = sheet.first_row + header.position
    if header.missing:
        raise WorkbookFault(
            file,
            FaultKind.MISSING_COLUMNS,
            book=header.book,
            columns=header.missing,
            row=row,
            sheet=sheet.name,
        )
    if header.twice:
        raise WorkbookFault(file, FaultKind.COLUMN_TWICE, columns=header.twice, row=row, sheet=sheet.name)


def sensitive_places(header: Header) -> frozenset[int]:
    """The columns that are neither read nor kept."""
    taken = set(header.places.values())
    keys = map(heading_key, header.headings)
    return frozenset(at for at, key in enumerate(keys) if at not in taken and is_sensitive(key))


def competency_places(header: Header) -> dict[int, str]:
    """The columns of an assessment workbook that may hold levels: index to heading."""
    taken = set(header.places.values())
    found: dict[int, str] = {}
    for place, heading in enumerate(header.headings):
        key = heading_key(heading)
        if key and place not in taken and key not in BESIDE_KEYS and not is_sensitive(key):
            found[place] = heading
    return found
