from django.apps import AppConfig


class CyclesConfig(AppConfig):
    name = "sibina.ground.cycles"
    label = "cycles"
