from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "sibina.ground.intake"
    label = "intake"
