"""Forms of a curriculum: beginning a version, one module, one step of a version, two versions to lay side by side."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sibina.lib.editing.forms import RevisedForm
from sibina.plan.programmes import reads
from sibina.plan.programmes.forms.catalogue import level_choices
from sibina.plan.programmes.models import FORM_TITLES, STEP_TITLES, CurriculumModule, CurriculumVersion
from sibina.plan.programmes.rules import MOST_HOURS, problems_of_module
from sibina.plan.programmes.sentences import FIELD_OF_MODULE_PROBLEM, MODULE_FIELDS, MODULE_PROBLEMS
from sibina.plan.programmes.types import Form, ModuleFacts, ModuleProblem


class BeginForm(forms.Form):
    """On which released version the next one rests, and why it is needed."""

    source = forms.TypedChoiceField(label=_("Berdasarkan"), coerce=int, empty_value=None)
    reason = forms.CharField(
        label=_("Alasan"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=_("Mengapa versi ini diperlukan, misalnya temuan evaluasi atau permintaan mitra."),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        released: Sequence[CurriculumVersion],
        is_first: bool,
    ) -> None:
        super().__init__(data, initial={"source": released[0].number if released else None})
        choices = [(one.number, _("Versi %(n)s") % {"n": one.number}) for one in released]
        self.fields["source"].choices = choices  # type: ignore[attr-defined]
        if not released:
            del self.fields["source"]
        self.fields["reason"].required = not is_first


class ModuleForm(RevisedForm):
    """One module of a draft."""

    title = forms.CharField(label=MODULE_FIELDS["title"], max_length=160)
    form = forms.ChoiceField(
        label=MODULE_FIELDS["form"],
        choices=FORM_TITLES,
        help_text=_("Satu program boleh memakai beberapa metode; pilih yang dipakai modul ini."),
    )
    jp = forms.IntegerField(
        label=MODULE_FIELDS["jp"],
        min_value=1,
        max_value=MOST_HOURS,
        help_text=_("1 JP adalah 45 menit."),
        error_messages={"min_value": MODULE_PROBLEMS[ModuleProblem.NO_HOURS]},
    )
    competency_id = forms.TypedChoiceField(
        label=MODULE_FIELDS["competency_id"],
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Kosong: modul pembuka atau penutup yang tidak menaikkan kompetensi."),
    )
    from_level = forms.TypedChoiceField(
        label=MODULE_FIELDS["from_level"],
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "–"), *level_choices(0)],
    )
    to_level = forms.TypedChoiceField(
        label=MODULE_FIELDS["to_level"],
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "–"), *level_choices(1)],
    )
    material = forms.CharField(
        label=MODULE_FIELDS["material"],
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    proof = forms.CharField(
        label=MODULE_FIELDS["proof"],
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Apa yang menunjukkan bahwa isi modul ini dikuasai, misalnya tes, praktik, hasil kerja."),
    )

    def __init__(self, data: QueryDict | None = None, *, module: CurriculumModule | None = None) -> None:
        initial: dict[str, Any] = {"revision": module.revision if module else 0}
        if module:
            initial |= vars(reads.facts_of_module(module))
        super().__init__(data, initial=initial)
        choices = [(one.pk, one.name) for one in reads.list_competencies()]
        self.fields["competency_id"].choices = [("", _("Tidak ada")), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What the rules find is said beside the field."""
        found = super().clean() or {}
        if not self.errors:
            for problem in problems_of_module(self.facts()):
                self.add_error(FIELD_OF_MODULE_PROBLEM[problem], str(MODULE_PROBLEMS[problem]))
        return found

    def facts(self) -> ModuleFacts:
        values = {name: self.cleaned_data[name] for name in MODULE_FIELDS}
        return ModuleFacts(**values | {"form": Form(values["form"])})


class StepForm(RevisedForm):
    """What is to be done to a version, and why."""

    step = forms.ChoiceField(choices=STEP_TITLES, widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Alasan"), required=False, max_length=2000)
