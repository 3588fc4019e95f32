"""Where this installation is reached from outside."""

from django.conf import settings
from django.http import HttpRequest

from sibina.credit.certificates.reads import get_issuer_name
from sibina.credit.certificates.types import BadgeIssuer
from sibina.lib.tenancy.models import City


def site_of(request: HttpRequest) -> str:
    """What stands before an address in a QR: as the installation says, else as the request came."""
    return settings.SITE_ADDRESS or request.build_absolute_uri("/").rstrip("/")


def badge_issuer(request: HttpRequest, city: City) -> BadgeIssuer:
    """The city's agency as issuer of badges; the city must be entered."""
    site = site_of(request)
    return BadgeIssuer(address=f"{site}/penerbit/{city.slug}/", name=get_issuer_name(city), site=f"{site}/")
