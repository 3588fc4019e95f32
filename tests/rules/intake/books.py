"""Small workbooks for tests, as bytes: XLSX by XlsxWriter, CSV as text, ODS written by hand."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from xml.sax.saxutils import escape

import xlsxwriter

PEOPLE_HEADINGS = [
    "PNS ID",
    "NIP BARU",
    "NAMA",
    "TANGGAL LAHIR",
    "AGAMA NAMA",
    "NIK",
    "JENIS PEGAWAI NAMA",
    "KEDUDUKAN HUKUM NAMA",
    "STATUS CPNS PNS",
    "TMT CPNS",
    "GOL AKHIR NAMA",
    "JENIS JABATAN NAMA",
    "JABATAN NAMA",
    "TMT JABATAN",
    "UNOR NAMA",
    "UNOR INDUK NAMA",
]
STANDARD_HEADINGS = ["Jabatan", "Kompetensi", "Jenis", "Level Wajib", "Dasar"]
RESULT_HEADINGS = ["No", "NIP", "Nama", "Integritas", "Kerja Sama", "Pedagogik", "Tanggal", "Metode"]
NIP = "199001012015031001"
OTHER_NIP = "199202022024212002"
THIRD_NIP = "198803032012042003"


def person(nip: object = NIP, **cells: object) -> list[object]:
    """One row of the export; keywords are headings with underscores for blanks."""
    row: dict[str, object] = {
        "PNS ID": f"ID{nip}",
        "NIP BARU": nip,
        "NAMA": "Contoh Orang",
        "TANGGAL LAHIR": "",
        "AGAMA NAMA": "rahasia",
        "NIK": "1234567890123456",
        "JENIS PEGAWAI NAMA": "PNS Daerah",
        "KEDUDUKAN HUKUM NAMA": "Aktif",
        "STATUS CPNS PNS": "P",
        "TMT CPNS": "",
        "GOL AKHIR NAMA": "III/a",
        "JENIS JABATAN NAMA": "Jabatan Fungsional Tertentu",
        "JABATAN NAMA": "Guru Ahli Pertama",
        "TMT JABATAN": "01-01-2020",
        "UNOR NAMA": "SD Negeri 1",
        "UNOR INDUK NAMA": "Dinas Pendidikan",
    }
    row.update({name.replace("_", " "): value for name, value in cells.items()})
    return [row[heading] for heading in PEOPLE_HEADINGS]


def people_rows(*people: list[object], titles: Sequence[Sequence[object]] = ()) -> list[Sequence[object]]:
    return [*titles, PEOPLE_HEADINGS, *people]


def standard_rows(*rows: Sequence[object]) -> list[Sequence[object]]:
    given = rows or (
        ("Guru Ahli Pertama", "Integritas", "Manajerial", 2, "Keputusan contoh"),
        ("Guru Ahli Pertama", "Pedagogik", "Teknis", 3, "Keputusan contoh"),
    )
    return [STANDARD_HEADINGS, *given]


def result_rows(*rows: Sequence[object]) -> list[Sequence[object]]:
    given = rows or ((1, NIP, "Contoh Orang", 2, "", 3, "05-06-2025", "Asesmen"),)
    return [RESULT_HEADINGS, *given]


def xlsx(rows: Sequence[Sequence[object]], *, sheet: str = "Data") -> bytes:
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "default_date_format": "dd-mm-yyyy"})
    page = book.add_worksheet(sheet)
    for at, row in enumerate(rows):
        for place, cell in enumerate(row):
            if isinstance(cell, date):
                page.write_datetime(at, place, cell)
            elif isinstance(cell, str) and cell.startswith("="):
                page.write_formula(at, place, cell, None, "dihitung")
            elif isinstance(cell, str):
                page.write_string(at, place, cell)
            elif cell is not None:
                page.write(at, place, cell)
    book.close()
    return held.getvalue()


def csv_text(rows: Sequence[Sequence[object]], mark: str = ",") -> str:
    return "".join(mark.join(str(cell) for cell in row) + "\r\n" for row in rows)


def ods(rows: Sequence[Sequence[object]]) -> bytes:
    body = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="float" office:value="{cell}"><text:p>{cell}</text:p></table:table-cell>'
            if isinstance(cell, (int, float))
            else '<table:table-cell office:value-type="string"><text:p>'
            f"{escape(str(cell))}</text:p></table:table-cell>"
            if cell != ""
            else "<table:table-cell/>"
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2">'
        f'<office:body><office:spreadsheet><table:table table:name="Data">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": b"<manifest/>",
            "content.xml": content.encode(),
        }
    )


def zipped(entries: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return held.getvalue()


def rezipped(content: bytes, change: dict[str, bytes]) -> bytes:
    """The same archive with some entries replaced."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    return zipped({**entries, **change})


def never_computed(content: bytes) -> bytes:
    """The same workbook as a program leaves it that writes formulas without their values."""
    sheet = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        page = archive.read(sheet)
    return rezipped(content, {sheet: page.replace(b' t="str"', b"").replace(b"<v>dihitung</v>", b"<v></v>")})
