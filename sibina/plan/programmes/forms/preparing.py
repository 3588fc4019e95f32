"""The form of a year's sessions: how many of each programme, and where."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from sibina.plan.programmes.reads import Proposed
from sibina.plan.programmes.sentences import course_sentence


@dataclass(frozen=True)
class PreparedRow:
    """One programme in the form: what is proposed, its field, and what the sessions now asked for would cost."""

    proposed: Proposed
    field: forms.BoundField
    sessions: int
    full: int

    @property
    def rupiah(self) -> int:
        return self.sessions * self.full

    @property
    def course(self) -> str:
        """How long one session takes."""
        return course_sentence(self.proposed.subject.course)


class PrepareForm(forms.Form):
    """How many sessions of each programme the year offers, and where they can be held."""

    venues = forms.CharField(
        label=_("Tempat belajar"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Satu tempat per baris. Sesi dibagi ke tempat-tempat ini tanpa bentrok selama masih ada hari kosong. "
            "Kosong: tempat ditentukan kemudian."
        ),
    )

    def __init__(
        self, data: QueryDict | None = None, *, proposal: Sequence[Proposed], venues: Sequence[str]
    ) -> None:
        usual = venues or [str(_("Ruang belajar 1")), str(_("Ruang belajar 2"))]
        super().__init__(data, initial={"venues": "\n".join(usual)})
        self.proposal = proposal
        for row in proposal:
            self.fields[self.name_of(row)] = forms.IntegerField(
                label=row.subject.name,
                min_value=0,
                max_value=row.most,
                initial=row.wanted,
                required=False,
                error_messages={
                    "max_value": _(
                        "Paling banyak %(limit_value)s sesi: lebih dari itu tidak muat dalam tahunnya."
                    ),
                    "min_value": _("Tulis 0 bila program ini tidak ditawarkan."),
                    "invalid": _("Tulis bilangan bulat, misalnya 2."),
                },
            )

    @staticmethod
    def name_of(row: Proposed) -> str:
        """The name of the field of a programme."""
        return f"sesi-{row.subject.key}"

    def clean_venues(self) -> list[str]:
        """The lines that say something."""
        lines = [" ".join(line.split()) for line in self.cleaned_data["venues"].splitlines()]
        found = [line for line in lines if line]
        if any(len(line) > 120 for line in found):
            raise ValidationError(_("Nama tempat paling panjang 120 huruf. Tulis satu tempat per baris."))
        return found

    def wanted(self) -> dict[str, int]:
        """Sessions by the key of the programme. Only after `is_valid`."""
        return {row.subject.key: self.cleaned_data[self.name_of(row)] or 0 for row in self.proposal}

    @cached_property
    def rows(self) -> list[PreparedRow]:
        """Every programme with its field; a field that cannot be read counts as none."""
        return [self._row(row) for row in self.proposal]

    def _row(self, row: Proposed) -> PreparedRow:
        name = self.name_of(row)
        asked = self.cleaned_data.get(name) or 0 if self.is_bound and self.is_valid() else row.wanted
        return PreparedRow(row, self[name], asked, row.subject.cost.total(row.subject.seats))

    @property
    def sessions(self) -> int:
        return sum(row.sessions for row in self.rows)

    @property
    def seats(self) -> int:
        return sum(row.sessions * row.proposed.subject.seats for row in self.rows)

    @property
    def rupiah(self) -> int:
        return sum(row.rupiah for row in self.rows)
