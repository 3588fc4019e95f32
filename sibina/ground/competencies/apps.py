from django.apps import AppConfig


class CompetenciesConfig(AppConfig):
    name = "sibina.ground.competencies"
    label = "competencies"
