from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "sibina.lib.jobs"
    label = "jobs"
