"""What is typed about certificates."""

from sibina.credit.certificates.forms.issuing import IssueForm, RevokeForm
from sibina.credit.certificates.forms.public import NameForm, NumberForm
from sibina.credit.certificates.forms.signing import KeyForm, SettingsForm, SignForm

__all__ = ["IssueForm", "KeyForm", "NameForm", "NumberForm", "RevokeForm", "SettingsForm", "SignForm"]
