"""The pages of certificates."""

from sibina.credit.certificates.views.certificates import badge, certificate, certificates, mine, pdf, revoke
from sibina.credit.certificates.views.issues import group, groups, issue, issues, print_all, resume
from sibina.credit.certificates.views.public import (
    by_number,
    check,
    issuer_profile,
    issuer_revocations,
    public_key,
    public_keys,
)
from sibina.credit.certificates.views.signing import add_key, edit_settings, keys, retire_key, sign

__all__ = [
    "add_key",
    "badge",
    "by_number",
    "certificate",
    "certificates",
    "check",
    "edit_settings",
    "group",
    "groups",
    "issue",
    "issuer_profile",
    "issuer_revocations",
    "issues",
    "keys",
    "mine",
    "pdf",
    "print_all",
    "public_key",
    "public_keys",
    "resume",
    "retire_key",
    "revoke",
    "sign",
]
