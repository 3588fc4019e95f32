"""The audit trail as a list: who did what, when, to what, and with which figures."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from sibina.lib.access import Role, allow
from sibina.lib.audit.api import Event
from sibina.lib.lists.api import Column, Empty, Filter, ListSpec, list_page
from sibina.web.sentences import VERBS, sentence_of

SHOWN_FIGURES = 6


@allow(Role.PENGELOLA, Role.INSPEKTORAT)
def trail(request: HttpRequest) -> HttpResponse:
    """Who did what, when. Rows are only ever added."""
    return list_page(request, rows=Event.objects.all(), spec=SPEC)


def _figures(event: Event) -> str:
    """The event's own figures, the plain ones, short."""
    plain = [(key, value) for key, value in event.data.items() if not isinstance(value, dict | list)]
    return ", ".join(f"{key.replace('_', ' ')}: {value}" for key, value in plain[:SHOWN_FIGURES])


def _choices() -> list[tuple[str, Any]]:
    return sorted(VERBS.items(), key=lambda pair: str(pair[1]))


SPEC = ListSpec(
    name="jejak-tindakan",
    title=_("Jejak tindakan"),
    lead=_(
        "Siapa berbuat apa, kapan. Baris hanya bertambah: tidak ada yang dapat mengubah atau menghapusnya."
    ),
    columns=(
        Column("waktu", _("Waktu"), "at", sort="at", kind="moment"),
        Column("tindakan", _("Tindakan"), lambda event: sentence_of(event.verb), sort="verb"),
        Column("oleh", _("Oleh"), lambda event: event.actor or _("sistem"), sort="actor"),
        Column("rincian", _("Rincian"), _figures),
    ),
    search=("actor", "verb"),
    search_label=_("Nama pelaku"),
    filters=(Filter("tindakan", _("Tindakan"), _choices, "verb", _("Semua tindakan")),),
    order="-waktu",
    empty=Empty(_("Belum ada tindakan"), _("Setiap perubahan akan tercatat di sini begitu terjadi.")),
    crumbs=((_("Beranda"), "/"), (_("Jejak tindakan"), "")),
)
