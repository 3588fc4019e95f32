"""Reading plain tables: every problem at once, at the row that a spreadsheet shows."""

import datetime
import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from sibina.lib import table_files
from sibina.lib.tables import (
    BadInput,
    Column,
    Kind,
    TableSpec,
    check_reference,
    find_table,
    read_table,
    read_tables,
    write_table,
)

LEVELS = {"person": Kind.TEXT, "level": Column(Kind.WHOLE, 1, 5), "date": Kind.DATE}


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def problems_of(path: Path, **spec) -> list[tuple]:
    with pytest.raises(BadInput) as caught:
        read_table(path, **spec)
    return [(each.code, each.row, each.column, each.value) for each in caught.value.problems]


def sentences_of(path: Path, **spec) -> list[str]:
    with pytest.raises(BadInput) as caught:
        read_table(path, **spec)
    return [each.sentence() for each in caught.value.problems]


def test_every_problem_is_named_at_the_row_a_spreadsheet_shows(tmp_path):
    path = write(
        tmp_path,
        "measurements.csv",
        "person,level,date\nA,9,31-12-2025\n\nB,dua,2025-02-30\n,3,01/02/2025\nC,,\n",
    )
    assert problems_of(path, required=LEVELS) == [
        ("empty", 5, "person", None),
        ("range", 2, "level", "9"),
        ("kind", 4, "level", "dua"),
        ("empty", 6, "level", None),
        ("kind", 4, "date", "2025-02-30"),
        ("empty", 6, "date", None),
    ]


def test_a_problem_reads_as_one_plain_sentence(tmp_path):
    path = write(tmp_path, "m.csv", "person,level,date\nA,9,31-12-2025\n")
    with pytest.raises(BadInput) as caught:
        read_table(path, required=LEVELS)
    assert caught.value.problems[0].sentence() == (
        "m.csv, baris 2, kolom level: “9” di luar batas. Yang diterima: bilangan bulat dari 1 sampai 5."
    )


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_the_same_table_reads_the_same_from_every_kind_of_file(tmp_path, ending):
    frame = pd.DataFrame(
        {
            "nip": ["199001012015041001", "199001012015041002"],
            "level": [1, 5],
            "weight": [1.5, 2.0],
            "date": [datetime.date(2025, 12, 31), datetime.date(2024, 2, 29)],
            "away": [True, False],
        }
    )
    path = write_table(frame, tmp_path / f"t.{ending}")
    table = read_table(
        path,
        required={
            "nip": Kind.TEXT,
            "level": Kind.WHOLE,
            "weight": Kind.DECIMAL,
            "date": Kind.DATE,
            "away": Kind.FLAG,
        },
    )
    assert table.frame["nip"].tolist() == frame["nip"].tolist()
    assert table.frame["level"].tolist() == [1, 5]
    assert table.frame["weight"].tolist() == [1.5, 2.0]
    assert table.frame["date"].dt.date.tolist() == frame["date"].tolist()
    assert table.frame["away"].tolist() == [True, False]
    assert table.rows.tolist() == [2, 3]
    assert str(table.frame["level"].dtype) == "int64"


def test_dates_are_taken_as_people_write_them(tmp_path):
    path = write(tmp_path, "d.csv", "date\n31-12-2025\n31/12/2025\n2025-12-31\n2025-12-31 10:30:00\n")
    table = read_table(path, required={"date": Kind.DATE})
    assert set(table.frame["date"]) == {pd.Timestamp(2025, 12, 31)}


def test_an_empty_cell_is_missing_and_not_zero(tmp_path):
    path = write(tmp_path, "p.csv", "person,jp_done,cost\nA,,\nB,0,0\n")
    table = read_table(
        path, required={"person": Kind.TEXT}, optional={"jp_done": Kind.WHOLE, "cost": Kind.DECIMAL}
    )
    assert table.frame["jp_done"].isna().tolist() == [True, False]
    assert table.frame["cost"].isna().tolist() == [True, False]


@pytest.mark.parametrize("text", ["nan", "inf", "-inf", "1e400", "0x10", "1.250.000", "satu"])
def test_what_is_no_number_is_refused(tmp_path, text):
    path = write(tmp_path, "p.csv", f"cost\n{text}\n")
    assert problems_of(path, required={"cost": Kind.DECIMAL}) == [("kind", 2, "cost", text)]


def test_a_fraction_is_no_whole_number_and_a_comma_is_a_decimal_mark(tmp_path):
    path = write(tmp_path, "p.csv", 'cost,gain\n1.5,"1,5"\n')
    assert problems_of(path, required={"cost": Kind.WHOLE, "gain": Kind.DECIMAL}) == [
        ("kind", 2, "cost", "1.5")
    ]


