"""What anybody may ask: a sheet by its QR or by number and name, and what badges need to be checked."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sibina.credit.certificates import reads
from sibina.credit.certificates.forms import NameForm, NumberForm
from sibina.credit.certificates.rules import issuer_of, revocations_of
from sibina.credit.certificates.sentences import REVOKED_FOR
from sibina.credit.certificates.views.site import badge_issuer
from sibina.lib.limits import may_try
from sibina.lib.tenancy.context import city_context, set_database_city
from sibina.lib.tenancy.models import City
from sibina.lib.words import date_span

MOST_MISSES = 30
MOST_NAMES = 10
MINUTE = 60


def check(request: HttpRequest, token: str) -> HttpResponse:
    """What the holder of a sheet is told: valid, revoked or unknown; the name only to who types it."""
    form = NameForm(request.POST if request.method == "POST" else None)
    typed = ""
    if request.method == "POST":
        if not may_try(request, "certificate name", most=MOST_NAMES, seconds=MINUTE):
            return _too_often(request)
        typed = form.cleaned_data["name"] if form.is_valid() else ""
    found, matches = reads.find_by_token(token=token, typed_name=typed)
    if found is None:
        return _unknown(request)
    context = {
        "found": found,
        "when": date_span(found.starts_on, found.ends_on),
        "form": form,
        "typed": bool(typed),
        "matches": matches,
        "revoked_for": REVOKED_FOR[found.revoked_for] if found.revoked_for else "",
    }
    return render(request, "certificates/check.html", context)


def _unknown(request: HttpRequest) -> HttpResponse:
    """The same for whatever was asked, so that the answer tells nothing."""
    if not may_try(request, "certificate", most=MOST_MISSES, seconds=MINUTE):
        return _too_often(request)
    return render(request, "certificates/unknown.html", status=HTTPStatus.NOT_FOUND)


def _too_often(request: HttpRequest) -> HttpResponse:
    response = render(request, "certificates/too_often.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = str(MINUTE)
    return response


def by_number(request: HttpRequest) -> HttpResponse:
    """A sheet without a scanner: number and name together are confirmed, and nothing else is told."""
    cities = [(city.slug, city.name) for city in City.objects.all()]
    form = NumberForm(request.POST if request.method == "POST" else None, cities=cities)
    context: dict[str, Any] = {"form": form, "asked": False}
    if request.method == "POST":
        if not may_try(request, "certificate name", most=MOST_NAMES, seconds=MINUTE):
            return _too_often(request)
        if form.is_valid():
            with _visiting(request, form.cleaned_data["city"]):
                answer = reads.confirm_number(
                    number=form.cleaned_data["number"], name=form.cleaned_data["name"]
                )
            context |= {"asked": True, "answer": answer}
    return render(request, "certificates/by_number.html", context)


@contextmanager
def _visiting(request: HttpRequest, slug: str) -> Iterator[City]:
    """Enter a city for what is public of it; a member of another one is at home again afterwards."""
    city = reads.find_public_city(slug)
    if city is None:
        raise Http404(_("Kota ini tidak dikenal."))
    with city_context(city):
        yield city
    home = getattr(request, "city", None)
    if home is not None:
        set_database_city(city_id=home.pk, user_id=request.user.pk)


def _public(answer: Callable[..., Any]) -> Callable[..., JsonResponse]:
    """A page for programs about one city, that programs of any site may read."""

    def view(request: HttpRequest, city: str, **parts: str) -> JsonResponse:
        with _visiting(request, city) as found:
            response = JsonResponse(answer(request, found, **parts))
        response["Access-Control-Allow-Origin"] = "*"
        response["Cache-Control"] = f"public, max-age={MINUTE}"
        return response

    view.__doc__ = answer.__doc__
    return view


@_public
def issuer_profile(request: HttpRequest, city: City) -> dict[str, Any]:
    """Who issues the badges of a city."""
    return {"@context": CONTEXT_OF_PROFILE, **issuer_of(badge_issuer(request, city))}


CONTEXT_OF_PROFILE = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"


@_public
def public_keys(request: HttpRequest, city: City) -> dict[str, Any]:
    """The keys that a city's badges are checked with."""
    return {"keys": reads.list_public_keys()}


@_public
def public_key(request: HttpRequest, city: City, kid: str) -> dict[str, Any]:
    """One of these keys."""
    found = next((key for key in reads.list_public_keys() if key["kid"] == kid), None)
    if found is None:
        raise Http404(_("Kunci ini tidak dikenal."))
    return found


@_public
def issuer_revocations(request: HttpRequest, city: City) -> dict[str, Any]:
    """Which badges of a city were taken back."""
    words = {str(reason): str(said) for reason, said in REVOKED_FOR.items()}
    return revocations_of(badge_issuer(request, city), reads.list_revoked(), words)
