"""Forms of rows that several officers may write."""

from typing import cast

from django import forms
from django.http import QueryDict


class RevisedForm(forms.Form):
    """Knows which saving of the row it was opened on; see `models.editing`."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def open_again(self, revision: int) -> None:
        """What was typed stays; the next saving is measured against this revision."""
        typed = cast(QueryDict, self.data).copy()
        typed["revision"] = str(revision)
        self.data = typed
