"""How fast a city's workbook is checked and imported, beside the reader alone: 100,000 rows × 48 columns, one run.

    python -m benchmarks.import_speed [ROWS]

Prints and writes `benchmarks/results/import.json`. A ratio of 1 would be the speed at which python-calamine alone
reads the file; the promise is a quarter for the whole import: read, check, write to PostgreSQL, commit.
The import has a database of its own, made anew and dropped.
"""

import gc
import io
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import django
import python_calamine
import xlsxwriter
from django.core.management import call_command
from django.db import connections

from config.database import OWNER, admin_connection, start_embedded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
start_embedded()
django.setup()

from sibina.ground.intake import actions, files  # noqa: E402  (tables are there only now)
from sibina.ground.people.api import Person  # noqa: E402
from sibina.lib.tenancy.context import city_context  # noqa: E402
from sibina.lib.tenancy.models import City  # noqa: E402

ROWS = 100_000
PROMISE = 0.25
DATABASE = "sibina_bench_import"
AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
HEADINGS = [
    *("PNS ID", "NIP BARU", "NIP LAMA", "NAMA", "GELAR DEPAN", "GELAR BELAKANG", "TEMPAT LAHIR NAMA"),
    *("TANGGAL LAHIR", "JENIS KELAMIN", "AGAMA NAMA", "JENIS KAWIN NAMA", "NIK", "NOMOR HP", "EMAIL"),
    *("EMAIL GOV", "ALAMAT", "NPWP NOMOR", "BPJS", "JENIS PEGAWAI NAMA", "KEDUDUKAN HUKUM ID"),
    *("KEDUDUKAN HUKUM NAMA", "STATUS CPNS PNS", "KARTU ASN VIRTUAL", "NOMOR SK CPNS", "TANGGAL SK CPNS"),
    *("TMT CPNS", "NOMOR SK PNS", "TANGGAL SK PNS", "TMT PNS", "GOL AWAL NAMA", "GOL AKHIR ID"),
    *("GOL AKHIR NAMA", "TMT GOLONGAN", "MK TAHUN", "MK BULAN", "JENIS JABATAN ID", "JENIS JABATAN NAMA"),
    *("JABATAN NAMA", "TMT JABATAN", "TINGKAT PENDIDIKAN ID", "TINGKAT PENDIDIKAN NAMA", "PENDIDIKAN NAMA"),
    *("TAHUN LULUS", "LOKASI KERJA NAMA", "UNOR ID", "UNOR NAMA", "UNOR INDUK NAMA", "INSTANSI KERJA NAMA"),
]
GIVEN = "Mila Budi Sari Tono Dewi Agus Rina Joko Wati Eko Nur Hadi Putri Bayu Intan Rizal".split()  # noqa: SIM905
FAMILY = "Siregar Purba Wijaya Lestari Santoso Nasution Harahap Susanti Pratama Utami".split()  # noqa: SIM905
LEVELS = ("Ahli Pertama", "Ahli Muda", "Ahli Madya", "Terampil", "Mahir", "Penyelia")
TRADES = ("Guru", "Perawat", "Bidan", "Dokter", "Auditor", "Perencana", "Apoteker", "Pranata Komputer")
RESULTS = Path(__file__).resolve().parent / "results" / "import.json"


def make_workbook(path: Path, rows: int, seed: int = 7) -> None:
    """The export of a made-up city, as a spreadsheet program would save it; no person in it exists."""
    random = Random(seed)
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("DATA ASN")
        day = book.add_format({"num_format": "dd-mm-yyyy"})
        sheet.write_row(0, 0, ["DATA ASN"])
        sheet.write_row(1, 0, ["Keadaan per 2 Januari 2026"])
        sheet.write_row(3, 0, HEADINGS)
        for at in range(rows):
            for place, cell in enumerate(_row(at, random)):
                if isinstance(cell, date):
                    sheet.write_datetime(at + 4, place, cell, day)
                elif cell != "":
                    sheet.write_string(at + 4, place, cell)


