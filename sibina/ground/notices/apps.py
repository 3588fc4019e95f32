from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "sibina.ground.notices"
    label = "notices"
