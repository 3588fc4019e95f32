"""Verbs of reviewing: asking a partner, withdrawing the request, what the partner's people say, their signature."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from sibina.ground.people.api import Membership
from sibina.lib.audit.api import record
from sibina.plan.programmes.models import (
    CurriculumModule,
    CurriculumReview,
    CurriculumVersion,
    Partner,
    PartnerMember,
    ReviewRemark,
)
from sibina.plan.programmes.reads import digest_of_version
from sibina.plan.programmes.types import (
    AskedAlready,
    NoReason,
    NothingSaid,
    NotTheirReview,
    ReadAnother,
    RemarkFacts,
    RemarkKind,
    ReviewShut,
    VersionState,
)

OPEN = (VersionState.DRAFT, VersionState.REVIEW)


@transaction.atomic
def ask_review(
    *, version: CurriculumVersion, partner: Partner, note: str, by: User | None, at: datetime
) -> CurriculumReview:
    """Ask a partner to review an open version; its release waits for the signature.

    Raises ReviewShut and AskedAlready.
    """
    found = CurriculumVersion.objects.select_for_update().get(pk=version.pk)
    if found.state not in OPEN:
        raise ReviewShut
    if CurriculumReview.objects.filter(version=found, partner=partner, withdrawn_at=None).exists():
        raise AskedAlready(partner.name)
    made = CurriculumReview.objects.create(
        city_id=found.city_id, version=found, partner=partner, note=note.strip(), asked_at=at, asked_by=by
    )
    data = {"partner": partner.name, "programme": version.programme.name, "version": version.number}
    record(verb="programmes.review.asked", city=found.city, by=by, at=at, target=made, data=data)
    return made


@transaction.atomic
def withdraw_review(*, review: CurriculumReview, reason: str, by: User, at: datetime) -> None:
    """The version waits no longer for this partner, saying why. Raises NoReason and ReviewShut."""
    if not reason.strip():
        raise NoReason
    found = _open_review(review)
    found.withdrawn_at, found.withdrawn_reason = at, reason.strip()
    found.save()
    data = {"partner": found.partner.name, "version": found.version.number, "reason": reason.strip()}
    record(verb="programmes.review.withdrawn", city=found.city, by=by, at=at, target=found, data=data)


@transaction.atomic
def add_remark(
    *, review: CurriculumReview, facts: RemarkFacts, read: str, member: Membership, at: datetime
) -> ReviewRemark:
    """Comment, ask for changes, or sign what was read (its digest).

    Raises NotTheirReview, ReviewShut, NothingSaid, and ReadAnother for a signature of what has changed meanwhile.
    """
    found = _open_review(review)
    if not PartnerMember.objects.filter(membership=member, partner=found.partner_id).exists():
        raise NotTheirReview
    is_signature = facts.kind is RemarkKind.SIGNATURE
    if not (facts.name.strip() and facts.office.strip() if is_signature else facts.text.strip()):
        raise NothingSaid
    digest = digest_of_version(found.version)
    if is_signature and read != digest:
        raise ReadAnother
    about = (
        found.version.modules.filter(lineage=facts.lineage)
        if facts.lineage
        else CurriculumModule.objects.none()
    )
    module = about.first()
    made = ReviewRemark.objects.create(
        city_id=found.city_id,
        review=found,
        kind=facts.kind,
        lineage=module.lineage if module else None,
        module=module.title if module else "",
        text=facts.text.strip(),
        name=facts.name.strip() if is_signature else "",
        office=facts.office.strip() if is_signature else "",
        digest=digest,
        at=at,
        by=member.user,
    )
    _tell(made, member, at)
    return made


def _tell(remark: ReviewRemark, member: Membership, at: datetime) -> None:
    review = remark.review
    data = {"partner": review.partner.name, "version": review.version.number, "reason": remark.text}
    if remark.kind == RemarkKind.SIGNATURE:
        signed = data | {"name": remark.name, "office_held": remark.office, "digest": remark.digest}
        record(
            verb="programmes.review.signed",
            city=review.city,
            by=member.user,
            at=at,
            target=review,
            data=signed,
        )
    else:
        record(
            verb="programmes.review.remarked",
            city=review.city,
            by=member.user,
            at=at,
            target=review,
            data=data,
        )


def _open_review(review: CurriculumReview) -> CurriculumReview:
    """The review with its version, locked: nobody changes the text while it is being signed."""
    CurriculumVersion.objects.select_for_update().get(pk=review.version_id)
    found = CurriculumReview.objects.select_related("version__programme", "partner").get(pk=review.pk)
    if found.withdrawn_at is not None or found.version.state not in OPEN:
        raise ReviewShut
    return found
