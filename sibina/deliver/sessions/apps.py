from django.apps import AppConfig


class SessionsConfig(AppConfig):
    name = "sibina.deliver.sessions"
    label = "deliver_sessions"  # Django has an app of that name
