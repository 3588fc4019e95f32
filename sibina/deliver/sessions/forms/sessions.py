"""What an officer types about a session, its days, and venues."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sibina.deliver.sessions.forms.hours import HourField
from sibina.deliver.sessions.models import Session, SessionDay, Venue
from sibina.deliver.sessions.rules.days import FIRST_HOUR, LAST_HOUR, at_hours
from sibina.deliver.sessions.types import DayFacts, SessionFacts, VenueFacts
from sibina.lib.editing.forms import RevisedForm
from sibina.lib.ui.forms import DayField
from sibina.plan.programmes.api import Speaker

BLANK_DAYS = 2
MOST_PEOPLE = 100_000
LEAST = _("Bila kurang dari ini, diputuskan jadi atau batal.")
UNKNOWN = _("Kosong: belum diketahui.")


class SessionForm(RevisedForm):
    """Seats, the day of decision, who holds it."""

    seats = forms.IntegerField(label=_("Kursi"), min_value=1, max_value=MOST_PEOPLE)
    min_seats = forms.IntegerField(
        label=_("Paling sedikit terisi"),
        min_value=1,
        max_value=MOST_PEOPLE,
        help_text=LEAST,
    )
    decide_on = DayField(label=_("Diputuskan paling lambat"))
    organiser = forms.CharField(
        label=_("Penyelenggara"), max_length=160, required=False, help_text=_("Kosong: BKPSDM.")
    )
    abroad = forms.BooleanField(label=_("Di luar negeri"), required=False)

    def __init__(self, data: QueryDict | None = None, *, session: Session) -> None:
        super().__init__(data, initial=self.stored(session) | {"revision": session.revision})

    def stored(self, session: Session) -> dict[str, Any]:
        """What the row holds, by field."""
        return {name: getattr(session, name) for name in self.base_fields if name != "revision"}

    def clean(self) -> dict[str, Any]:
        """The least is not more than there are seats."""
        found = super().clean() or {}
        seats, least = found.get("seats"), found.get("min_seats")
        if seats and least and least > seats:
            self.add_error("min_seats", _("Paling sedikit tidak boleh lebih dari banyaknya kursi."))
        return found


class DayForm(forms.Form):
    """One day: when, where, with whom. Without a date the row is left out."""

    pk = forms.IntegerField(widget=forms.HiddenInput, required=False)
    day = DayField(label=_("Hari"), required=False)
    begins = HourField(label=_("Jam mulai"), initial=FIRST_HOUR, required=False)
    ends = HourField(label=_("Jam selesai"), initial=LAST_HOUR, required=False)
    venue = forms.TypedChoiceField(label=_("Tempat"), required=False, coerce=int, empty_value=None)
    is_online = forms.BooleanField(label=_("Daring"), required=False)
    speakers = forms.TypedMultipleChoiceField(label=_("Narasumber"), required=False, coerce=int)

    def __init__(
        self,
        *args: Any,
        venues: Sequence[tuple[Any, str]],
        speakers: Sequence[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["venue"].choices = [("", _("Belum ada tempat")), *venues]  # type: ignore[attr-defined]
        self.fields["speakers"].choices = speakers  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A day that is meant has hours; one that is online has no room."""
        found = super().clean() or {}
        if found.get("day"):
            for name in ("begins", "ends"):
                if not found.get(name) and name not in self.errors:
                    self.add_error(name, _("Isi jamnya, misalnya 08.00."))
            if found.get("is_online") and found.get("venue"):
                self.add_error("venue", _("Hari yang daring tidak memakai tempat. Kosongkan salah satunya."))
            begins, ends = found.get("begins"), found.get("ends")
            if begins and ends and ends <= begins:
                self.add_error("ends", _("Jam selesai harus sesudah jam mulai."))
        return found


class SessionSheet:
    """A session and its days, as they stand on one page."""

    def __init__(
        self,
        data: QueryDict | None,
        *,
        session: Session,
        days: Sequence[SessionDay],
        venues: Sequence[Venue],
        speakers: Sequence[Speaker],
    ) -> None:
        self.zone = session.city.time_zone
        self.form = SessionForm(data, session=session)
        known = {row.venue_id: row.venue for row in days if row.venue}
        rooms = {row.pk: str(row) for row in (*venues, *filter(None, known.values()))}
        people = {one.pk: one.name for one in speakers}
        people |= {one.speaker_id: one.speaker.name for row in days for one in row.speakers.all()}
        make = forms.formset_factory(DayForm, extra=BLANK_DAYS, max_num=400)
        self.days = make(
            data,
            prefix="hari",
            initial=[self._stored(row) for row in days],
            form_kwargs={"venues": list(rooms.items()), "speakers": list(people.items())},
        )

    def _stored(self, row: SessionDay) -> dict[str, Any]:
        first, last = (at.astimezone(ZoneInfo(self.zone)) for at in (row.starts_at, row.ends_at))
        return {
            "pk": row.pk,
            "day": row.day,
            "begins": first.time(),
            "ends": last.time(),
            "venue": row.venue_id,
            "is_online": row.is_online,
            "speakers": [one.speaker_id for one in row.speakers.all()],
        }

    def is_valid(self) -> bool:
        """Both parts are looked at, so that everything that is wrong is told at once."""
        return all([self.form.is_valid(), self.days.is_valid()])

    def facts(self) -> SessionFacts:
        values = self.form.cleaned_data
        return SessionFacts(
            seats=values["seats"],
            min_seats=values["min_seats"],
            decide_on=values["decide_on"],
            organiser=values["organiser"],
            abroad=values["abroad"],
            days=tuple(self._day(row.cleaned_data) for row in self.days if row.cleaned_data.get("day")),
        )

    def _day(self, values: dict[str, Any]) -> DayFacts:
        starts_at, ends_at = at_hours(values["day"], values["begins"], values["ends"], self.zone)
        return DayFacts(
            starts_at,
            ends_at,
            venue_id=values["venue"],
            is_online=values["is_online"],
            speaker_ids=tuple(values["speakers"]),
            pk=values["pk"],
        )


class VenueForm(RevisedForm):
    """A room that can be booked."""

    name = forms.CharField(label=_("Nama tempat"), max_length=120)
    capacity = forms.IntegerField(
        label=_("Kapasitas (orang)"),
        min_value=1,
        max_value=MOST_PEOPLE,
        required=False,
        help_text=UNKNOWN,
    )
    address = forms.CharField(label=_("Alamat"), max_length=240, required=False)
    is_own = forms.BooleanField(label=_("Milik pemerintah kota"), required=False)
    is_active = forms.BooleanField(label=_("Dapat dipilih"), required=False, initial=True)

    def __init__(self, data: QueryDict | None = None, *, venue: Venue | None = None) -> None:
        stored = self.stored(venue) if venue else {}
        super().__init__(data, initial=stored | {"revision": venue.revision if venue else 0})

    def stored(self, venue: Venue) -> dict[str, Any]:
        """What the row holds, by field."""
        return {name: getattr(venue, name) for name in self.base_fields if name != "revision"}

    def facts(self) -> VenueFacts:
        return VenueFacts(**{name: value for name, value in self.cleaned_data.items() if name != "revision"})