def test_an_unknown_column_is_a_warning_and_a_missing_one_an_error(tmp_path):
    path = write(tmp_path, "p.csv", "unit,person,agama\nU,A,x\n")
    table = read_table(path, required={"person": Kind.TEXT, "unit": Kind.TEXT})
    assert [(each.code, each.column) for each in table.warnings] == [("unknown_column", "agama")]
    assert list(table.frame) == ["person", "unit"]
    assert problems_of(path, required={"position": Kind.TEXT}) == [("missing_column", 1, "position", None)]


def test_a_doubled_key_names_the_row_that_had_it_first(tmp_path):
    path = write(tmp_path, "p.csv", "person,unit\nA,U\nB,U\nA,V\n")
    with pytest.raises(BadInput) as caught:
        read_table(path, required={"person": Kind.TEXT, "unit": Kind.TEXT}, unique=("person",))
    (found,) = caught.value.problems
    assert (found.code, found.row, found.value, found.allowed) == ("double", 4, "A", "2")


def test_a_reference_to_nobody_is_found(tmp_path):
    people = read_table(write(tmp_path, "people.csv", "person\nA\n"), required={"person": Kind.TEXT})
    needs = read_table(write(tmp_path, "needs.csv", "person\nA\nZ\n"), required={"person": Kind.TEXT})
    (found,) = check_reference(needs, "person", people)
    assert (found.file, found.row, found.value, found.allowed) == ("needs.csv", 3, "Z", "people.csv")


def test_a_row_with_too_many_cells_is_named(tmp_path):
    path = write(tmp_path, "p.csv", "person,unit\nA,U\nB,U,9\n")
    assert problems_of(path, required={"person": Kind.TEXT, "unit": Kind.TEXT}) == [("ragged", 3, None, "3")]


def test_a_parquet_file_that_unfolds_without_end_is_refused_before_it_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(table_files, "MOST_PARQUET_CELLS", 2_000_000)
    path = tmp_path / "bomb.parquet"
    pq.write_table(pa.table({"person": pa.repeat("A", 2_000_001)}), path)
    assert path.stat().st_size < 20_000
    assert sentences_of(path, required={"person": Kind.TEXT}) == [
        "bomb.parquet: berkas ini berisi lebih dari 2.000.000 sel. Hapus lembar, kolom, dan baris yang tidak dipakai."
    ]


def test_a_file_that_is_not_what_it_says_is_refused_in_words(tmp_path):
    (tmp_path / "pdf.xlsx").write_bytes(b"%PDF-1.7 nothing of a workbook")
    (tmp_path / "cut.parquet").write_bytes(b"PAR1")
    write(tmp_path, "latin.csv", "person\nCafé\n", encoding="latin-1")
    write(tmp_path, "empty.csv", "")
    person = {"person": Kind.TEXT}
    assert sentences_of(tmp_path / "pdf.xlsx", required=person) == [
        "pdf.xlsx: berkas ini sebenarnya PDF. Yang dapat dibaca: XLSX, ODS, atau CSV; minta berkas aslinya."
    ]
    (tmp_path / "pdf.csv").write_bytes(b"%PDF-1.7 nothing of a table")
    assert "sebenarnya PDF" in sentences_of(tmp_path / "pdf.csv", required=person)[0]
    (tmp_path / "book.csv").write_bytes(b"PK\x03\x04\xff")
    assert sentences_of(tmp_path / "book.csv", required=person) == [
        "book.csv: isi berkas ini bukan CSV. Simpan ulang sebagai CSV lalu coba lagi."
    ]
    assert problems_of(tmp_path / "cut.parquet", required=person) == [("unreadable", None, None, None)]
    assert problems_of(tmp_path / "latin.csv", required=person) == [("encoding", 2, None, None)]
    assert problems_of(tmp_path / "empty.csv", required=person) == [("no_header", None, None, None)]


