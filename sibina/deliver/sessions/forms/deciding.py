"""Why something is decided."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    """A reason that those who are told will read. `is_owed`: without one nothing is done."""

    reason = forms.CharField(
        label=_("Alasan"), max_length=600, widget=forms.Textarea(attrs={"rows": 3}), required=False
    )

    def __init__(self, *args: object, is_owed: bool = True, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["reason"].required = is_owed
        self.fields["reason"].error_messages["required"] = _("Tulis alasannya; yang terkena akan membacanya.")
