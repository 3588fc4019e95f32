"""The door of certificates."""

from sibina.credit.certificates.actions import number_certificates, save_settings, start_issue
from sibina.credit.certificates.models import Certificate, CertificateSettings, Issue
from sibina.credit.certificates.reads import list_certified as list_certificates

__all__ = [
    "Certificate",
    "CertificateSettings",
    "Issue",
    "list_certificates",
    "number_certificates",
    "save_settings",
    "start_issue",
]
