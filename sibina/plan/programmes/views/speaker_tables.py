"""The tables on the page of a speaker: the sessions of the record, the ratings."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sibina.lib.lists.api import Column, address_of
from sibina.lib.words import date_span, number
from sibina.plan.programmes.models import SpeakerRating
from sibina.plan.programmes.reads import RecordLine
from sibina.plan.programmes.sentences import STANDING_TONES, STANDINGS, rating_words
from sibina.plan.programmes.types import SessionStanding


def record_columns(*, may_change: bool) -> Sequence[Column]:
    """A session of the record; for the officer with what may be done about it."""
    columns = (
        Column("sesi", _("Sesi"), "offering__code"),
        Column(
            "program",
            _("Program"),
            "offering__programme__name",
            link=address_of("programmes:programme", "offering__programme_id"),
        ),
        Column("waktu", _("Waktu"), lambda line: date_span(line.offering.starts_on, line.offering.ends_on)),
        Column(
            "keadaan",
            _("Keadaan"),
            lambda line: str(STANDINGS[line.standing]),
            kind="badge",
            tone=lambda line: STANDING_TONES[line.standing],
        ),
        Column("penilaian", _("Penilaian"), _rating),
    )
    return (*columns, Column("tindakan", _("Tindakan"), _next, link=_way_to_it)) if may_change else columns


def _rating(line: RecordLine) -> str:
    return rating_words(line.mean, line.rated) if line.standing == SessionStanding.HELD else ""


def _next(line: RecordLine) -> str | SafeString:
    words = {SessionStanding.HELD: gettext("Nilai"), SessionStanding.BOOKED: gettext("Ganti")}
    if line.standing not in words:
        return ""
    told = '{}<span class="visually-hidden"> {}</span>'
    return format_html(told, words[line.standing], line.offering.code)


def _way_to_it(line: RecordLine) -> str:
    names = {SessionStanding.HELD: "speakers:rate", SessionStanding.BOOKED: "speakers:name"}
    name = names.get(line.standing)
    return reverse(name, args=[line.offering.pk]) if name else ""


def rating_columns(*, sees_all: bool) -> Sequence[Column]:
    """A rating; its note for those who work with the register."""
    columns = (
        Column("diberikan", _("Diberikan"), "given_at", kind="moment"),
        Column("sesi", _("Sesi"), "offering__code"),
        Column("nilai", _("Nilai"), _score, kind="number"),
        Column("oleh", _("Oleh"), lambda row: str(row.given_by or "")),
    )
    return (*columns, Column("catatan", _("Catatan"), "note")) if sees_all else columns


def _score(row: SpeakerRating) -> int | SafeString:
    if row.counts:  # type: ignore[attr-defined]  # by `list_ratings`
        return row.score
    outdated = gettext("tidak dihitung lagi")
    return format_html('{} <span class="text-secondary">({})</span>', number(row.score), outdated)
