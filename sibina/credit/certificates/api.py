"""The door of certificates."""

from sibina.credit.certificates.actions import number_certificates, save_settings, write_issue
from sibina.credit.certificates.models import Certificate, CertificateSettings, Issue
from sibina.credit.certificates.reads import list_certified as list_certificates
from sibina.credit.certificates.reads import list_completed

__all__ = [
    "Certificate",
    "CertificateSettings",
    "Issue",
    "list_certificates",
    "list_completed",
    "number_certificates",
    "save_settings",
    "write_issue",
]
