"""Questions about what was issued."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from sibina.credit.certificates.models import Certificate, CertificateSettings, Issue, Revocation
from sibina.credit.certificates.types import Certified
from sibina.ground.people.api import seen_by
from sibina.ground.people.types import Sight
from sibina.lib.questions import among
from sibina.plan.programmes.types import Activity, ActivityKind


def find_settings() -> CertificateSettings | None:
    """How the city numbers and signs, or None while nobody has said it."""
    return CertificateSettings.objects.first()


def list_certificates(*, sight: Sight) -> QuerySet[Certificate]:
    """Certificates of the people whom the reader may see."""
    return Certificate.objects.filter(seen_by(sight, unit="person__unit_id"))


def join_holders(certificates: QuerySet[Certificate]) -> QuerySet[Certificate]:
    """Each certificate with where its holder works now."""
    told = ["number", "name", "title", "starts_on", "ends_on", "jp", "issued_on", "signed_at", "revoked_on"]
    return certificates.select_related("person__office").only(
        *told, "file_id", "issue_id", "person_id", "person__office__name"
    )


def find_certificate(*, certificate_id: int, sight: Sight) -> Certificate | None:
    """One certificate with its issue, or None when it is not there or not to be seen."""
    rows = list_certificates(sight=sight).select_related("issue__programme", "replaces", "city", "person")
    return rows.filter(pk=certificate_id).first()


def find_revocation(certificate: Certificate) -> Revocation | None:
    """Who took it back, when and why."""
    return Revocation.objects.filter(certificate=certificate).select_related("by").first()


def list_replacing(certificate: Certificate) -> list[Certificate]:
    """The certificate that took the place of this one, if any."""
    return list(Certificate.objects.filter(replaces=certificate))


@dataclass(frozen=True)
class IssueCount:
    """How far an issue is."""

    all: int
    made: int
    failed: int
    signed: int
    revoked: int
    to_sign: int


def count_issue(issue: Issue) -> IssueCount:
    """How many sheets an issue has, and how far they are."""
    valid = Q(revoked_on__isnull=True)
    found = Certificate.objects.filter(issue=issue).aggregate(
        all=Count("pk"),
        made=Count("file"),
        failed=Count("pk", filter=~Q(failure="")),
        signed=Count("signed_file"),
        revoked=Count("pk", filter=~valid),
        to_sign=Count("pk", filter=valid & Q(signed_file__isnull=True)),
    )
    return IssueCount(**found)


def list_issues() -> QuerySet[Issue]:
    """What was issued together, the latest first."""
    return Issue.objects.all()


def join_counts(issues: QuerySet[Issue]) -> QuerySet[Issue]:
    """Each issue with how many sheets it has, and how many of them are signed."""
    return issues.annotate(sheets=Count("certificates"), signed=Count("certificates__signed_file"))


def find_issue(*, issue_id: int) -> Issue | None:
    """One issue with its job, or None."""
    rows = Issue.objects.select_related("job", "programme", "city", "asked_by")
    return rows.filter(pk=issue_id).first()


def certified_keys(kind: ActivityKind, keys: Collection[int]) -> set[int]:
    """Which of these activities have a valid certificate."""
    rows = Certificate.objects.filter(among("activity_key", sorted(keys)), kind=kind, revoked_on__isnull=True)
    return set(rows.values_list("activity_key", flat=True))


def without_certificate(activities: Iterable[Activity]) -> list[Activity]:
    """Those of these activities that have no valid certificate."""
    by_kind: dict[ActivityKind, list[Activity]] = {}
    for one in activities:
        by_kind.setdefault(one.kind, []).append(one)
    waiting: list[Activity] = []
    for kind, members in by_kind.items():
        has = certified_keys(kind, {one.key for one in members})
        waiting += [one for one in members if one.key not in has]
    return waiting


def list_certified(
    *, people: Collection[int] | None = None, since: date | None = None, until: date | None = None
) -> list[Certified]:
    """What valid certificates say, of these people (None: everybody), issued within these days, both included."""
    rows = Certificate.objects.filter(revoked_on__isnull=True)
    if people is not None:
        rows = rows.filter(among("person_id", sorted(people)))
    if since is not None:
        rows = rows.filter(issued_on__gte=since)
    if until is not None:
        rows = rows.filter(issued_on__lte=until)
    told = rows.order_by("person_id", "issued_on", "pk").values_list(
        "number", "person_id", "kind", "activity_key", "jp", "issued_on"
    )
    return [
        Certified(number, person, ActivityKind(kind), key, jp, day)
        for number, person, kind, key, jp, day in told
    ]
