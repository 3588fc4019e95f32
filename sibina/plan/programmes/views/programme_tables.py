"""The tables on the page of a programme: what it raises, what it costs, the sessions on offer."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sibina.lib.lists.api import Column, address_of
from sibina.lib.words import number, rupiah
from sibina.plan.programmes.models import CostPart, Objective, Offering
from sibina.plan.programmes.sentences import session_days
from sibina.plan.programmes.types import GainSource


def _tone(aim: Objective) -> str:
    return "good" if aim.gain_source == GainSource.MEASURED else "warn"


def _part(row: CostPart) -> str:
    """What is paid for; where a standard price is behind it, how it comes to the sum and on what basis."""
    if not row.price:
        return row.label
    told = f"{number(row.quantity)} {row.unit} × {rupiah(row.price)}; {row.basis} ({row.get_certainty_display().lower()})"
    return format_html('{}<br><small class="text-soft fw-normal">{}</small>', row.label, told)


def days_of(row: Offering) -> str:
    """The days of a session."""
    return session_days(row.days)


def payer_of(row: Offering) -> str:
    """Who pays a session: an office, or the city."""
    return row.payer.name if row.payer else str(_("Kota"))


def _edit(row: Offering) -> SafeString:
    return format_html('{}<span class="visually-hidden"> {}</span>', gettext("Ubah"), row.code)


AIM_COLUMNS = (
    Column(
        "kompetensi",
        _("Kompetensi"),
        "competency__name",
        link=address_of("competencies:competency", "competency_id"),
    ),
    Column("tingkat", _("Dari → ke tingkat"), lambda row: f"{row.from_level} → {row.to_level}"),
    Column("kenaikan", _("Kenaikan rata-rata"), "gain", kind="decimal"),
    Column("rentang", _("Rentang"), lambda row: f"{number(row.gain_low, 2)} – {number(row.gain_high, 2)}"),
    Column("asal", _("Asal angka"), "get_gain_source_display", kind="badge", tone=_tone),
)
NOTE_COLUMN = Column("keterangan", _("Keterangan"), "note")
COST_COLUMNS = (
    Column("uraian", _("Uraian"), _part),
    Column("jenis", _("Jenis"), "get_kind_display"),
    Column("dihitung", _("Dihitung"), "get_per_display"),
    Column("jumlah", _("Jumlah"), "rupiah", kind="rupiah"),
    Column("rekening", _("Kode rekening"), "account_code", kind="nip"),
)
SESSION_COLUMNS = (
    Column("kode", _("Kode"), "code"),
    Column("waktu", _("Waktu"), days_of),
    Column("tempat", _("Tempat"), "venue"),
    Column("narasumber", _("Narasumber"), "speaker__name"),
    Column("kursi", _("Kursi"), "seats", kind="number"),
    Column("per-sesi", _("Per sesi"), "fixed_cost", kind="rupiah"),
    Column("per-kursi", _("Per kursi"), "seat_cost", kind="rupiah"),
    Column("pembayar", _("Dibayar oleh"), payer_of),
)
EDIT_COLUMN = Column(
    "tindakan",
    _("Tindakan"),
    _edit,
    link=lambda row: reverse("programmes:offering-edit", args=[row.pk]),
)


def aim_columns(aims: Sequence[Objective]) -> Sequence[Column]:
    """An objective; with what was noted about it where anything was."""
    return (*AIM_COLUMNS, NOTE_COLUMN) if any(aim.note for aim in aims) else AIM_COLUMNS


def session_columns(*, may_offer: bool) -> Sequence[Column]:
    """A session on offer; for the officer with the way to change it."""
    return (*SESSION_COLUMNS, EDIT_COLUMN) if may_offer else SESSION_COLUMNS