def _row(at: int, random: Random) -> list[Any]:
    born = date(1966, 1, 1) + timedelta(days=at * 13 % 12_000)
    begun = date(born.year + 24, at % 12 + 1, 1)
    nip = f"{born:%Y%m%d}{begun:%Y%m}{at % 2 + 1}{at // 12_000 % 999 + 1:03d}"
    since = date(2012 + at % 13, at % 12 + 1, at % 28 + 1)
    office = at % 40
    name = f"{random.choice(GIVEN)} {random.choice(FAMILY)} {random.choice(FAMILY)}"
    position = f"{TRADES[at % 8]} {LEVELS[at % 6]}"
    found = {
        "PNS ID": f"{at:032X}",
        "NIP BARU": nip,
        "NAMA": name,
        "GELAR BELAKANG": ("S.Kep", "S.Pd", "A.Md", "")[at % 4],
        "TEMPAT LAHIR NAMA": "Medan",
        "TANGGAL LAHIR": born if at % 2 else f"{born:%d-%m-%Y}",
        "JENIS KELAMIN": "MF"[at % 2],
        "AGAMA NAMA": "-",
        "JENIS KAWIN NAMA": "-",
        "NIK": f"{at:016d}",
        "NOMOR HP": f"08{at:010d}",
        "EMAIL": f"orang{at}@contoh.id",
        "ALAMAT": f"Jalan Contoh No. {at}",
        "NPWP NOMOR": f"{at:015d}",
        "BPJS": f"{at:013d}",
        "JENIS PEGAWAI NAMA": "PNS Daerah",
        "KEDUDUKAN HUKUM ID": "01",
        "KEDUDUKAN HUKUM NAMA": "Aktif",
        "STATUS CPNS PNS": "P",
        "NOMOR SK CPNS": f"SK/{at}",
        "TANGGAL SK CPNS": f"{begun:%d-%m-%Y}",
        "TMT CPNS": f"{begun:%d/%m/%Y}",
        "NOMOR SK PNS": f"SK/P/{at}",
        "TMT PNS": begun.isoformat(),
        "GOL AWAL NAMA": "III/a",
        "GOL AKHIR ID": "33",
        "GOL AKHIR NAMA": "III/c",
        "TMT GOLONGAN": since,
        "MK TAHUN": str(at % 30),
        "MK BULAN": str(at % 12),
        "JENIS JABATAN ID": "2",
        "JENIS JABATAN NAMA": "Jabatan Fungsional Tertentu",
        "JABATAN NAMA": position if at % 50 else f"  {position.upper()} ",
        "TMT JABATAN": since,
        "TINGKAT PENDIDIKAN ID": "40",
        "TINGKAT PENDIDIKAN NAMA": "S-1/Sarjana",
        "PENDIDIKAN NAMA": "S-1",
        "TAHUN LULUS": str(born.year + 23),
        "LOKASI KERJA NAMA": "Kota Contoh",
        "UNOR ID": f"{at % 600:012x}",
        "UNOR NAMA": f"Unit {at % 600}",
        "UNOR INDUK NAMA": f"Dinas {office}",
        "INSTANSI KERJA NAMA": "Pemerintah Kota Contoh",
    }
    return [found.get(heading, "") for heading in HEADINGS]


@dataclass(frozen=True)
class Spent:
    """What a piece of work took: seconds on the clock, and of processors (ours and the database's)."""

    seconds: float
    cpu: float


def spent_on(run: Callable[[], Any]) -> tuple[Spent, Any]:
    """Time and answer, with the garbage of what ran before out of the way."""
    gc.collect()
    begun, processor = time.perf_counter(), time.process_time() + database_cpu()
    answer = run()
    cpu = time.process_time() + database_cpu() - processor
    return Spent(time.perf_counter() - begun, cpu), answer


