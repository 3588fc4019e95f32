from django.apps import AppConfig


class SessionsConfig(AppConfig):
    name = "sibina.deliver.sessions"
    label = "sessions"
