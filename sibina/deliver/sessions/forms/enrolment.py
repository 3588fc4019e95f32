"""What a person answers, what the superior says, and whom the officer invites besides."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sibina.deliver.sessions.sentences import REASON_KINDS
from sibina.deliver.sessions.types import ReasonKind
from sibina.ground.people.api import Person

OWED = _("Tulis alasannya dalam satu kalimat.")


class AnswerForm(forms.Form):
    """Why a person does not come. Nobody is asked about health: «berhalangan» is enough."""

    kind = forms.ChoiceField(
        label=_("Mengapa tidak dapat?"), choices=list(REASON_KINDS.items()), widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Satu kalimat cukup. Dibaca atasan dan pengelola, dan dipakai memperbaiki sesi berikutnya."
        ),
        error_messages={"required": OWED},
    )

    def kind_chosen(self) -> ReasonKind:
        return ReasonKind(self.cleaned_data["kind"])


class ConsentForm(forms.Form):
    """Why the superior does not let a person go, and who goes instead."""

    reason = forms.CharField(
        label=_("Alasan"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": OWED},
    )
    substitute = forms.TypedChoiceField(
        label=_("Pengganti"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_(
            "Dari perangkat daerah yang sama, sesuai programnya, dan tidak mengikuti sesi lain pada jam itu."
        ),
    )

    def __init__(self, data: Any = None, *, substitutes: Sequence[Person]) -> None:
        super().__init__(data)
        choices = [("", _("Tanpa pengganti")), *((one.pk, str(one)) for one in substitutes)]
        self.fields["substitute"].choices = choices  # type: ignore[attr-defined]


class AddPeopleForm(forms.Form):
    """More people for a session, by their names among those whom the programme serves."""

    people = forms.TypedMultipleChoiceField(
        label=_("Undang juga"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Pilih sedikitnya satu orang.")},
    )

    def __init__(self, data: Any = None, *, people: Sequence[Person]) -> None:
        super().__init__(data)
        choices = [(one.pk, f"{one} · {one.office.name if one.office else ''}") for one in people]
        self.fields["people"].choices = choices  # type: ignore[attr-defined]
