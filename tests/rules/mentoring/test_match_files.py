"""The files of `sibina match`: what is written, and one run that names everything wrong."""

import csv
from pathlib import Path

import pytest

from sibina.deliver.mentoring.files import run_match
from sibina.lib.tables import BadInput

GOOD = {
    "mentors": "person,unit,capacity,grade,role\nBudi,SD 1,1,IV/a,superior\nCici,SD 2,2,III/d,\n",
    "strengths": "person,competency,level\nBudi,Pedagogi,4\nCici,Komunikasi,5\nAni,Pedagogi,2\n",
    "mentees": "person,unit,grade\nAni,SD 1,III/a\nDodi,SD 1,IX\nEdi,SD 3,III/a\nFani,SD 3,III/a\n",
    "needs": "person,competency,short,weight\nAni,Pedagogi,1,1\nDodi,Komunikasi,2,1.5\n",
}


def folder_of(folder: Path, **changed: str) -> Path:
    for name, text in {**GOOD, **changed}.items():
        (folder / f"{name}.csv").write_text(text)
    return folder


def refused(folder: Path) -> list[tuple[str, int | None, str | None, str]]:
    with pytest.raises(BadInput) as caught:
        run_match(folder)
    return [(one.file, one.row, one.column, one.code) for one in caught.value.problems]


def test_pairs_are_written_with_their_score_and_their_reasons_in_words(tmp_path: Path) -> None:
    told = run_match(folder_of(tmp_path), tmp_path / "out")
    with (tmp_path / "out" / "pairs.csv").open() as lines:
        rows = list(csv.DictReader(lines))
    assert told["pairs"] == len(rows) == 3
    assert told["unmatched"] == 1
    assert told["score"] == pytest.approx(sum(float(row["score"]) for row in rows))
    assert told["score"] <= told["bound"]
    ani = next(row for row in rows if row["mentee"] == "Ani")
    assert ani["mentor"] == "Budi"
    assert ani["reasons"] == (
        "Kuat dalam Pedagogi (tingkat 4), yang masih kurang 1 tingkat; atasan langsung; satu unit; "
        "golongan 4 tingkat di atas; belum membimbing orang lain."
    )
    (left,) = told["unmatched_people"]
    assert left["reason"] == "semua mentor yang boleh sudah penuh"


def test_who_is_barred_is_not_proposed(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, barred="mentor,mentee\nBudi,Ani\nCici,Ani\n")
    (ani,) = (one for one in run_match(folder)["unmatched_people"] if one["mentee"] == "Ani")
    assert ani["reason"].startswith("tidak ada mentor yang boleh")


def test_one_run_names_all_that_is_wrong_and_writes_nothing(tmp_path: Path) -> None:
    folder = folder_of(
        tmp_path,
        mentors="person,unit,capacity,grade,role\nBudi,SD 1,-1,IV/a,superior\nBudi,SD 2,2,tinggi,teman\n",
        strengths="person,competency,level\nBudi,Pedagogi,11\n",
        mentees="person,unit,grade\nAni,SD 1,\n",
        needs="person,competency,short,weight\nZaki,Pedagogi,1,1\n",
    )
    assert sorted(refused(folder), key=str) == [
        ("mentees.csv", 2, "grade", "empty"),
        ("mentors.csv", 2, "capacity", "range"),
        ("mentors.csv", 3, "grade", "kind"),
        ("mentors.csv", 3, "person", "double"),
        ("mentors.csv", 3, "role", "one_of"),
        ("needs.csv", 2, "person", "reference"),
        ("strengths.csv", 2, "level", "range"),
    ]
    with pytest.raises(BadInput):
        run_match(folder, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_missing_table_is_named_and_rows_about_strangers_are_told_once_a_file(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, strengths="person,competency,level\nX,k,1\nY,k,2\nBudi,k,3\n")
    (warning,) = run_match(folder)["warnings"]
    assert "“2”: baris tentang orang yang bukan mentor" in warning
    (folder / "needs.csv").unlink()
    assert [code for *_place, code in refused(folder)] == ["missing_file"]
