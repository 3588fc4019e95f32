from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "sibina.web"
    label = "web"
