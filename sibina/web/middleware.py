"""From the log-in to the city: every request of a member is one transaction that sees one city."""

from collections.abc import Callable
from http import HTTPStatus
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django_scopes import scope

from sibina.ground.people.api import Membership, find_membership, list_memberships
from sibina.lib.tenancy.context import set_database_city

CHOSEN = "membership"


def _is_usable(membership: Membership) -> bool:
    """The password of the example cities is published: in production nobody enters them."""
    return not (settings.PRODUCTION and membership.city.is_example)


class CityMiddleware:
    """Puts `request.membership` and `request.city` in place, and opens both locks for that city only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Where no language is set, every sentence of the page looks for one first.
        translation.activate(settings.LANGUAGE_CODE)
        request.membership = None  # type: ignore[attr-defined]
        request.city = None  # type: ignore[attr-defined]
        if not request.user.is_authenticated:
            with scope(city=None):
                return self.get_response(request)
        with transaction.atomic():
            return self._answer_for_member(request)

    def _answer_for_member(self, request: HttpRequest) -> HttpResponse:
        user_id = int(request.user.pk or 0)
        # The city of the last request is tried first: one setting and one look-up in the usual case.
        chosen = request.session.get(CHOSEN) or {}
        set_database_city(city_id=chosen.get("city"), user_id=user_id)
        membership = self._find(user_id, chosen.get("id"))
        if membership is None:
            with scope(city=None):
                return self._finish(request)
        if chosen != {"id": membership.pk, "city": membership.city_id}:
            request.session[CHOSEN] = {"id": membership.pk, "city": membership.city_id}
            set_database_city(city_id=membership.city_id, user_id=user_id)
        request.membership = membership  # type: ignore[attr-defined]
        request.city = membership.city  # type: ignore[attr-defined]
        with scope(city=membership.city), timezone.override(ZoneInfo(membership.city.time_zone)):
            return self._finish(request)

    def _find(self, user_id: int, chosen_id: int | None) -> Membership | None:
        found = find_membership(user_id=user_id, membership_id=chosen_id) if chosen_id else None
        if found is None or not _is_usable(found):
            found = next(filter(_is_usable, list_memberships(user_id=user_id)), None)
        return found

    def _finish(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # What a view that fails or refuses has written so far is not kept. Judged by the answer: the library of log-ins
        # raises exceptions that it answers itself.
        if response.status_code >= HTTPStatus.BAD_REQUEST:
            transaction.set_rollback(True)
        return response
