#!/usr/bin/env python
"""Django's own commands, for developers; people use `sibina`."""

import os
import sys

from django.core.management import execute_from_command_line

from config.database import start_embedded

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if not {"makemigrations", "help"} & set(sys.argv):
        start_embedded()
    execute_from_command_line(sys.argv)
