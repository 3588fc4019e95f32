"""The `sibina` command: thin, one sub-command per engine, plus what runs the product."""

import io
import json
import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress

app = typer.Typer(
    help="SIBINA: kesenjangan, rencana, dan penjelasannya.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
errors = Console(stderr=True)


def _folder_that_is_there(folder: Path) -> Path:
    if folder.is_dir():
        return folder
    what = "bukan map, melainkan berkas" if folder.exists() else "tidak ada"
    typer.echo(f"Map “{folder}” {what}. Tulis map yang berisi tabel masukan.", err=True)
    raise typer.Exit(2)


def _file_that_is_there(path: Path) -> Path:
    if path.is_file():
        return path
    what = "bukan berkas, melainkan map" if path.exists() else "tidak ada"
    typer.echo(f"Berkas “{path}” {what}. Tulis berkas daftar pemohon.", err=True)
    raise typer.Exit(2)


def _folder_to_write_to(out: Path | None) -> Path | None:
    """The folder may not be there yet; it cannot be made where a file of that name stands in its way."""
    there = next((place for place in (out, *out.parents) if place.exists()), None) if out else None
    if there is None or there.is_dir():
        return out
    typer.echo(f"“{there}” adalah berkas, bukan map. Tulis map lain untuk hasilnya.", err=True)
    raise typer.Exit(2)


Folder = Annotated[Path, typer.Argument(help="Map berisi tabel masukan.", callback=_folder_that_is_there)]
AsJson = Annotated[
    bool, typer.Option("--json", help="Satu objek JSON di keluaran baku, tidak ada yang lain.")
]


def set_up(*, database: bool = False) -> None:
    """Make Django's tables available and start the embedded server."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if database:
        from config.database import start_embedded

        start_embedded()
    django.setup()


def set_up_words() -> None:
    """Make translations available and nothing else: engines on plain files need no table."""
    import django
    from django.conf import settings

    settings.configure(LANGUAGE_CODE="id", USE_I18N=True, TIME_ZONE="Asia/Jakarta", USE_TZ=True)
    django.setup()


def answer(run: Callable[[Callable[[float, str], None]], dict[str, Any]], *, as_json: bool) -> None:
    """Run an engine with a progress bar on standard error; print its JSON or a readable form of it.

    Exit 2 with every sentence when the input is wrong: file, row, column, value, what is allowed.
    """
    from sibina.lib.table_problems import BadInput

    with Progress(console=errors, transient=True, disable=not sys.stderr.isatty()) as bar:
        line = bar.add_task("Menyiapkan…", total=1.0)

        def progress(share: float, message: str) -> None:
            bar.update(line, completed=share, description=message)

        try:
            found = run(progress)
        except BadInput as bad:
            for problem in bad.problems:
                typer.echo(problem.sentence(), err=True)
            _print_warnings([warning.sentence() for warning in bad.warnings])
            raise typer.Exit(2) from None
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
        _print_warnings(found.get("warnings", []))
    else:
        _print_readable(found)


def _print_warnings(sentences: list[str]) -> None:
    """Beside the errors, or beside the JSON: what refuses nothing and is probably not meant."""
    for sentence in sentences:
        typer.echo(f"Perhatian: {sentence}", err=True)


def _print_readable(found: dict[str, Any], indent: str = "") -> None:
    for key, value in found.items():
        if isinstance(value, dict):
            typer.echo(f"{indent}{key}")
            _print_readable(value, indent + "  ")
        elif isinstance(value, list):
            typer.echo(f"{indent}{key}: {len(value)}")
            for item in value[:20]:
                text = item if not isinstance(item, dict) else "; ".join(f"{k}={v}" for k, v in item.items())
                typer.echo(f"{indent}  - {text}")
            if len(value) > 20:
                typer.echo(f"{indent}  … {len(value) - 20} lagi (lihat --json)")
        else:
            typer.echo(f"{indent}{key}: {value}")


@app.command()
def check(folder: Folder, as_json: AsJson = False) -> None:
    """Periksa buku kerja kota: apa yang diterima, ditolak, diperingatkan. Tidak menulis apa pun."""
    set_up_words()
    from django.utils import timezone

    from sibina.ground.intake import files

    answer(lambda progress: files.check_folder(folder, today=timezone.localdate()), as_json=as_json)


@app.command()
def gaps(
    folder: Folder,
    out: Annotated[
        Path | None, typer.Option(help="Map hasil: gaps dan summary.", callback=_folder_to_write_to)
    ] = None,
    as_of: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d", "%d-%m-%Y"], help="Tanggal keadaan.")
    ] = None,
    by: Annotated[str, typer.Option(help="Kunci ringkasan, dipisah koma.")] = "unit,competency",
    engine: Annotated[str, typer.Option(help="duckdb, postgres, atau spark.")] = "duckdb",
    as_json: AsJson = False,
) -> None:
    """Hitung kesenjangan antara yang dituntut jabatan dan yang terukur."""
    if engine == "postgres":
        set_up(database=True)
    else:
        set_up_words()
    from django.utils import timezone

    from sibina.assess.needs import files
    from sibina.ground.intake.files import read_folder

    day = as_of.date() if as_of else timezone.localdate()
    keys = [key.strip() for key in by.split(",") if key.strip()]
    answer(
        lambda progress: dict(
            files.run_gaps(folder, out, as_of=day, by=keys, engine=engine, read_workbooks=read_folder)
        ),
        as_json=as_json,
    )


@app.command()
def plan(
    folder: Folder,
    out: Annotated[
        Path | None, typer.Option(help="Map hasil: sessions, seats, left_out.", callback=_folder_to_write_to)
    ] = None,
    seconds: Annotated[float, typer.Option(help="Waktu paling lama.")] = 60,
    target_gap: Annotated[float, typer.Option(help="Jarak terbukti yang sudah cukup.")] = 0.01,
    seed: Annotated[int, typer.Option(help="Benih acak.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Susun rencana terbaik di bawah pagu, dengan bukti dan alasan."""
    set_up_words()
    from sibina.plan.planning.files import run_plan

    answer(
        lambda progress: run_plan(
            folder, out, seconds=seconds, target_gap=target_gap, seed=seed, progress=progress
        ),
        as_json=as_json,
    )


@app.command()
def draw(
    applicants: Annotated[
        Path,
        typer.Argument(
            help="Tabel pemohon: person dan boleh band (CSV, XLSX, ODS, Parquet).",
            callback=_file_that_is_there,
        ),
    ],
    seats: Annotated[str, typer.Option(metavar="N", help="Banyaknya kursi.")],
    seed: Annotated[str, typer.Option(help="Benih: teks yang diumumkan sebelum undian.")],
    out: Annotated[Path | None, typer.Option(help="Map hasil: draw.", callback=_folder_to_write_to)] = None,
    as_json: AsJson = False,
) -> None:
    """Undi kursi di antara yang sama berhak; berkas dan benih yang sama selalu memberi daftar yang sama."""
    set_up_words()
    from sibina.deliver.sessions.files import run_draw

    answer(lambda progress: run_draw(applicants, out, seats=seats, seed=seed), as_json=as_json)


@app.command()
def match(
    folder: Folder,
    out: Annotated[
        Path | None, typer.Option(help="Map hasil: pairs dan unmatched.", callback=_folder_to_write_to)
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Pasangkan pegawai baru dengan mentor: sebanyak mungkin, lalu paling cocok, dengan bukti dan alasan."""
    set_up_words()
    from sibina.deliver.mentoring.files import run_match

    answer(lambda progress: run_match(folder, out, progress=progress), as_json=as_json)


@app.command(name="import")
def import_(
    folder: Folder,
    city: Annotated[str, typer.Option(help="Nama kota, seperti di halaman.")],
    yes_shrink: Annotated[
        bool, typer.Option("--setujui-menyusut", help="Tandai keluar orang yang tidak ada lagi di berkas.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Masukkan buku kerja kota dalam satu transaksi. Dijalankan dua kali, yang kedua tidak mengubah apa pun."""
    set_up(database=True)
    from django.utils import timezone

    from sibina.ground.intake import actions
    from sibina.lib.tenancy.models import City

    found = City.objects.filter(name__iexact=city).first()
    if found is None:
        known = ", ".join(City.objects.values_list("name", flat=True)) or "belum ada kota"
        typer.echo(f"Kota “{city}” tidak ada. Yang ada: {known}.", err=True)
        raise typer.Exit(2)
    answer(
        lambda progress: actions.import_folder(
            city=found,
            folder=folder,
            by=None,
            at=timezone.now(),
            confirm_shrink=yes_shrink,
            progress=progress,
        ),
        as_json=as_json,
    )


@app.command()
def migrate() -> None:
    """Buat atau perbarui tabel, lalu kunci tiap kota."""
    set_up(database=True)
    _migrate()


@app.command()
def example() -> None:
    """Muat lima kota contoh dan satu kota kosong untuk dicoba. Kota yang sudah ada dibiarkan."""
    set_up(database=True)
    _load_examples()


@app.command()
def prepare(
    examples: Annotated[bool, typer.Option(help="Muat kota contoh bila belum ada.")] = True,
) -> None:
    """Siapkan tabel, kunci, berkas tampilan, dan kota contoh. Aman dijalankan berulang."""
    set_up(database=True)
    from django.conf import settings
    from django.core.management import call_command

    errors.print("Tabel dan kunci…")
    _migrate()
    errors.print("Berkas tampilan…")
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("check", databases=["default"], deploy=settings.PRODUCTION, verbosity=0)
    if examples and not settings.PRODUCTION:
        errors.print("Lima kota contoh…")
        _load_examples()


@app.command()
def open_city(
    name: Annotated[str, typer.Argument(help="Nama kota, misalnya “Kota Sibolga”.")],
    officer: Annotated[str, typer.Option(help="Nama masuk atau surel pengelola pertama.")],
) -> None:
    """Buka kota baru dengan satu pengelola. Sandi pertamanya ditampilkan sekali ini saja."""
    set_up(database=True)
    from django.db import IntegrityError
    from django.utils import timezone

    from sibina.web import cities

    try:
        _, password = cities.open_city(name=name, officer=officer, at=timezone.now())
    except cities.CityIsThere:
        typer.echo(f"Kota “{name}” sudah ada. Pilih nama lain, atau masuk sebagai pengelolanya.", err=True)
        raise typer.Exit(2) from None
    except IntegrityError:
        typer.echo(f"Nama masuk “{officer}” sudah dipakai. Pilih yang lain.", err=True)
        raise typer.Exit(2) from None
    typer.echo(f"{name} siap. Masuk dengan {officer}, sandi {password} (gantilah setelah masuk).")


@app.command()
def logins() -> None:
    """Tunjukkan akun contoh."""
    set_up(database=True)
    from sibina.web.examples import list_example_logins

    for line in list_example_logins():
        typer.echo(line)


def _migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", database="owner", verbosity=0)
    call_command("secure_database", stdout=io.StringIO())


def _load_examples() -> None:
    from sibina.web.examples import load_examples, open_trial_city

    if sys.stderr.isatty():
        with Progress(console=errors) as bar:
            line = bar.add_task("Kota contoh", total=1.0)
            load_examples(lambda share, message: bar.update(line, completed=share, description=message))
    else:
        load_examples(_print_city)
    open_trial_city()


def _print_city(share: float, message: str) -> None:
    """Where no bar can be drawn, one line a city."""
    if message.endswith((": siap", ": sudah ada, dibiarkan")):
        errors.print(f"{share:4.0%} {message}")


@app.command()
def worker() -> None:
    """Jalankan pekerja latar belakang."""
    set_up(database=True)
    from sibina.lib.jobs.worker import work

    work()


@app.command()
def up(
    port: Annotated[int, typer.Option(help="Porta web; yang terpakai dilewati.")] = 8000,
    examples: Annotated[bool, typer.Option(help="Muat kota contoh bila belum ada.")] = True,
) -> None:
    """Jalankan semuanya: basis data, kota contoh, web, dan pekerja. Berhenti dengan Ctrl+C."""
    from sibina.supervisor import run

    raise typer.Exit(run(port=port, examples=examples))


def main() -> None:
    """Entry of the installed command."""
    app()
