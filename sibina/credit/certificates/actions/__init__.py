"""The verbs of certificates."""

from sibina.credit.certificates.actions.badges import badge_of
from sibina.credit.certificates.actions.issuing import (
    ISSUE,
    number_certificates,
    resume_issue,
    start_issue,
    take_numbers,
    tell_holders,
    write_issue,
)
from sibina.credit.certificates.actions.keys import add_key, retire_key
from sibina.credit.certificates.actions.printing import (
    PRINT,
    ensure_file,
    file_name,
    make_print_file,
    own_of,
    render_next,
    shared_by,
    start_print,
)
from sibina.credit.certificates.actions.revoking import revoke_certificate
from sibina.credit.certificates.actions.settings import save_settings
from sibina.credit.certificates.actions.signing import (
    SIGN,
    Secret,
    forget_old_secrets,
    forget_secret,
    open_signer,
    picture_of,
    sign_next,
    start_signing,
)

__all__ = [
    "ISSUE",
    "PRINT",
    "SIGN",
    "Secret",
    "add_key",
    "badge_of",
    "ensure_file",
    "file_name",
    "forget_old_secrets",
    "forget_secret",
    "make_print_file",
    "number_certificates",
    "open_signer",
    "own_of",
    "picture_of",
    "render_next",
    "resume_issue",
    "retire_key",
    "revoke_certificate",
    "save_settings",
    "shared_by",
    "sign_next",
    "start_issue",
    "start_print",
    "start_signing",
    "take_numbers",
    "tell_holders",
    "write_issue",
]
