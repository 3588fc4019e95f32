"""What I was told."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sibina.ground.notices import actions, reads
from sibina.ground.people.api import CityRequest
from sibina.lib.access import Role, allow
from sibina.lib.lists.api import Column, Empty, Filter, ListSpec, address_of, list_page

PERSONS = (Role.ASN, Role.MENTOR, Role.KEPALA_OPD, Role.PENGELOLA, Role.ANALIS)
"""Roles behind which a person of the city may stand."""


@require_safe
@allow(*PERSONS)
def notices(request: CityRequest) -> HttpResponse:
    """Everything that I was told, the latest first."""
    person_id = request.membership.person_id or 0
    rows = reads.list_notices(person_id=person_id)
    new = reads.list_unread(person_id=person_id).count()
    return list_page(request, rows=rows, spec=_spec(), template="notices/list.html", extra={"new": new})


def _spec() -> ListSpec:
    return ListSpec(
        name="pesan",
        title=_("Pesan"),
        lead=_("Undangan, keputusan, dan pengingat untuk Anda."),
        columns=[
            Column("pesan", _("Pesan"), "title", link=address_of("notices:notice")),
            Column("waktu", _("Waktu"), "at", sort="at", kind="moment"),
            Column(
                "keadaan",
                _("Keadaan"),
                lambda row: _("Terbaca") if row.read_at else _("Baru"),
                kind="badge",
                tone=lambda row: "" if row.read_at else "now",
            ),
        ],
        search=("title", "text"),
        search_label=_("Cari dalam pesan"),
        filters=[
            Filter(
                "keadaan",
                _("Keadaan"),
                [("baru", _("Baru")), ("terbaca", _("Terbaca"))],
                lambda rows, chosen: rows.filter(read_at__isnull=chosen == "baru"),
            )
        ],
        order="-waktu",
        empty=Empty(
            _("Belum ada pesan"),
            _("Undangan sesi, keputusan, dan pengingat akan tampak di sini."),
            icon="inbox",
        ),
    )


@require_safe
@allow(*PERSONS)
def notice(request: CityRequest, pk: int) -> HttpResponse:
    """One notice, and the way to where I can act on it. Opening it is reading it."""
    found = reads.find_notice(notice_id=pk, person_id=request.membership.person_id or 0)
    if found is None:
        raise Http404
    actions.note_read(notice=found, at=timezone.now())
    return render(request, "notices/notice.html", {"notice": found})


@require_POST
@allow(*PERSONS)
def read_all(request: CityRequest) -> HttpResponse:
    """I have seen them all."""
    actions.note_all_read(person_id=request.membership.person_id or 0, at=timezone.now())
    return redirect("notices:list")
