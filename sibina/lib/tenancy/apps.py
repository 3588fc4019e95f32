from django.apps import AppConfig


class TenancyConfig(AppConfig):
    name = "sibina.lib.tenancy"
    label = "tenancy"
