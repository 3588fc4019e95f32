"""Issuing: what the sheets share is written down, then each gets its number in the same transaction as its row."""

import secrets
from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from sibina.credit.certificates.models import Certificate, Issue, Series
from sibina.credit.certificates.reads import find_settings, without_certificate
from sibina.credit.certificates.rules import number_of
from sibina.credit.certificates.types import Group, NothingToIssue, NotReady
from sibina.ground.notices.api import tell
from sibina.ground.notices.types import Message
from sibina.ground.people.api import Person
from sibina.lib.audit.api import record
from sibina.lib.jobs.api import Job, start_job
from sibina.lib.questions import among
from sibina.lib.tenancy.models import City
from sibina.plan.programmes.api import FORM_TITLES, find_released
from sibina.plan.programmes.types import Activity, Form

ISSUE = "certificates.issue"
TOKEN_BYTES = 18
LONGEST_TITLE = 200
LONGEST_ORGANISER = 160
AT_ONCE = 1000


@transaction.atomic
def start_issue(
    *, city: City, group: Group, issued_on: date, site: str, by: User | None, at: datetime
) -> Issue:
    """Have certificates made for all of the event who have none: in the background, with a job to watch.

    `site` stands before the address in the QR. Raises NotReady, NothingToIssue.
    """
    waiting = without_certificate(group.activities)
    if not waiting:
        raise NothingToIssue
    issue = write_issue(city=city, group=group, issued_on=issued_on, site=site, by=by, at=at)
    issue.job = _start_job(issue, by, at)
    issue.save(update_fields=["job"])
    data = {"title": group.title, "ends_on": str(group.ends_on), "people": len(waiting)}
    record(verb="certificates.issue.asked", city=city, by=by, at=at, target=issue, data=data)
    return issue


def write_issue(
    *, city: City, group: Group, issued_on: date, site: str, by: User | None, at: datetime
) -> Issue:
    """Write down what the sheets of this event share, as the city's settings are now. Raises NotReady."""
    settings = find_settings()
    if settings is None:
        raise NotReady
    return Issue.objects.create(
        city=city,
        kind=group.kind,
        code=group.code,
        title=group.title[:LONGEST_TITLE],
        organiser=group.organiser[:LONGEST_ORGANISER],
        starts_on=group.starts_on,
        ends_on=group.ends_on,
        programme_id=group.programme_id,
        modules=_modules_of(group.programme_id),
        pattern=settings.pattern,
        agency=settings.agency,
        place=settings.place,
        signer_position=settings.signer_position,
        signer_name=settings.signer_name,
        signer_number=settings.signer_number,
        issued_on=issued_on,
        asked_at=at,
        asked_by=by,
        site=site,
    )


@transaction.atomic
def resume_issue(*, issue: Issue, by: User | None, at: datetime) -> Job:
    """Go on with an issue whose work was stopped or failed; sheets that could not be typeset are tried again."""
    Certificate.objects.filter(issue=issue).exclude(failure="").update(failure="")
    issue.job = _start_job(issue, by, at)
    issue.save(update_fields=["job"])
    data = {"title": issue.title}
    record(verb="certificates.issue.resumed", city=issue.city, by=by, at=at, target=issue, data=data)
    return issue.job


def _start_job(issue: Issue, by: User | None, at: datetime) -> Job:
    title = _("Sertifikat %(title)s") % {"title": issue.title}
    return start_job(city=issue.city, kind=ISSUE, title=title, at=at, by=by, arguments={"issue_id": issue.pk})


@transaction.atomic
def tell_holders(*, issue: Issue, at: datetime) -> None:
    """Tell everybody of the issue that the own certificate is there; nobody twice."""
    people = Certificate.objects.filter(issue=issue, revoked_on__isnull=True).values_list(
        "person_id", flat=True
    )
    message = Message(
        "certificates.issued",
        _("Sertifikat Anda terbit"),
        issue.title,
        "/sertifikat/saya/",
        key=f"issue {issue.pk}",
    )
    tell(city=issue.city, people=list(people), message=message, at=at)


def _modules_of(programme_id: int | None) -> list[tuple[str, str, int]]:
    """Title, method and JP of the modules in force, for the back of the sheet."""
    version = find_released(programme_id=programme_id) if programme_id is not None else None
    titles = dict(FORM_TITLES)
    return [(row.title, str(titles[Form(row.form)]), row.jp) for row in version.outline] if version else []


def take_numbers(*, city: City, year: int, many: int) -> range:
    """The next numbers of the year. The row of the series stays locked until the caller's transaction ends: what is
    rolled back gives its numbers back, and nobody else has taken any in between.
    """
    Series.objects.get_or_create(city=city, year=year)
    series = Series.objects.select_for_update().get(city=city, year=year)
    series.last += many
    series.save(update_fields=["last"])
    return range(series.last - many + 1, series.last + 1)


@transaction.atomic
def number_certificates(*, issue: Issue, activities: Sequence[Activity], at: datetime) -> int:
    """Write a certificate with its number for each of these who has none; how many. A second call writes none.

    All of them or none: a worker that is killed in between leaves no number behind.
    """
    locked = Issue.objects.select_for_update().select_related("city").get(pk=issue.pk)
    if locked.certificates.exists():
        return 0
    people = _people_of({one.person_id for one in activities})
    waiting = sorted(
        without_certificate(activities), key=lambda one: (people[one.person_id].name, one.person_id, one.key)
    )
    replaced = _taken_back(locked, [one.key for one in waiting])
    numbers = take_numbers(city=locked.city, year=locked.issued_on.year, many=len(waiting))
    Certificate.objects.bulk_create(
        [
            _certificate(locked, sequence, one, people[one.person_id], replaced.get(one.key))
            for sequence, one in zip(numbers, waiting, strict=True)
        ],
        batch_size=AT_ONCE,
    )
    data = {"certificates": len(waiting), "first": numbers[0] if waiting else None}
    record(
        verb="certificates.issue.numbered",
        city=locked.city,
        by=issue.asked_by,
        at=at,
        target=locked,
        data=data,
    )
    return len(waiting)


def _people_of(keys: Collection[int]) -> dict[int, Person]:
    rows = Person.objects.filter(among("pk", sorted(keys))).select_related("unit", "position")
    return {person.pk: person for person in rows}


def _taken_back(issue: Issue, keys: Sequence[int]) -> dict[int, int]:
    """Of these activities, the certificate that was taken back last: the new one names it."""
    rows = Certificate.objects.filter(among("activity_key", keys), kind=issue.kind, revoked_on__isnull=False)
    return dict(rows.order_by("year", "sequence").values_list("activity_key", "pk"))


def _certificate(
    issue: Issue, sequence: int, one: Activity, person: Person, replaces: int | None
) -> Certificate:
    return Certificate(
        city_id=issue.city_id,
        issue=issue,
        person=person,
        kind=issue.kind,
        activity_key=one.key,
        year=issue.issued_on.year,
        sequence=sequence,
        number=number_of(issue.pattern, sequence, issue.issued_on),
        token=secrets.token_urlsafe(TOKEN_BYTES),
        name=str(person),
        bare_name=person.name,
        facts=_facts_of(person),
        title=issue.title,
        starts_on=issue.starts_on,
        ends_on=issue.ends_on,
        jp=one.jp,
        issued_on=issue.issued_on,
        replaces_id=replaces,
    )


def _facts_of(person: Person) -> str:
    """NIP, position and unit of that day, as the sheet prints them."""
    number = f"NIP {person.number}" if person.number else ""
    parts = (number, str(person.position or ""), str(person.unit or ""))
    return " · ".join(part for part in parts if part)
