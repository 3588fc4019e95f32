"""Pages of one's own account: in the words of the house, with a way on for who has no email."""

from collections.abc import Callable

from django.core import mail
from django.test import Client

from sibina.lib.access import Role
from sibina.lib.tenancy.models import City


def test_who_forgot_the_password_is_told_what_to_do_with_and_without_email(city: City) -> None:
    visitor = Client()
    page = visitor.get("/akun/password/reset/").content.decode()
    assert "<h1>Lupa kata sandi</h1>" in page
    assert "mintalah tautan itu kepada pengelola BKPSDM" in page
    wrong = visitor.post("/akun/password/reset/", {"email": "bukan alamat"}).content.decode()
    assert "s-field-error" in wrong
    assert 'value="bukan alamat"' in wrong
    sent = visitor.post("/akun/password/reset/", {"email": "tidak.dikenal@contoh.go.id"}, follow=True)
    assert "Periksa kotak surat Anda" in sent.content.decode()
    assert not [one for one in mail.outbox if "/reset/key/" in one.body], "nobody has that address"


def test_one_changes_the_own_password_and_the_old_one_is_asked_for(
    client_as: Callable[..., Client],
) -> None:
    client = client_as(Role.ASN)
    page = client.get("/akun/password/change/").content.decode()
    assert "<h1>Ubah kata sandi</h1>" in page
    typed = {"oldpassword": "bukan-ini", "password1": "Sandi-Baru-2027", "password2": "Sandi-Baru-2027"}
    assert "s-field-error" in client.post("/akun/password/change/", typed).content.decode()
    answer = client.post("/akun/password/change/", {**typed, "oldpassword": "sandi-uji-123"})
    assert answer.status_code == 302
