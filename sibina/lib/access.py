"""Who may do what: the roles of a city, and the one decorator that asks for them."""

from collections.abc import Callable, Collection
from enum import StrEnum
from functools import wraps
from typing import Any, Protocol

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _


class Role(StrEnum):
    """What a member of a city is there for (design §4)."""

    PENGELOLA = "pengelola"
    ANALIS = "analis"
    KEPALA_OPD = "kepala_opd"
    ASN = "asn"
    MENTOR = "mentor"
    MITRA = "mitra"
    PIMPINAN = "pimpinan"
    INSPEKTORAT = "inspektorat"


ROLE_TITLES = {
    Role.PENGELOLA: _("Pengelola BKPSDM"),
    Role.ANALIS: _("Analis BKPSDM"),
    Role.KEPALA_OPD: _("Kepala OPD"),
    Role.ASN: _("ASN"),
    Role.MENTOR: _("Mentor"),
    Role.MITRA: _("Mitra"),
    Role.PIMPINAN: _("Pimpinan"),
    Role.INSPEKTORAT: _("Inspektorat"),
}

WHOLE_CITY = frozenset({Role.PENGELOLA, Role.ANALIS, Role.PIMPINAN, Role.INSPEKTORAT})
"""Roles that see the whole city; the others see their unit, or themselves."""

READING_ONLY = frozenset({Role.INSPEKTORAT, Role.PIMPINAN})
"""Roles that change nothing, whatever page they stand on, but for what is theirs to decide (`allow`)."""


class Member(Protocol):
    """What a request knows of the person behind it."""

    role: str
    unit_id: int | None
    person_id: int | None


View = Callable[..., HttpResponse]


def allow(*roles: Role, deciders: Collection[Role] = ()) -> Callable[[View], View]:
    """Let only these roles in. Nobody logged in: to the log-in. A reading role that sends a form: refused.

    `deciders`: reading roles whose own decision this form is, such as setting the city's plan.
    """
    readers = READING_ONLY - set(deciders)

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            member: Member | None = getattr(request, "membership", None)
            if member is None or member.role not in roles:
                raise PermissionDenied(_("Halaman ini bukan untuk peran Anda."))
            if request.method not in {"GET", "HEAD"} and Role(member.role) in readers:
                raise PermissionDenied(_("Peran Anda hanya membaca; tidak ada yang diubah."))
            return view(request, *args, **kwargs)

        guarded.allowed_roles = roles  # type: ignore[attr-defined]
        guarded.deciders = frozenset(deciders)  # type: ignore[attr-defined]
        return guarded

    return decorate
