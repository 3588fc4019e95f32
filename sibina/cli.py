"""The `sibina` command: thin, one sub-command per engine, plus what runs the product."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress

app = typer.Typer(
    help="SIBINA: kesenjangan, rencana, dan penjelasannya.", no_args_is_help=True, add_completion=False
)
errors = Console(stderr=True)

Folder = Annotated[Path, typer.Argument(help="Map berisi tabel masukan.")]
AsJson = Annotated[
    bool, typer.Option("--json", help="Satu objek JSON di keluaran baku, tidak ada yang lain.")
]


def set_up() -> None:
    """Make Django's translations and tables available; opens no connection."""
    # Deferred: `sibina --help` answers at once.
    import django  # noqa: PLC0415

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()


def main() -> None:
    """Entry of the installed command."""
    sys.path.insert(0, os.getcwd())
    app()
