"""The audit trail as a list: who did what, when, to what, and with which figures."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from sibina.ground.competencies.api import KIND_TITLES, METHOD_TITLES
from sibina.lib.access import ROLE_TITLES, Role, allow
from sibina.lib.audit.api import Event
from sibina.lib.lists.api import Column, Empty, Filter, ListSpec, list_page
from sibina.lib.words import number, rupiah, short_date
from sibina.web.sentences import DETAILS, VERBS, sentence_of

SHOWN_FIGURES = 6
RUPIAH = frozenset({"ceiling", "cost", "fixed_cost", "seat_cost", "value"})
OF_PROPOSERS = frozenset({"needs.proposal.sent", "needs.proposal.withdrawn"})
PLAIN = frozenset({"year", "seed", "level"})
CHOSEN: dict[str, dict[Any, Any]] = {
    "role": dict(ROLE_TITLES),
    "method": dict(METHOD_TITLES),
    "kind": dict(KIND_TITLES),
}


@allow(Role.PENGELOLA, Role.INSPEKTORAT)
def trail(request: HttpRequest) -> HttpResponse:
    """Who did what, when. Rows are only ever added."""
    return list_page(request, rows=Event.objects.all(), spec=SPEC)


def _actor(event: Event) -> str:
    """Who did it; a proposer is not named on the trail, which more people read than may know the name."""
    return event.actor or str(_("pengusul") if event.verb in OF_PROPOSERS else _("sistem"))


def _figures(event: Event) -> str:
    """The event's own figures, the plain ones, in words and short."""
    told = [
        f"{DETAILS[key]}: {_said(key, value)}"
        for key, value in event.data.items()
        if key in DETAILS and value not in (None, "") and not isinstance(value, dict | list)
    ]
    return ", ".join(told[:SHOWN_FIGURES])


def _said(key: str, value: Any) -> str:
    """A figure as people write it: money as rupiah, years and seeds without points, days as days."""
    if key in RUPIAH and str(value).isdigit():
        return rupiah(int(value))
    if key in CHOSEN and value in CHOSEN[key]:
        return str(CHOSEN[key][value])
    if isinstance(value, bool):
        return str(_("ya") if value else _("tidak"))
    if isinstance(value, int) and key not in PLAIN:
        return number(value)
    if isinstance(value, float):
        return number(value, 1)
    try:
        return short_date(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)


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
        Column("oleh", _("Oleh"), _actor, sort="actor"),
        Column("rincian", _("Rincian"), _figures),
    ),
    search=("actor", "verb"),
    search_label=_("Nama pelaku"),
    filters=(Filter("tindakan", _("Tindakan"), _choices, "verb", _("Semua tindakan")),),
    order="-waktu",
    empty=Empty(_("Belum ada tindakan"), _("Setiap perubahan akan tercatat di sini begitu terjadi.")),
)