def test_a_workbook_that_unfolds_without_end_is_not_opened(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", "x")
    content = bytearray(path.read_bytes())
    # The central directory promises four gigabytes; the reader must believe the promise and stop.
    at = content.rfind(b"PK\x01\x02") + 24
    content[at : at + 4] = (4 * 1024**3 - 2).to_bytes(4, "little")
    path.write_bytes(content)
    (sentence,) = sentences_of(path, required={"person": Kind.TEXT})
    assert "mengembang" in sentence
    assert "kali saat dibuka" in sentence


def test_a_missing_file_says_what_was_looked_for(tmp_path):
    with pytest.raises(BadInput) as caught:
        find_table(tmp_path, "people")
    assert caught.value.problems[0].allowed == "people.csv, people.xlsx, people.ods, people.parquet"
    write(tmp_path, "people.csv", "person\nA\n")
    (tmp_path / "people.xlsx").write_bytes(b"")
    with pytest.raises(BadInput) as caught:
        find_table(tmp_path, "people")
    assert caught.value.problems[0].code == "two_files"


def test_one_run_names_the_problems_of_all_files(tmp_path):
    write(tmp_path, "people.csv", "person\n\n")
    write(tmp_path, "needs.csv", "person,short\nA,x\n")
    with pytest.raises(BadInput) as caught:
        read_tables(
            tmp_path,
            {
                "people": TableSpec({"person": Kind.TEXT, "unit": Kind.TEXT}),
                "needs": TableSpec({"person": Kind.TEXT, "short": Kind.DECIMAL}),
                "units": TableSpec({"unit": Kind.TEXT}, may_be_absent=True),
                "sessions": TableSpec({"session": Kind.TEXT}),
            },
        )
    assert [(each.file if each.row else each.value, each.code) for each in caught.value.problems] == [
        ("people.csv", "missing_column"),
        ("needs.csv", "kind"),
        ("sessions", "missing_file"),
    ]


def test_text_that_looks_like_a_formula_is_written_as_text(tmp_path):
    path = write_table(pd.DataFrame({"person": ["=1+1", "@x"]}), tmp_path / "o.xlsx")
    assert read_table(path, required={"person": Kind.TEXT}).frame["person"].tolist() == ["=1+1", "@x"]


def workbook(path: Path, rows: list[list], *, forget_values: bool = False) -> Path:
    """An XLSX in which a text that begins with = is a formula, computed (as 7) unless its value is forgotten."""
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        for at, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, str) and cell.startswith("="):
                    page.write_formula(at, place, cell, None, 7)
                else:
                    page.write(at, place, cell)
    if forget_values:
        rewrite(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"<v>7</v>", b""))
    return path


def rewrite(path: Path, entry: str, change: Callable[[bytes], bytes]) -> Path:
    """The same archive with one part changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, change(content) if name == entry else content)
    return path


PEOPLE = {"required": {"person": Kind.TEXT, "short": Kind.WHOLE}, "optional": {"jp_done": Kind.WHOLE}}


def test_a_formula_counts_with_its_computed_value(tmp_path):
    path = workbook(tmp_path / "p.xlsx", [["person", "short", "jp_done"], ["A", "=3+4", "=7"]])
    frame = read_table(path, **PEOPLE).frame
    assert (frame["short"][0], frame["jp_done"][0]) == (7, 7)


def test_a_formula_that_was_never_computed_is_told_even_where_the_cell_may_be_empty(tmp_path):
    rows = [["person", "short", "jp_done"], ["A", "=3+4", 1], ["B", 1, "=7"], ["C", 1, None]]
    path = workbook(tmp_path / "p.xlsx", rows, forget_values=True)
    assert problems_of(path, **PEOPLE) == [
        ("formula", 2, "short", None),
        ("formula", 3, "jp_done", None),
    ]


def test_one_cell_in_the_farthest_corner_is_refused_before_memory_is_asked_for(tmp_path):
    path = workbook(tmp_path / "p.xlsx", [["person", "short"], ["A", 1]])
    corner = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    rewrite(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"</sheetData>", corner))
    assert sentences_of(path, **PEOPLE) == [
        "p.xlsx: berkas ini lebih dari 26 kolom. Hapus kolom yang tidak dipakai."
    ]


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_workbook_says_so_and_what_to_do(tmp_path, share):
    path = workbook(tmp_path / "p.xlsx", [["person", "short"], *([f"P{at}", at] for at in range(500))])
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    assert sentences_of(path, **PEOPLE) == [
        "p.xlsx: berkas ini rusak atau terpotong sehingga tidak dapat dibuka. Unduh atau simpan ulang."
    ]


def test_a_second_header_among_the_rows_is_told_at_its_row(tmp_path):
    path = write(tmp_path, "p.csv", "person,short\nA,1\nperson,short\nB,2\n")
    assert sentences_of(path, **PEOPLE) == [
        "p.csv, baris 3: baris ini mengulang judul kolom. Hapus baris ini lalu coba lagi."
    ]


def test_lines_of_two_encodings_are_told_at_the_first_line_that_is_not_utf8(tmp_path):
    path = tmp_path / "p.csv"
    path.write_bytes("person,short\nJosé,1\n".encode() + "René,2\n".encode("cp1252"))
    assert problems_of(path, **PEOPLE) == [("encoding", 3, None, None)]
