from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "sibina.plan.planning"
    label = "planning"
