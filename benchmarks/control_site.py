"""The control: a bare Django page of five queries, on the same database server as the product.

It has no middleware, no templates and no log-in: what any page of five queries costs at the least.
"""

import os

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.database import WEB, connection_settings

if not settings.configured:
    settings.configure(
        SECRET_KEY=os.urandom(16).hex(),
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF="benchmarks.control_site",
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth"],
        DATABASES={"default": connection_settings(WEB)},
        USE_TZ=True,
    )
    django.setup()

QUERIES = (
    "SELECT id, username FROM auth_user ORDER BY id LIMIT 25",
    "SELECT count(*) FROM auth_user",
    "SELECT id, name FROM tenancy_city ORDER BY name",
    "SELECT id, model FROM django_content_type ORDER BY id LIMIT 25",
    "SELECT count(*) FROM django_content_type",
)


def page(request: HttpRequest) -> HttpResponse:
    """Five queries and what they found, as plain HTML."""
    parts = []
    with connection.cursor() as cursor:
        for query in QUERIES:
            cursor.execute(query)
            parts += [f"<li>{row}</li>" for row in cursor.fetchall()]
    return HttpResponse("<!doctype html><ul>" + "".join(parts) + "</ul>")


urlpatterns = [path("", page)]
application = get_wsgi_application()
