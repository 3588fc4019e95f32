"""Pages that look across the cycle. Each parses, asks once, renders."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from sibina.ground.people.api import CityRequest, Membership, find_membership, list_memberships
from sibina.lib.access import Role, allow
from sibina.lib.addresses import key_of
from sibina.lib.ui.templatetags.ui import THEME_COOKIE, THEMES
from sibina.lib.words import day_and_date
from sibina.web.home import get_home
from sibina.web.journey import get_journey
from sibina.web.middleware import CHOSEN

A_YEAR = 365 * 24 * 3600
OWN_WAY = frozenset({Role.ASN, Role.MENTOR})
"""Roles whose home is their own journey."""
PERSONS = (Role.ASN, Role.MENTOR, Role.KEPALA_OPD, Role.PENGELOLA, Role.ANALIS)
"""Roles behind which a person of the city may stand."""


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """What this member owes today."""
    member = getattr(request, "membership", None)
    if member is None:
        return render(request, "web/no_place.html", {})
    today = timezone.localdate()
    if member.role in OWN_WAY:
        return _journey(request, member, today, is_home=True)
    context = {"home": get_home(member=member, today=today), "day_in_words": day_and_date(today)}
    return render(request, "web/home.html", context)


@require_safe
@allow(*PERSONS)
def journey(request: CityRequest) -> HttpResponse:
    """What I am invited to, owe and have earned, for whoever has another home as well."""
    return _journey(request, request.membership, timezone.localdate(), is_home=False)


def _journey(request: HttpRequest, member: Membership, today: date, *, is_home: bool) -> HttpResponse:
    found = get_journey(member=member, today=today)
    if found is None:
        return render(request, "web/nobody.html", {"is_home": is_home})
    shown = {"journey": found, "year": today.year, "day_in_words": day_and_date(today), "is_home": is_home}
    return render(request, "web/journey.html", shown)


@login_required
def choose_city(request: HttpRequest) -> HttpResponse:
    """A log-in with several places chooses the one to speak for."""
    if request.method == "POST":
        chosen = key_of(request.POST.get("membership", ""))
        user = int(request.user.pk or 0)
        found = None if chosen is None else find_membership(user_id=user, membership_id=chosen)
        if found:
            request.session[CHOSEN] = {"id": found.pk, "city": found.city_id}
        return redirect("web:home")
    memberships = list_memberships(user_id=int(request.user.pk or 0))
    return render(request, "web/choose_city.html", {"memberships": memberships})


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the reader's machine has it. A choice of the browser, kept for a year."""
    back = request.POST.get("kembali", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = redirect(back)
    chosen = request.POST.get("tema", "")
    if chosen in THEMES:
        response.set_cookie(THEME_COOKIE, chosen, max_age=A_YEAR, samesite="Lax", httponly=True)
    return response


def health(request: HttpRequest) -> HttpResponse:
    """Does the web answer, and does the database behind it?"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 400, exception)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 403, exception)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 404, None)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid key: opened before the log-in, or from elsewhere."""
    return render(request, "403_csrf.html", {}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    return _error(request, 500, None)


def _error(request: HttpRequest, status: int, exception: Exception | None) -> HttpResponse:
    context: dict[str, Any] = {"sentence": str(exception) if exception else ""}
    return render(request, f"{status}.html", context, status=status)
