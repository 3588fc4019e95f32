"""Start-up checks: each names what is wrong, why it matters, and what to do."""

import os
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.utils.translation import gettext as _

from config.database import is_embedded


@register(Tags.security)
def check_production(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """What a real city must set, and a trial need not."""
    if not settings.PRODUCTION:
        return []
    found: list[CheckMessage] = []
    if not os.environ.get("SIBINA_SECRET_KEY"):
        found.append(
            Error(
                _(
                    "SIBINA_SECRET_KEY belum diisi. Tanpa kunci tetap, semua orang keluar tiap kali sistem dipasang ulang."
                ),
                hint=_("Isi dengan 50 huruf acak dan simpan di luar sistem."),
                id="sibina.E001",
            )
        )
    if is_embedded():
        found.append(
            Error(
                _("DATABASE_URL belum diisi. PostgreSQL bawaan hanya untuk percobaan di satu komputer."),
                hint=_("Isi DATABASE_URL (peran web) dan OWNER_DATABASE_URL (pemilik tabel)."),
                id="sibina.E002",
            )
        )
    if settings.DEBUG:
        found.append(
            Error(
                _("SIBINA_DEBUG menyala. Halaman galat akan memperlihatkan isi sistem kepada siapa pun."),
                hint=_("Hapus SIBINA_DEBUG."),
                id="sibina.E003",
            )
        )
    if settings.SIGNING_SERVICE["address"].startswith("http://"):
        found.append(
            Error(
                _("SIBINA_SIGNING_ADDRESS tanpa HTTPS: kata sandi penanda tangan akan terkirim terbuka."),
                hint=_("Pakai alamat https:// dari penyelenggara layanannya."),
                id="sibina.E006",
            )
        )
    return found


@register(Tags.database)
def check_web_role(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """The second lock holds only for a role that owns nothing and cannot pass by it."""
    if not databases or "default" not in databases:
        return []
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolbypassrls, EXISTS (SELECT 1 FROM pg_tables"
            " WHERE schemaname = 'public' AND tableowner = current_user) FROM pg_roles WHERE rolname = current_user"
        )
        passes, owns = cursor.fetchone()
    if passes or owns:
        return [
            Error(
                _("Peran basis data untuk web dapat melewati kunci antarkota."),
                hint=_("Pakai peran yang bukan pemilik tabel, bukan SUPERUSER, dan tanpa BYPASSRLS."),
                id="sibina.E004",
            )
        ]
    return []


@register(Tags.database)
def check_examples(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Example cities, whose password is published, have no place where real people work."""
    if not settings.PRODUCTION or not databases or "default" not in databases:
        return []
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT to_regclass('tenancy_city') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return []
        cursor.execute("SELECT name FROM tenancy_city WHERE is_example ORDER BY name")
        names = ", ".join(row[0] for row in cursor.fetchall())
    if not names:
        return []
    return [
        Error(
            _("Basis data ini berisi kota contoh, yang sandinya diketahui umum: %(names)s.")
            % {"names": names},
            hint=_(
                "Pakai basis data baru untuk kota sungguhan: createdb, lalu sibina migrate dan sibina open-city. "
                "Sampai itu dilakukan, akun kota contoh tidak dapat membuka kota mana pun."
            ),
            id="sibina.E005",
        )
    ]
