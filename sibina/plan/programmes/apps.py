from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "sibina.plan.programmes"
    label = "programmes"
