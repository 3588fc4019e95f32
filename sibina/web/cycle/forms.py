"""What an officer says when a year is moved to another phase."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sibina.ground.cycles.types import CyclePhase

CHOICES = [(phase.value, phase.value) for phase in CyclePhase]


class MoveForm(forms.Form):
    """Where to, from the phase that was seen, and why."""

    to = forms.ChoiceField(choices=CHOICES, widget=forms.HiddenInput)
    seen = forms.ChoiceField(choices=CHOICES, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Tercatat pada tahun ini dan di jejak tindakan; dapat dibaca pemeriksa."),
    )

    def __init__(self, *args: Any, owed: str, **kwargs: Any) -> None:
        """`owed`: why a reason is owed, for who gives none; empty where it is not."""
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = bool(owed)
        self.fields["reason"].error_messages["required"] = owed
