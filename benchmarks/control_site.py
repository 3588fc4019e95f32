"""The control: a bare Django page of five queries, on the same database server as the product.

Django as `startproject` makes it (its middleware, its template engine, its ORM) with nothing added: five queries of
25 rows, shown as a list. The connection is kept between requests, as the product keeps it; the product's own options
of the connection are not set. No session is read and nobody is logged in: what the product adds to that is in its ratio.
"""

import os

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from config.database import WEB, connection_settings

if not settings.configured:
    settings.configure(
        SECRET_KEY=os.urandom(16).hex(),
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF="benchmarks.control_site",
        INSTALLED_APPS=[
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "django.contrib.sessions",
            "django.contrib.messages",
        ],
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
        DATABASES={"default": connection_settings(WEB) | {"OPTIONS": {}}},
        USE_TZ=True,
    )
    django.setup()

from django.contrib.auth.models import Permission, User
from django.contrib.contenttypes.models import ContentType

LIST = """<!doctype html><title>{{ users }}</title>
<table>{% for one in people %}<tr><td>{{ one.pk }}</td><td>{{ one.username }}</td>
<td>{{ one.email }}</td></tr>{% endfor %}</table>
<ul>{% for one in kinds %}<li>{{ one.app_label }} {{ one.model }}</li>{% endfor %}</ul>
<ul>{% for one in permissions %}<li>{{ one.name }}</li>{% endfor %}</ul><p>{{ permissions_in_all }}</p>"""


def page(request: HttpRequest) -> HttpResponse:
    """Five queries and what they found, through a template."""
    context = {
        "people": User.objects.order_by("pk")[:25],
        "users": User.objects.count(),
        "kinds": ContentType.objects.order_by("pk")[:25],
        "permissions": Permission.objects.order_by("pk")[:25],
        "permissions_in_all": Permission.objects.count(),
    }
    return HttpResponse(TEMPLATE.render(context, request))


TEMPLATE = engines["django"].from_string(LIST)
urlpatterns = [path("", page)]
application = get_wsgi_application()
