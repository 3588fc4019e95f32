"""The sheets: set, stored once, gone on with after a kill, all together for the printer."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from sibina.credit.certificates.actions import (
    ensure_file,
    number_certificates,
    render_next,
    resume_issue,
    revoke_certificate,
    start_issue,
    start_print,
)
from sibina.credit.certificates.models import Certificate
from sibina.credit.certificates.types import AlreadyRevoked, ReasonMissing, RevocationReason
from sibina.ground.notices.models import Notice
from sibina.lib.files.api import StoredFile
from sibina.lib.jobs.api import Job, run_job
from tests.modules.certificates.conftest import AT, ISSUED_ON, NAMES, SITE, Hall, only


def text_of(content: bytes, page: int = 0) -> str:
    """The words of a page, with every gap as one blank."""
    return " ".join(PdfReader(BytesIO(content)).pages[page].extract_text().split())


def test_a_sheet_says_who_did_what_for_how_long_and_its_back_the_modules(hall: Hall) -> None:
    hall.issue()
    kept = ensure_file(certificate=hall.of("Budi"), site=SITE, at=AT)
    assert kept is not None
    front, back = (text_of(bytes(kept.content), page) for page in (0, 1))
    for told in (
        "PEMERINTAH KOTA UJI",
        "Nomor: 2/BKPSDM/III/2026",
        "Budi Ñurhadi, S.E.",
        "NIP 199001010000000001",
        "Pelayanan Prima",
        "2–4 Maret 2026",
        "selama 20 jam pelajaran (JP)",
        "Uji, 9 Maret 2026",
        "Dr. Kepala Uji, M.Si.",
    ):
        assert told in front
    for told in ("Etika loket", "Waktu tunggu", "Jumlah 20"):
        assert told in back


def test_the_job_makes_every_sheet_and_tells_everybody(hall: Hall) -> None:
    issue = hall.issue()
    run_job(city_id=hall.city.pk, job_id=issue.job_id)
    assert Job.objects.get(pk=issue.job_id).state == Job.State.DONE
    assert Certificate.objects.filter(file__isnull=False).count() == len(NAMES)
    told = Notice.objects.filter(kind="certificates.issued")
    assert sorted(told.values_list("person__name", flat=True)) == sorted(NAMES)


def test_a_job_that_was_killed_in_between_goes_on_where_it_was(hall: Hall) -> None:
    issue = hall.issue()
    assert render_next(issue=issue, most=2, at=AT) == 2
    first = list(Certificate.objects.filter(file__isnull=False).values_list("pk", "file_id"))
    run_job(city_id=hall.city.pk, job_id=issue.job_id)
    assert set(first) <= set(Certificate.objects.values_list("pk", "file_id"))
    assert StoredFile.objects.count() == len(NAMES)


def test_going_on_changes_nothing_that_is_there_and_tells_nobody_twice(hall: Hall) -> None:
    issue = hall.issue()
    run_job(city_id=hall.city.pk, job_id=issue.job_id)
    before = sorted(Certificate.objects.values_list("pk", "number", "file_id"))
    again = resume_issue(issue=issue, by=None, at=AT)
    run_job(city_id=hall.city.pk, job_id=again.pk)
    assert sorted(Certificate.objects.values_list("pk", "number", "file_id")) == before
    assert StoredFile.objects.count() == len(NAMES)
    assert Notice.objects.filter(kind="certificates.issued").count() == len(NAMES)


def test_one_file_for_the_printer_holds_every_valid_sheet_and_is_kept_once(hall: Hall) -> None:
    issue = hall.issue()
    revoke_certificate(
        certificate=hall.of("Budi"), reason=RevocationReason.OTHER, explanation="Sebab.", by=None, at=AT
    )
    for _turn in range(2):
        job = start_print(issue=issue, site=SITE, by=None, at=AT)
        run_job(city_id=hall.city.pk, job_id=job.pk)
    job.refresh_from_db()
    content = bytes(job.result_file.content)
    assert len(PdfReader(BytesIO(content)).pages) == 2 * (len(NAMES) - 1)
    assert "1/BKPSDM/III/2026" in text_of(content, 0)
    assert "3/BKPSDM/III/2026" in text_of(content, 2)
    assert StoredFile.objects.count() == 1


def test_the_same_row_gives_the_same_bytes(hall: Hall) -> None:
    hall.issue()
    one = hall.of("Cici")
    kept = ensure_file(certificate=one, site=SITE, at=AT)
    Certificate.objects.filter(pk=one.pk).update(file=None)
    again = ensure_file(certificate=hall.of("Cici"), site=SITE, at=AT)
    assert kept is not None
    assert again is not None
    assert (kept.pk, kept.sha256) != (again.pk, "")
    assert kept.sha256 == again.sha256


def test_taken_back_and_issued_anew_the_new_sheet_names_the_old(hall: Hall) -> None:
    hall.issue()
    old = hall.of("Ani")
    revoke_certificate(
        certificate=old, reason=RevocationReason.WRONG_DATA, explanation="Gelar keliru.", by=None, at=AT
    )
    assert Notice.objects.get(kind="certificates.revoked").person_id == old.person_id
    group = only(hall.group, hall.people[0])
    issue = start_issue(city=hall.city, group=group, issued_on=ISSUED_ON, site=SITE, by=None, at=AT)
    number_certificates(issue=issue, activities=group.activities, at=AT)
    new = hall.of("Ani")
    assert (new.number, new.replaces_id) == ("6/BKPSDM/III/2026", old.pk)
    kept = ensure_file(certificate=new, site=SITE, at=AT)
    assert kept is not None
    assert "Menggantikan sertifikat nomor 1/BKPSDM/III/2026, yang dicabut." in text_of(bytes(kept.content))


def test_a_certificate_is_taken_back_once_and_never_without_a_reason(hall: Hall) -> None:
    hall.issue()
    one = hall.of("Ani")
    with pytest.raises(ReasonMissing):
        revoke_certificate(certificate=one, reason=RevocationReason.OTHER, explanation="  ", by=None, at=AT)
    revoke_certificate(certificate=one, reason=RevocationReason.OTHER, explanation="Sebab.", by=None, at=AT)
    with pytest.raises(AlreadyRevoked):
        revoke_certificate(
            certificate=one, reason=RevocationReason.OTHER, explanation="Lagi.", by=None, at=AT
        )
