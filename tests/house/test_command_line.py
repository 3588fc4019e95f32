"""The commands as an analyst types them: what is wrong goes to standard error, in words, with exit code 2."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.conftest import ROOT
from tests.rules.intake.books import people_rows, person, result_rows, standard_rows, xlsx
from tests.rules.planning.test_reading_files import SESSION_HEADINGS, folder_of


def run(*words: str) -> subprocess.CompletedProcess[str]:
    """One command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "sibina", *words], capture_output=True, text=True, cwd=ROOT, check=False
    )


def refused(*words: str) -> list[str]:
    """The sentences of a refusal; nothing else is on either stream."""
    done = run(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    assert "panicked" not in done.stderr
    return done.stderr.splitlines()


def test_check_names_every_file_that_cannot_be_taken_and_the_cells_of_the_others(tmp_path: Path) -> None:
    good = xlsx(people_rows(person()))
    (tmp_path / "data_asn.xlsx").write_bytes(good[: len(good) // 2])
    (tmp_path / "standar_kompetensi.xlsx").write_bytes(b"%PDF-1.7")
    results = result_rows((1, "12", "Contoh Orang", 2, "", 3, "05-06-2025", "Asesmen"))
    (tmp_path / "hasil_penilaian.xlsx").write_bytes(xlsx(results))
    broken, paper, cell = refused("check", str(tmp_path), "--json")
    assert broken.startswith("data_asn.xlsx: berkas ini rusak atau terpotong")
    assert paper.startswith("standar_kompetensi.xlsx: berkas ini sebenarnya PDF")
    assert cell.startswith("Perhatian: hasil_penilaian.xlsx, baris 2, kolom NIP: “12”: NIP harus 18 angka")


def test_gaps_names_every_fault_of_its_tables(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("person,unit,position\nA,U,Guru\nA,U,Guru\n")
    (tmp_path / "standards.xlsx").write_bytes(xlsx(standard_rows())[:900])
    (tmp_path / "measurements.csv").write_bytes(
        b"person,competency,level,method,date\nJos\xe9,k1,2,test,besok\n"
    )
    assert [sentence.split(":")[0] for sentence in refused("gaps", str(tmp_path))] == [
        "people.csv, baris 3, kolom person",
        "standards.xlsx",
        "measurements.csv, baris 2",
    ]


def test_plan_names_a_ceiling_of_zero_a_negative_price_and_a_session_that_ends_before_it_starts(
    tmp_path: Path,
) -> None:
    folder = folder_of(
        tmp_path,
        settings="ceiling = 0\n",
        programmes="programme,jp\nP1,20\nP2,10\nP3,8\n",
        sessions=f"{SESSION_HEADINGS}\nS1,P1,2027-02-05,2027-02-03,10,1,-1000000,50000\n",
    )
    assert [sentence.split(":")[0] for sentence in refused("plan", str(folder), "--json")[:3]] == [
        "settings.toml, kolom ceiling",
        "sessions.csv, baris 2, kolom fixed_cost",
        "sessions.csv, baris 2, kolom end",
    ]
    out = tmp_path / "out"
    assert "program ini tidak menutup" in refused("plan", str(folder), "--out", str(out))[-1]
    assert not out.exists()


def test_draw_names_what_is_wrong_in_the_table_and_in_its_options(tmp_path: Path) -> None:
    (tmp_path / "pemohon.csv").write_text("person,band\nA,1\nA,satu\n")
    words = ("draw", str(tmp_path / "pemohon.csv"), "--seats", "-1", "--seed", "")
    assert [sentence.split(":")[0] for sentence in refused(*words)] == [
        "pemohon.csv, baris 3, kolom band",
        "pemohon.csv, baris 3, kolom person",
        "--seats",
        "--seed",
    ]
    (missing,) = refused("draw", str(tmp_path / "lain.csv"), "--seats", "1", "--seed", "apel")
    assert "lain.csv” tidak ada" in missing
    (in_the_way,) = refused(*words[:2], *words[4:], "--seats", "1", "--out", f"{tmp_path}/pemohon.csv/hasil")
    assert "adalah berkas, bukan map" in in_the_way


def test_the_answer_of_a_draw_is_json_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "pemohon.csv").write_text("person\nAni\nBudi\nCitra\n")
    words = ("--seats", "1", "--seed", "Apel 1 Maret 2027", "--json")
    done = run("draw", str(tmp_path / "pemohon.csv"), *words)
    assert (done.returncode, done.stderr) == (0, "")
    assert [row["person"] for row in json.loads(done.stdout)["list"]] == ["Ani", "Budi", "Citra"]


@pytest.mark.parametrize("command", ["check", "gaps", "plan"])
def test_a_folder_that_is_not_there_is_said_so(tmp_path: Path, command: str) -> None:
    (sentence,) = refused(command, str(tmp_path / "tidak-ada"))
    assert "tidak-ada" in sentence
    assert "tidak ada" in sentence


def test_a_warning_stands_in_the_json_and_beside_it(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("person,unit,position,agama\nA,U,Guru,x\n")
    (tmp_path / "standards.csv").write_text("position,competency,level\nGuru,k1,3\n")
    (tmp_path / "measurements.csv").write_text(
        "person,competency,level,method,date\nA,k1,2,test,2026-01-05\n"
    )
    done = run("gaps", str(tmp_path), "--json")
    assert done.returncode == 0
    (warning,) = json.loads(done.stdout)["warnings"]
    assert "“agama” tidak dipakai" in warning
    assert done.stderr == f"Perhatian: {warning}\n"


def test_the_answer_of_a_plan_is_json_and_nothing_else(tmp_path: Path) -> None:
    done = run("plan", str(folder_of(tmp_path)), "--json", "--seconds", "5")
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert told["status"] == "optimal"
    assert told["cost"] <= told["ceiling"]
