"""The certificates of what people of an example city completed in the last months; sheets are set when first asked for."""

from datetime import datetime, timedelta

from django.utils import timezone

from sibina.credit.certificates.api import list_completed, number_certificates, save_settings, write_issue
from sibina.credit.certificates.rules import group_activities
from sibina.credit.certificates.types import SettingsFacts
from sibina.lib.tenancy.models import City

LAST_DAYS = timedelta(days=240)
WAITING = timedelta(days=30)
"""What ended so lately still waits for its certificates."""
ISSUED_AFTER = timedelta(days=7)
MOST_EVENTS = 30
PATTERN = "{nomor:4}/BKPSDM/{bulan romawi}/{tahun}"
AGENCY = "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia"


def write_certificates(city: City, *, at: datetime) -> None:
    """How the city numbers and who signs, and a certificate for each who completed one of the events."""
    today = timezone.localdate(at)
    place = city.name.removeprefix("Kota ")
    facts = SettingsFacts(
        pattern=PATTERN,
        agency=AGENCY,
        place=place,
        signer_position=f"Kepala BKPSDM Kota {place}",
        signer_name="Drs. Contoh Penanda Tangan, M.Si.",
        signer_number="",
    )
    save_settings(city=city, facts=facts, revision=0, by=None, at=at)
    events = group_activities(list_completed(since=today - LAST_DAYS, until=today - WAITING))
    for group in reversed(events[:MOST_EVENTS]):
        day = group.ends_on + ISSUED_AFTER
        issued_at = timezone.make_aware(datetime(day.year, day.month, day.day, 10))
        issue = write_issue(city=city, group=group, issued_on=day, site="", by=None, at=issued_at)
        number_certificates(issue=issue, activities=group.activities, at=issued_at)
