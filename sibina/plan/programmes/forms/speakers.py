"""What officers type about speakers: who they are, when they cannot, how a session went; and the choice for a session."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sibina.lib.editing.forms import RevisedForm
from sibina.lib.ui.forms import DayField
from sibina.lib.words import listed
from sibina.plan.programmes import reads
from sibina.plan.programmes.models import Offering, Speaker
from sibina.plan.programmes.reads import SpeakerChoice
from sibina.plan.programmes.rules import words_of
from sibina.plan.programmes.sentences import SCORES, why_not_free
from sibina.plan.programmes.types import SpeakerFacts

NIP_DIGITS = 18
LONGEST_WORD = 80


class FieldChecks(forms.CheckboxSelectMultiple):
    """Many boxes to tick, side by side where there is room."""

    template_name = "programmes/_checks.html"


class SpeakerForm(RevisedForm):
    """A speaker. Only what is needed to choose one: no address, no telephone, no account.

    Of a person of the city (`is_own`) the NIP is asked for, of somebody from outside the name and the institution.
    """

    nip = forms.CharField(
        label=_("NIP"),
        max_length=30,
        help_text=_("18 angka. Nama dan gelarnya diambil dari data pegawai."),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "form-control nip"}
        ),
    )
    name = forms.CharField(label=_("Nama dan gelar"), max_length=160)
    institution = forms.CharField(
        label=_("Lembaga"),
        max_length=160,
        help_text=_("Tulis sama untuk lembaga yang sama; «Praktisi» bila berdiri sendiri."),
        widget=forms.TextInput(attrs={"list": "lembaga"}),
    )
    competencies = forms.TypedMultipleChoiceField(
        label=_("Bidang menurut kamus kompetensi"),
        coerce=int,
        required=False,
        widget=FieldChecks,
        help_text=_(
            "Narasumber yang bidangnya sama dengan tujuan program ditawarkan lebih dulu pada sesinya."
        ),
    )
    words = forms.CharField(
        label=_("Bidang lain"),
        max_length=400,
        required=False,
        help_text=_("Pisahkan dengan koma, misalnya: pengadaan barang, bahasa isyarat."),
    )
    fee_class = forms.CharField(
        label=_("Golongan honorarium"),
        max_length=80,
        required=False,
        help_text=_("Sebutannya menurut standar harga kota tahun ini."),
        widget=forms.TextInput(attrs={"list": "golongan"}),
    )
    is_active = forms.BooleanField(label=_("Dapat dipilih untuk sesi"), required=False)

    def __init__(
        self, data: QueryDict | None = None, *, is_own: bool, speaker: Speaker | None = None
    ) -> None:
        stored = stored_of(speaker) if speaker else {"is_active": True}
        super().__init__(data, initial=stored | {"revision": speaker.revision if speaker else 0})
        for name in ("name", "institution") if is_own else ("nip",):
            del self.fields[name]
        choices = [(one.pk, one.name) for one in reads.list_competencies()]
        self.fields["competencies"].choices = choices  # type: ignore[attr-defined]
        self.person_id: int | None = None

    def clean_nip(self) -> str:
        """The figures of a NIP that an active person of the city has."""
        digits = "".join(sign for sign in self.cleaned_data["nip"] if sign.isdigit())
        if len(digits) != NIP_DIGITS:
            raise ValidationError(_("NIP terdiri dari 18 angka. Salin dari halaman Pegawai."))
        person = reads.find_person_by_number(number=digits)
        if person is None:
            raise ValidationError(_("Tidak ada pegawai aktif dengan NIP ini. Periksa di halaman Pegawai."))
        self.person_id = person.pk
        return digits

    def clean_competencies(self) -> list[int]:
        """In the order of `stored_of`, so that the two can be compared."""
        return sorted(self.cleaned_data["competencies"])

    def clean_words(self) -> str:
        """Every field short enough to stand in a list."""
        found = words_of(self.cleaned_data["words"])
        if any(len(word) > LONGEST_WORD for word in found):
            raise ValidationError(_("Satu bidang paling panjang 80 huruf. Pisahkan bidang dengan koma."))
        return ", ".join(found)

    def facts(self) -> SpeakerFacts:
        values = self.cleaned_data
        return SpeakerFacts(
            name=values.get("name", ""),
            person_id=self.person_id,
            institution=values.get("institution", ""),
            fee_class=values["fee_class"],
            is_active=values["is_active"],
            competency_ids=values["competencies"],
            words=words_of(values["words"]),
        )


def stored_of(speaker: Speaker) -> dict[str, Any]:
    """What the row holds, by field of the form."""
    origin = (
        {"nip": speaker.person.number}
        if speaker.person
        else {"name": speaker.name, "institution": speaker.institution}
    )
    return origin | {
        "competencies": sorted(one.competency_id for one in speaker.knows if one.competency_id),
        "words": ", ".join(one.words for one in speaker.knows if one.words),
        "fee_class": speaker.fee_class,
        "is_active": speaker.is_active,
    }


class AbsenceForm(forms.Form):
    """Days on which a speaker cannot."""

    starts_on = DayField(label=_("Mulai"))
    ends_on = DayField(label=_("Sampai dengan"))
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=120,
        required=False,
        help_text=_("Cukup singkat, misalnya «tugas luar kota». Jangan tulis keterangan kesehatan."),
    )

    def clean(self) -> dict[str, Any]:
        """An end before the beginning is said beside the field."""
        found = super().clean() or {}
        first, last = found.get("starts_on"), found.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("Berakhir sebelum mulai. Periksa kedua tanggalnya."))
        return found


class RatingForm(forms.Form):
    """How the session went with its speaker."""

    score = forms.TypedChoiceField(
        label=_("Nilai"),
        coerce=int,
        choices=list(SCORES.items()),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Pilih nilai dari 1 sampai 5."),
            "invalid_choice": _("Nilai %(value)s tidak ada. Pilih dari 1 sampai 5."),
        },
    )
    note = forms.CharField(
        label=_("Catatan"),
        max_length=300,
        required=False,
        help_text=_("Tentang sesinya, bukan tentang pribadinya."),
    )


class SpeakerSelect(forms.Select):
    """A choice of which some stand there to be read only: those who are not free. What is chosen now stays sent."""

    closed: frozenset[int] = frozenset()

    def create_option(self, name: str, value: Any, *args: Any, **options: Any) -> dict[str, Any]:
        """An option; of somebody who is not free it cannot be chosen."""
        option = super().create_option(name, value, *args, **options)
        if value in self.closed and not option["selected"]:
            option["attrs"]["disabled"] = True
        return option


class SpeakerChoiceField(forms.TypedChoiceField):
    """The speaker of a session: whose field fits first, then the others, then who is not free and why."""

    widget = SpeakerSelect

    def __init__(self) -> None:
        super().__init__(
            label=_("Narasumber"),
            required=False,
            coerce=int,
            empty_value=None,
            help_text=_("Pilihan menurut tanggal sesi di atas; simpan dulu bila tanggalnya baru diubah."),
            error_messages={
                "invalid_choice": _("Narasumber ini tidak ada atau tidak aktif. Pilih yang lain.")
            },
        )

    def offer(self, *, offering: Offering, days: tuple[date, date]) -> None:
        """Take the choices from the register, for a session on these days."""
        found = reads.list_choices(offering=offering, starts_on=days[0], ends_on=days[1])
        free = [one for one in found if one.held is None]
        away = [one for one in found if one.held is not None]
        groups = [
            (_now("Bidangnya sesuai"), [one for one in free if one.fits]),
            (_now("Bidang lain"), [one for one in free if not one.fits]),
            (_now("Tidak dapat pada hari itu"), away),
        ]
        self.widget.closed = frozenset(one.speaker.pk for one in away)
        self.choices = [
            ("", _now("Belum ditentukan")),
            *((title, _options(members)) for title, members in groups if members),
        ]


def _options(choices: Sequence[SpeakerChoice]) -> list[tuple[int, str]]:
    return [(one.speaker.pk, _told(one)) for one in choices]


def _told(choice: SpeakerChoice) -> str:
    speaker = choice.speaker
    named = f"{speaker.name} · {reads.origin_of(speaker)}"
    if choice.held:
        return f"{named}: {why_not_free(choice.held)}"
    if choice.beside:
        return _now("%(name)s (pada hari itu juga ditawarkan di %(codes)s)") % {
            "name": named,
            "codes": listed(list(choice.beside)),
        }
    return named


class NameForm(forms.Form):
    """Who speaks in a session that runs; all else of it stays as it was set."""

    speaker_id = SpeakerChoiceField()

    def __init__(self, data: QueryDict | None = None, *, offering: Offering) -> None:
        super().__init__(data, initial={"speaker_id": offering.speaker_id})
        field: Any = self.fields["speaker_id"]
        field.help_text = _("Yang tidak bebas pada hari sesi ini tidak dapat dipilih.")
        field.offer(offering=offering, days=(offering.starts_on, offering.ends_on))
