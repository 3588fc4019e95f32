"""Lock every city's table and set the rights of the web's role; run after each migrate."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connections

from sibina.lib.tenancy.security import secure_database


class Command(BaseCommand):
    help = "Kunci tabel tiap kota dengan row-level security dan atur hak peran web."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--database", default="owner")

    def handle(self, *args: object, **options: str) -> None:
        with connections[options["database"]].cursor() as cursor:
            locked = secure_database(cursor, role=settings.WEB_ROLE)
        self.stdout.write(f"{locked} tabel terkunci per kota.")