def database_cpu() -> float:
    """Processor seconds of the server's process behind our connection, as the kernel counts them."""
    held = connections["default"].connection
    if held is None:
        return 0.0
    fields = Path(f"/proc/{held.info.backend_pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def read_alone(path: Path) -> int:
    """What python-calamine needs to hand over every cell."""
    return len(python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python())


def make_small_books(folder: Path) -> None:
    """The other two workbooks, small: the promise is about the personnel export."""
    positions = [f"{trade} {level}" for trade in TRADES for level in LEVELS]
    with xlsxwriter.Workbook(str(folder / "standar_kompetensi.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Jabatan", "Kompetensi", "Jenis", "Level Wajib", "Dasar"])
        for at, position in enumerate(positions, start=1):
            sheet.write_row(at, 0, [position, "Integritas", "Manajerial", 2, "Keputusan contoh"])
    with xlsxwriter.Workbook(str(folder / "hasil_penilaian.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["NIP", "Integritas", "Tanggal", "Metode"])
        sheet.write_row(1, 0, [_row(0, Random(1))[1], 2, "01-06-2025", "Asesmen"])


@contextmanager
def database_of_its_own() -> Iterator[None]:
    """Every connection speaks to a fresh database with all tables, locked as in production."""
    with admin_connection() as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
    for alias in connections:
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = DATABASE
    call_command("migrate", database="owner", verbosity=0)
    call_command("secure_database", stdout=io.StringIO())
    try:
        yield
    finally:
        for alias in connections:
            connections[alias].close()
        with admin_connection() as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")


def measure(folder: Path, rows: int) -> dict[str, Any]:
    """The reader alone before and after, the check, the import, and the import once more.

    Ratios are of clock seconds. On a machine that others use as well, those of processor seconds say more.
    """
    path = folder / "data_asn.xlsx"
    before, _ = spent_on(lambda: read_alone(path))
    check, checked = spent_on(lambda: files.check_contents({path.name: path.read_bytes()}, today=AT.date()))
    assert checked.people is not None
    accepted = len(checked.people.columns.nip)
    del checked
    with database_of_its_own():
        city = City.objects.create(name="Kota Ukur", slug="kota-ukur")
        first, _ = spent_on(lambda: actions.import_folder(city=city, folder=folder, at=AT))
        again, second = spent_on(lambda: actions.import_folder(city=city, folder=folder, at=AT))
        with city_context(city):
            written = Person.objects.count()
    after, _ = spent_on(lambda: read_alone(path))
    assert written == accepted == rows, (written, accepted, rows)
    assert not second["changed"]
    alone = Spent((before.seconds + after.seconds) / 2, (before.cpu + after.cpu) / 2)
    return {
        "rows": rows,
        "columns": len(HEADINGS),
        "megabytes": round(path.stat().st_size / 1e6, 1),
        "calamine_seconds": [round(before.seconds, 2), round(after.seconds, 2)],
        "check_seconds": round(check.seconds, 2),
        "import_seconds": round(first.seconds, 2),
        "import_again_seconds": round(again.seconds, 2),
        "cpu_seconds": {
            "calamine": round(alone.cpu, 2),
            "check": round(check.cpu, 2),
            "import": round(first.cpu, 2),
            "import_again": round(again.cpu, 2),
        },
        "check_ratio": round(alone.seconds / check.seconds, 3),
        "import_ratio": round(alone.seconds / first.seconds, 3),
        "check_cpu_ratio": round(alone.cpu / check.cpu, 3),
        "import_cpu_ratio": round(alone.cpu / first.cpu, 3),
        "promise_ratio": PROMISE,
        "holds": alone.seconds / first.seconds >= PROMISE,
        "peak_megabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held)
        make_workbook(folder / "data_asn.xlsx", rows)
        make_small_books(folder)
        result = measure(folder, rows)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps(result))


if __name__ == "__main__":
    main()
