from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "sibina.lib.ui"
    label = "ui"
