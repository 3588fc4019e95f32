"""How fast a year's JP of Medan is counted, beside the database merely writing as many rows of the ledger.

Usage: python -m benchmarks.ledger [--cpu]. Needs the example cities (`sibina example`); leaves nothing in them. Medan gets
so many more records of trainings elsewhere that there are seven a person in a year, and is counted three times: for the
first time, once more (nothing has changed), and after a new version of the table (everything is counted anew). `--cpu`
counts processor time of this program, for a machine that others use too; the database's is then left out. Writes
benchmarks/results/ledger.json.
"""

import argparse
import json
import os
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import django
import numpy as np
import pandas as pd

from config.database import start_embedded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
start_embedded()
django.setup()

from django.db import connection, transaction  # noqa: E402  (tables are there only now)
from django.utils import timezone  # noqa: E402

from sibina.credit.ledger.api import OutsideTraining, count_year  # noqa: E402
from sibina.ground.cycles.api import Rule  # noqa: E402
from sibina.ground.people.api import Person  # noqa: E402
from sibina.lib.tenancy.context import city_context  # noqa: E402
from sibina.lib.tenancy.models import City  # noqa: E402
from sibina.web.examples.writing import write_rows  # noqa: E402

RESULTS = Path(__file__).parent / "results" / "ledger.json"
SLUG, RECORDS_A_PERSON, PROMISED_SECONDS = "medan", 7, 10
FORMS = ("seminar", "e_learning", "mentoring", "bimtek", "workshop", "coaching", "komunitas_belajar")
"""One of each a person: forms with and without caps."""


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--cpu", action="store_true")
    clock = time.process_time if words.parse_args().cpu else time.monotonic
    city = City.objects.get(slug=SLUG)
    with city_context(city), transaction.atomic():
        found = measure(city, clock)
        transaction.set_rollback(True)
    print(json.dumps(found), flush=True)
    RESULTS.write_text(json.dumps(found, indent=1) + "\n")


def measure(city: City, clock: Callable[[], float]) -> dict[str, float | int]:
    """Seconds of the three countings, and how often the first costs what writing alone costs."""
    now = timezone.now()
    # A year that the example city has nothing in, so that the first counting is one.
    year = timezone.localdate(now).year - 3
    people = Person.objects.filter(is_active=True).order_by("pk").values_list("pk", flat=True)
    add_records(city, np.array(people), year)

    def count() -> float:
        begun = clock()
        count_year(city=city, year=year, at=now)
        return clock() - begun

    first, again = count(), count()
    rule = Rule.objects.filter(key="jp_conversion").first()
    assert rule is not None, "the example city has the table"
    Rule.objects.create(
        city=city, key=rule.key, value=rule.value, valid_from=date(year, 1, 1), legal_basis="Diukur", certainty="read"
    )  # fmt: skip
    changed = count()
    writing = write_alone(year, clock)
    return {
        "people": len(people),
        "records": len(people) * RECORDS_A_PERSON,
        "first_seconds": round(first, 2),
        "again_seconds": round(again, 2),
        "changed_seconds": round(changed, 2),
        "writing_seconds": round(writing, 2),
        "over_writing": round(first / writing, 2),
        "promised_seconds": PROMISED_SECONDS,
    }


def add_records(city: City, people: np.ndarray, year: int) -> None:
    """Verified records of trainings elsewhere, spread over the year."""
    rng = np.random.default_rng(7)
    many = len(people) * RECORDS_A_PERSON
    begin = pd.Series(np.datetime64(date(year, 1, 5)) + rng.integers(0, 350, many).astype("timedelta64[D]"))
    days = rng.integers(1, 4, many)
    kind = np.tile(np.arange(RECORDS_A_PERSON), len(people))
    rows = pd.DataFrame(
        {
            "city_id": city.pk,
            "person_id": np.repeat(people, RECORDS_A_PERSON),
            "title": [f"Pelatihan {one}" for one in kind],
            "title_key": [f"pelatihan {one}" for one in kind],
            "organiser": "Lembaga",
            "form": np.array(FORMS)[kind],
            "abroad": False,
            "starts_on": begin,
            "ends_on": begin + pd.to_timedelta(days - 1, unit="D"),
            "days": days,
            "jp": 8,
            "number": "",
            "state": "verified",
            "reason": "",
            "sent_at": f"{date(year, 12, 31) + timedelta(days=9)} 03:00:00+00",
            "is_imported": True,
            "revision": 1,
        }
    )
    write_rows(OutsideTraining, rows)


def write_alone(year: int, clock: Callable[[], float]) -> float:
    """Seconds to copy the year's entries to rows of another year, and nothing else."""
    names = (
        "city_id, person_id, source, key, form, title, organiser, starts_on, ends_on, days, minutes, abroad, completed,"
        " printed, uncapped, jp, why, rule_id, counted_by_id"
    )
    begun = clock()
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO ledger_entry (year, {names}) SELECT %s, {names} FROM ledger_entry"
            " WHERE year = %s AND replaced_by_id IS NULL",
            [year - 1000, year],
        )
    return clock() - begun


if __name__ == "__main__":
    main()
