"""What anybody is told: by the secret of a sheet, or as a yes to who knows number and name.

A sheet is looked up without a city: the database shows the one row that has the token, and none where there is none.
"""

from datetime import date
from typing import Any

from sibina.credit.certificates.models import Certificate
from sibina.credit.certificates.reads.certificates import find_settings
from sibina.credit.certificates.reads.keys import list_badge_keys
from sibina.credit.certificates.rules import mask_name, same_name
from sibina.credit.certificates.types import CertificateState, Found, RevocationReason
from sibina.lib.tenancy.context import holding_token
from sibina.lib.tenancy.models import City


def find_by_token(*, token: str, typed_name: str = "") -> tuple[Found | None, bool]:
    """What the holder of this secret is told, and whether `typed_name` is the name on the sheet."""
    with holding_token(token):
        row = Certificate.objects_of_all_cities.select_related("city").filter(token=token).first()
    if row is None:
        return None, False
    matches = same_name(typed_name, name=row.bare_name, printed=row.name)
    return _told(row, row.name if matches else mask_name(row.bare_name)), matches


def _told(row: Certificate, name: str) -> Found:
    return Found(
        city=row.city.name,
        number=row.number,
        name=name,
        title=row.title,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        jp=row.jp,
        issued_on=row.issued_on,
        revoked_on=row.revoked_on,
        revoked_for=RevocationReason(row.revoked_for) if row.revoked_for else None,
        is_signed=row.signed_at is not None,
        is_example=row.city.is_example,
    )


def confirm_number(*, number: str, name: str) -> tuple[CertificateState, date | None] | None:
    """How the certificate of this number and this name stands; None where no sheet has both. The city must be entered."""
    row = Certificate.objects.filter(number__iexact=" ".join(number.split())).first()
    if row is None or not same_name(name, name=row.bare_name, printed=row.name):
        return None
    return (CertificateState.REVOKED, row.revoked_on) if row.revoked_on else (CertificateState.VALID, None)


def find_public_city(slug: str) -> City | None:
    """A city by the name that stands in public addresses."""
    return City.objects.filter(slug=slug).first()


def get_issuer_name(city: City) -> str:
    """The agency that issues; the city must be entered."""
    found = find_settings()
    return f"{found.agency}, {city.name}" if found else city.name


def list_public_keys() -> list[dict[str, Any]]:
    """The public halves of the keys that sign badges; the city must be entered."""
    return [key.public_jwk for key in list_badge_keys()]


def list_revoked() -> list[tuple[str, date, RevocationReason]]:
    """Token, day and reason of what was taken back; the city must be entered."""
    rows = Certificate.objects.filter(revoked_on__isnull=False).order_by("pk")
    return [
        (token, day, RevocationReason(reason))
        for token, day, reason in rows.values_list("token", "revoked_on", "revoked_for")
        if day
    ]
