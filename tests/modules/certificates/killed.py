"""Takes five numbers in a process of its own and waits with them uncommitted, so that a test can kill it: DATABASE CITY."""

import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from sibina.credit.certificates.actions import take_numbers  # noqa: E402
from sibina.lib.tenancy.context import city_context  # noqa: E402
from sibina.lib.tenancy.models import City  # noqa: E402
from tests.conftest import point_at  # noqa: E402

if __name__ == "__main__":
    point_at(sys.argv[1])
    city = City.objects.get(pk=int(sys.argv[2]))
    with city_context(city):
        taken = take_numbers(city=city, year=2026, many=5)
        sys.stdout.write(f"{taken[0]}..{taken[-1]}\n")
        sys.stdout.flush()
        time.sleep(60)
