from django.apps import AppConfig

from config import checks


class ConfigConfig(AppConfig):
    """Registers the start-up checks."""

    name = "config"
    label = "config"
    checks = checks
