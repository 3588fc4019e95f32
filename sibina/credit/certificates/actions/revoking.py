"""Taking a certificate back. Its number is not given again; whoever is issued a new one gets a sheet that names the old."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sibina.credit.certificates.models import Certificate, Revocation
from sibina.credit.certificates.sentences import REVOKED_FOR
from sibina.credit.certificates.types import AlreadyRevoked, ReasonMissing, RevocationReason
from sibina.ground.notices.api import tell
from sibina.ground.notices.types import Message
from sibina.lib.audit.api import record


@transaction.atomic
def revoke_certificate(
    *,
    certificate: Certificate,
    reason: RevocationReason,
    explanation: str,
    by: User | None,
    at: datetime,
) -> Revocation:
    """Take it back, and tell its holder. Raises ReasonMissing, AlreadyRevoked."""
    if not explanation.strip():
        raise ReasonMissing
    row = Certificate.objects.select_for_update().select_related("city").get(pk=certificate.pk)
    if row.revoked_on is not None:
        raise AlreadyRevoked
    row.revoked_on, row.revoked_for = timezone.localdate(at), reason
    row.save(update_fields=["revoked_on", "revoked_for"])
    made = Revocation.objects.create(
        city=row.city, certificate=row, reason=reason, explanation=explanation.strip(), at=at, by=by
    )
    words = _("%(number)s, %(title)s: %(reason)s.") % {
        "number": row.number,
        "title": row.title,
        "reason": REVOKED_FOR[reason],
    }
    message = Message("certificates.revoked", _("Sertifikat Anda dicabut"), words, f"/sertifikat/{row.pk}/")
    tell(city=row.city, people=[row.person_id], message=message, at=at)
    data = {"number": row.number, "reason": str(REVOKED_FOR[reason])}
    record(verb="certificates.certificate.revoked", city=row.city, by=by, at=at, target=row, data=data)
    return made
