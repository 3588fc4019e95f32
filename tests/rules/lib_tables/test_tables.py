"""Reading plain tables: every problem at once, at the row that a spreadsheet shows."""

import datetime
import zipfile
from pathlib import Path

import pandas as pd
import pytest

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


def test_a_file_that_is_not_what_it_says_is_refused_in_words(tmp_path):
    (tmp_path / "pdf.xlsx").write_bytes(b"%PDF-1.7 nothing of a workbook")
    (tmp_path / "cut.parquet").write_bytes(b"PAR1")
    write(tmp_path, "latin.csv", "person\nCafé\n", encoding="latin-1")
    write(tmp_path, "empty.csv", "")
    person = {"person": Kind.TEXT}
    assert problems_of(tmp_path / "pdf.xlsx", required=person) == [("unreadable", None, None, None)]
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
    assert problems_of(path, required={"person": Kind.TEXT}) == [("too_large", None, None, None)]


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
