"""Pages that look across the cycle. Each parses, asks once, renders."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from sibina.ground.people.api import find_membership, list_memberships
from sibina.lib.access import Role, allow
from sibina.lib.audit.api import Event
from sibina.web.middleware import CHOSEN


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """What this member owes today."""
    return render(request, "web/home.html", {})


@login_required
def choose_city(request: HttpRequest) -> HttpResponse:
    """A log-in with several places chooses the one to speak for."""
    if request.method == "POST":
        chosen = request.POST.get("membership", "")
        found = (
            find_membership(user_id=request.user.pk, membership_id=int(chosen)) if chosen.isdigit() else None
        )
        if found:
            request.session[CHOSEN] = {"id": found.pk, "city": found.city_id}
        return redirect("web:home")
    memberships = list_memberships(user_id=request.user.pk)
    return render(request, "web/choose_city.html", {"memberships": memberships})


@allow(Role.PENGELOLA, Role.INSPEKTORAT)
def audit(request: HttpRequest) -> HttpResponse:
    """Who did what, when."""
    return render(request, "web/audit.html", {"events": Event.objects.all()[:100]})


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


def server_error(request: HttpRequest) -> HttpResponse:
    return _error(request, 500, None)


def _error(request: HttpRequest, status: int, exception: Exception | None) -> HttpResponse:
    context: dict[str, Any] = {"sentence": str(exception) if exception else ""}
    return render(request, f"{status}.html", context, status=status)
