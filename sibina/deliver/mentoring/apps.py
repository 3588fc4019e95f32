from django.apps import AppConfig


class MentoringConfig(AppConfig):
    name = "sibina.deliver.mentoring"
    label = "mentoring"
