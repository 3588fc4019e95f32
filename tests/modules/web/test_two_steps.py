"""Whoever wants it protects the log-in with a second step, and asks for it at the next log-in."""

import re
import time
from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from sibina.lib.access import Role
from sibina.lib.tenancy.models import City

PASSWORD = "kata-sandi-yang-panjang"


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.fixture
def officer(client_as: Callable[..., Client]) -> tuple[Client, User]:
    client = client_as(Role.PENGELOLA)
    user = User.objects.get(pk=client.session["_auth_user_id"])
    user.set_password(PASSWORD)
    user.save()
    client.force_login(user)
    return client, user


def test_the_second_step_is_switched_on_after_the_password_is_asked_again(
    officer: tuple[Client, User], city: City
) -> None:
    client, user = officer
    asked = client.get(reverse("mfa_activate_totp"))
    assert asked.status_code == 302, "who logged in long ago is asked for the password, not shown an error"
    page = client.post(asked.headers["Location"], {"password": PASSWORD}, follow=True)
    assert page.status_code == 200
    found = re.search(r'value="([A-Z2-7]{16,})"', page.content.decode())
    assert found, "the secret can be typed where no camera is"
    done = client.post(reverse("mfa_activate_totp"), {"code": code_of(found[1])}, follow=True)
    assert done.status_code == 200
    client.logout()
    first = client.post(reverse("account_login"), {"login": user.username, "password": PASSWORD})
    assert first.headers["Location"].startswith(reverse("mfa_authenticate"))
    assert client.get("/pegawai/").status_code == 302, "not inside before the second step"
