"""Imports a folder in a process of its own, so that a test can kill it: DATABASE FOLDER CITY [hold].

Prints a line at each step of the progress; with `hold` it waits before the last one, its work not committed.
"""

import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from sibina.ground.intake import actions  # noqa: E402
from sibina.lib.tenancy.models import City  # noqa: E402
from tests.conftest import point_at  # noqa: E402

LAST_STEP = 0.97


def main(database: str, folder: str, name: str, hold: bool) -> None:
    point_at(database)
    city, _ = City.objects.get_or_create(name=name, slug=name.lower().replace(" ", "-"))

    def progress(share: float, message: str) -> None:
        sys.stdout.write(f"{share:.2f}\n")
        sys.stdout.flush()
        if hold and LAST_STEP <= share < 1:
            time.sleep(60)

    actions.import_folder(
        city=city, folder=Path(folder), at=datetime(2026, 11, 23, tzinfo=UTC), progress=progress
    )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:] == ["hold"])
