from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "sibina.lib.audit"
    label = "audit"
