"""kill -9 of worker, web and database while a city imports and plans: nothing half done, nothing lost.

These tests run the whole product as `make up` does, on data of their own, on this machine only.
"""

import csv
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.conftest import ROOT, House, wait_until

PEOPLE = 12_000
OFFICER = "pengelola.uji"
EXAMPLE_PASSWORD = "Belajar-Terus-2026"
COMPETENCIES = ("Integritas", "Kerja Sama", "Komunikasi", "Orientasi pada Hasil", "Pelayanan Publik")

OPEN_EXAMPLE = """
import django; django.setup()
from dataclasses import replace
from sibina.web.examples import load_examples
from sibina.web.examples.rules import city_recipes
recipe = next(one for one in city_recipes() if one.slug == "sabang")
load_examples(lambda share, words: None, recipes=[replace(recipe, size=600)], at_once=1)
"""


def write_workbooks(folder: Path) -> list[Path]:
    """Three workbooks of a made-up city, large enough that an import can be hit in the middle."""
    chance = random.Random(7)
    folder.mkdir(parents=True, exist_ok=True)
    numbers = []
    for index in range(PEOPLE):
        born, begun = (
            f"19{70 + index % 30}{1 + index % 12:02d}{1 + index % 28:02d}",
            f"20{10 + index % 15}{1 + index % 12:02d}",
        )
        numbers.append(f"{born}{begun}{1 + index % 2}{index % 1000:03d}")
    numbers = sorted(set(numbers))
    positions = [f"Pengelola Layanan {letter}" for letter in "ABCDEFGH"]
    books = {
        "data_asn": [
            ["NIP BARU", "NAMA", "TANGGAL LAHIR", "JENIS KELAMIN", "JENIS PEGAWAI NAMA", "KEDUDUKAN HUKUM NAMA", "TMT CPNS",
             "JENIS JABATAN NAMA", "JABATAN NAMA", "TMT JABATAN", "UNOR NAMA", "UNOR INDUK NAMA", "GOL AKHIR NAMA",
             "STATUS CPNS PNS"],
            *(
                [number, f"Orang {place}", f"{number[6:8]}-{number[4:6]}-{number[:4]}", "M" if number[14] == "1" else "F",
                 "PNS Daerah", "Aktif", f"01-{number[12:14]}-{number[8:12]}", "Jabatan Fungsional Umum",
                 positions[place % 8], "01-01-2024", f"Bidang {place % 40}", f"Dinas {place % 10}", "III/a", "P"]
                for place, number in enumerate(numbers)
            ),
        ],
        "standar_kompetensi": [
            ["Jabatan", "Kompetensi", "Jenis", "Level Wajib", "Dasar"],
            *([position, name, "Manajerial", "3", "Keputusan uji"] for position in positions for name in COMPETENCIES),
        ],
        "hasil_penilaian": [
            ["No", "NIP", "Nama", "Jabatan", *COMPETENCIES, "Tanggal", "Metode"],
            *(
                [str(place), number, "", "", *(str(chance.randint(1, 4)) for _ in COMPETENCIES), "01-06-2025", "Asesmen"]
                for place, number in enumerate(numbers)
            ),
        ],
    }  # fmt: skip
    paths = []
    for name, rows in books.items():
        path = folder / f"{name}.csv"
        with path.open("w", newline="", encoding="utf-8") as target:
            csv.writer(target).writerows(rows)
        paths.append(path)
    return paths


@pytest.fixture(scope="module")
def batch(house: House, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A checked batch that waits for the decision; gives its address."""
    told = house.command("open-city", "Kota Uji", "--officer", OFFICER)
    password = told.split("sandi ")[1].split(" ")[0]
    house.log_in(OFFICER, password)
    house.get("/data/unggah/")
    books = {f"workbooks#{path.stem}": path for path in write_workbooks(tmp_path_factory.mktemp("buku"))}
    house.post("/data/unggah/", {}, books)
    waiting = "SELECT count(*) FROM intake_batch WHERE state = 'checked'"
    wait_until(lambda: house.count(waiting) == 1, what="the batch is checked")
    return f"/data/{house.count('SELECT id FROM intake_batch')}/"


def import_state(house: House) -> tuple[int, int, int]:
    """Persons, measurements, and jobs of the import that are done."""
    return (
        house.count("SELECT count(*) FROM people_person"),
        house.count("SELECT count(*) FROM competencies_measurement"),
        house.count("SELECT count(*) FROM jobs_job WHERE kind = 'intake.import' AND state = 'done'"),
    )


def test_an_import_whose_worker_web_and_database_are_killed_is_whole_in_the_end(
    house: House, batch: str
) -> None:
    house.get(batch)
    house.post(f"{batch}impor/", {})
    running = (
        "SELECT count(*) FROM jobs_job WHERE kind = 'intake.import' AND state = 'running' AND percent > 0"
    )
    wait_until(lambda: house.count(running) == 1, what="the import runs")
    house.kill_part("sibina worker")
    assert import_state(house)[:2] == (0, 0), "a killed import left rows behind"

    house.kill_part("granian")
    wait_until(house.answers, what="the web is back after a kill")

    wait_until(lambda: house.count(running) == 1 or import_state(house)[2] == 1, what="the import runs again")
    house.kill_database()
    wait_until(house.answers, what="the web is back after the database was killed")

    wait_until(lambda: import_state(house)[2] == 1, what="the import is done")
    persons, measurements, _done = import_state(house)
    assert persons > PEOPLE * 0.9
    assert measurements == persons * len(COMPETENCIES)
    measured = "SELECT count(*) FROM jobs_job WHERE kind = 'needs.measure_gaps' AND state = 'done'"
    wait_until(lambda: house.count(measured) == 1, what="the gaps are measured after the import")


def test_a_plan_whose_worker_is_killed_is_not_lost(house: House, batch: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", OPEN_EXAMPLE],
        env=house.environment | {"DJANGO_SETTINGS_MODULE": "config.settings"},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    house.jar.clear()
    house.log_in("pengelola.sabang", EXAMPLE_PASSWORD)
    house.get("/rencana/baru/")
    fields = {
        "name": "Rencana uji",
        "ceiling": "400000000",
        "by_ranking": "peringkat",
        "away_percent": "20",
        "seconds": "60",
        "seed": "1",
    }
    where, page = house.post("/rencana/baru/", fields)
    assert where != "/rencana/baru/", page
    running = "SELECT count(*) FROM jobs_job WHERE kind LIKE 'planning.%' AND state = 'running'"
    wait_until(lambda: house.count(running) == 1, what="the plan is being made")
    house.kill_part("sibina worker")
    ended = "SELECT count(*) FROM jobs_job WHERE kind LIKE 'planning.%' AND state = 'done'"
    wait_until(lambda: house.count(ended) >= 1, what="the plan is made after all")
    assert house.count("SELECT count(*) FROM planning_planseat") > 0


def test_after_everything_was_killed_a_second_start_finds_all_of_it(house: House, batch: str) -> None:
    before = import_state(house)
    assert house.process is not None
    house.process.kill()
    house.process.wait()
    house.kill_database()
    house.start()
    assert import_state(house) == before
