"""A thousand certificates with QR, unsigned, from rows to stored files. Usage: python -m benchmarks.certificates [SHEETS]

The control is the same sheets set by typst alone in the same run: no QR made, nothing read and nothing stored. Writes
benchmarks/results/certificates.json.
"""

import json
import os
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import django

from config.database import start_embedded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
start_embedded()
django.setup()

from benchmarks.import_speed import database_of_its_own  # noqa: E402  (tables are there only now)
from sibina.credit.certificates.actions import (  # noqa: E402
    number_certificates,
    own_of,
    save_settings,
    shared_by,
    start_issue,
)
from sibina.credit.certificates.models import Certificate, Issue  # noqa: E402
from sibina.credit.certificates.rules import group_activities  # noqa: E402
from sibina.credit.certificates.types import SettingsFacts  # noqa: E402
from sibina.ground.people.api import Person  # noqa: E402
from sibina.lib.documents import Typesetter  # noqa: E402
from sibina.lib.jobs.api import run_job  # noqa: E402
from sibina.lib.tenancy.context import city_context  # noqa: E402
from sibina.lib.tenancy.models import City  # noqa: E402
from sibina.plan.programmes.models import CurriculumModule, CurriculumVersion, Programme  # noqa: E402
from sibina.plan.programmes.types import Activity, ActivityKind, Form, VersionState  # noqa: E402

RESULTS = Path(__file__).parent / "results" / "certificates.json"
SHEETS = 1000
PROMISE = 50.0
AT = datetime(2026, 3, 9, 3, tzinfo=UTC)
DAY = date(2026, 3, 4)


def make_programme(city: City) -> Programme:
    """A programme with five modules, for the back of each sheet."""
    programme = Programme.objects.create(
        city=city, key="ukur", name="Pelayanan Prima", form=Form.BIMTEK, jp=20, max_participants=SHEETS
    )
    version = CurriculumVersion.objects.create(city=city, programme=programme, number=1, begun_at=AT)
    CurriculumModule.objects.bulk_create(
        CurriculumModule(
            city=city, version=version, lineage=at, place=at, title=f"Modul {at}", jp=4, form=Form.BIMTEK
        )
        for at in range(1, 6)
    )
    CurriculumVersion.objects.filter(pk=version.pk).update(state=VersionState.RELEASED)
    return programme


def make_issue(city: City, sheets: int) -> Issue:
    """Certificates of as many people, numbered and not yet set."""
    people = Person.objects.bulk_create(
        Person(
            city=city,
            name=f"Siti Rahmawati Nasution {at}",
            back_title="S.E.",
            number=f"{199001010000000000 + at}",
            sex="F",
            birth_date=date(1990, 1, 1),
            employment="pns",
            legal_standing="Aktif",
        )
        for at in range(sheets)
    )
    facts = SettingsFacts("{nomor}/BKPSDM/{tahun}", "BKPSDM", "Ukur", "Kepala BKPSDM", "Dr. Kepala", "")
    save_settings(city=city, facts=facts, revision=0, by=None, at=AT)
    programme = make_programme(city)
    activities = [
        Activity(
            kind=ActivityKind.SESSION, key=one.pk, person_id=one.pk, form=Form.BIMTEK, title="Pelayanan Prima",
            organiser="", starts_on=DAY, ends_on=DAY, days=(DAY,), minutes=None, jp=20, abroad=False, completed=True,
            programme_id=programme.pk,
        )
        for one in people
    ]  # fmt: skip
    (group,) = group_activities(activities)
    issue = start_issue(
        city=city, group=group, issued_on=AT.date(), site="https://ukur.go.id", by=None, at=AT
    )
    number_certificates(issue=issue, activities=activities, at=AT)
    return issue


def measure(sheets: int) -> dict[str, Any]:
    """The whole job; typst alone before and after it."""
    with database_of_its_own():
        city = City.objects.create(name="Kota Ukur", slug="kota-ukur")
        with city_context(city):
            issue = make_issue(city, sheets)
        with city_context(city):
            rows = list(Certificate.objects.filter(issue=issue)[: max(1, sheets // 5)])
            shared = shared_by(issue, issue.site)
            told = [shared | {"sheets": [own_of(row, issue.site)]} for row in rows]
        before = rate(told)
        began = time.perf_counter()
        run_job(city_id=city.pk, job_id=issue.job_id)
        seconds = time.perf_counter() - began
        after = rate(told)
        with city_context(city):
            made = Certificate.objects.filter(issue=issue, file__isnull=False).count()
    assert made == sheets, (made, sheets)
    return {
        "sheets": sheets,
        "seconds": round(seconds, 2),
        "a_second": round(sheets / seconds, 1),
        "typst_alone_a_second": [round(before, 1), round(after, 1)],
        "ratio": round(sheets / seconds / ((before + after) / 2), 3),
        "promise_a_second": PROMISE,
        "holds": sheets / seconds >= PROMISE,
    }


def rate(told: list[dict[str, Any]]) -> float:
    """Sheets a second that typst sets alone."""
    setter = Typesetter("certificate.typ")
    began = time.perf_counter()
    for one in told:
        setter.set(one)
    return len(told) / (time.perf_counter() - began)


def main() -> None:
    result = measure(int(sys.argv[1]) if len(sys.argv) > 1 else SHEETS)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps(result))


if __name__ == "__main__":
    main()
