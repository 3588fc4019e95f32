"""A request is one transaction: what a view wrote stays when it answers well, and only then."""

from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from sibina.ground.people.api import Unit
from sibina.lib.access import Role
from sibina.lib.tenancy.models import City
from sibina.web.middleware import CityMiddleware


@pytest.mark.parametrize(
    ("status", "is_kept"), [(200, True), (302, True), (403, False), (404, False), (500, False)]
)
def test_what_a_view_wrote_is_kept_by_its_answer(
    city: City, client_as: Callable[..., Client], status: int, is_kept: bool
) -> None:
    session = client_as(Role.PENGELOLA).session

    def view(request: HttpRequest) -> HttpResponse:
        Unit.objects.create(city=city, key="baru", name="Unit Baru", valid_from=date(2026, 1, 1))
        return HttpResponse(status=status)

    request = RequestFactory().post("/")
    request.session = session
    request.user = User.objects.get(pk=session["_auth_user_id"])
    assert CityMiddleware(view)(request).status_code == status
    assert Unit.objects.filter(key="baru").exists() is is_kept
