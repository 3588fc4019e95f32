from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "sibina.credit.certificates"
    label = "certificates"
