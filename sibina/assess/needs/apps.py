from django.apps import AppConfig


class NeedsConfig(AppConfig):
    name = "sibina.assess.needs"
    label = "needs"
