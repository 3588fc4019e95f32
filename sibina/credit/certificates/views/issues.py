"""Issuing: events whose people wait for certificates, and what was issued for one."""

import re
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sibina.credit.certificates import actions, reads
from sibina.credit.certificates.forms import IssueForm
from sibina.credit.certificates.models import KIND_TITLES, Issue
from sibina.credit.certificates.sentences import NOT_READY, NOTHING_TO_ISSUE
from sibina.credit.certificates.types import Group, NothingToIssue, NotReady
from sibina.credit.certificates.views.certificates import (
    SIGNED_FILTER,
    STATE_FILTER,
    columns_of_sheets,
    is_officer,
)
from sibina.credit.certificates.views.site import site_of
from sibina.ground.people.api import CityRequest, get_sight
from sibina.lib.access import WHOLE_CITY, Role, allow
from sibina.lib.lists.api import Column, Empty, ListSpec, address_of, list_page, table_of
from sibina.lib.words import date_span, month_year

READERS = tuple(sorted(WHOLE_CITY))
MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


def month_of(request: CityRequest) -> date:
    """The month that the address names, this one where it names none."""
    named = MONTH.fullmatch(request.GET.get("bulan", ""))
    return date(int(named[1]), int(named[2]), 1) if named else timezone.localdate().replace(day=1)


def _address(month: date, code: str = "") -> str:
    query = {"bulan": f"{month:%Y-%m}"} | ({"kode": code} if code else {})
    return f"{reverse('certificates:group' if code else 'certificates:groups')}?{urlencode(query)}"


@allow(*READERS)
def groups(request: CityRequest) -> HttpResponse:
    """Events that ended in a month, with how many have completed it and how many still wait for a certificate."""
    month = month_of(request)
    found = reads.list_groups(month=month)
    waiting = reads.count_waiting(found)
    columns = [
        Column(
            "kegiatan",
            _("Kegiatan"),
            "title",
            link=(lambda row: _address(month, row.code)) if is_officer(request) else None,
            width=44,
        ),
        Column("jenis", _("Jenis"), lambda row: str(dict(KIND_TITLES)[row.kind])),
        Column("waktu", _("Waktu"), lambda row: date_span(row.starts_on, row.ends_on), width=28),
        Column("selesai", _("Menyelesaikan"), lambda row: len(row.activities), kind="number"),
        Column("menunggu", _("Belum bersertifikat"), lambda row: waiting[row.code], kind="number"),
    ]
    before, after = month - timedelta(days=1), month + timedelta(days=31)
    context = {
        "table": table_of(columns, found),
        "month": month_year(month),
        "before": _address(before),
        "before_name": month_year(before),
        "after": _address(after),
        "after_name": month_year(after),
        "has_after": after.replace(day=1) <= timezone.localdate(),
        "is_ready": reads.find_settings() is not None,
        "may_change": is_officer(request),
    }
    return render(request, "certificates/groups.html", context)


@allow(Role.PENGELOLA)
def group(request: CityRequest) -> HttpResponse:
    """One event: who waits for a certificate, and the day to write on it."""
    month = month_of(request)
    found = reads.find_group(month=month, code=request.GET.get("kode", ""))
    if found is None:
        messages.warning(request, _("Kegiatan itu tidak ada lagi dalam bulan ini. Pilih dari daftarnya."))
        return redirect(_address(month))
    waiting = reads.without_certificate(found.activities)
    is_sent = request.method == "POST"
    form = IssueForm(request.POST if is_sent else None, ends_on=found.ends_on, today=timezone.localdate())
    if is_sent and form.is_valid():
        made = _start(request, found, form)
        if made is not None:
            return redirect("jobs:detail", pk=made.job_id)
    context = {
        "form": form,
        "group": found,
        "when": date_span(found.starts_on, found.ends_on),
        "waiting": len(waiting),
        "is_ready": reads.find_settings() is not None,
        "back": _address(month),
        "people": table_of(_people_columns(), reads.list_waiting_people(waiting)),
    }
    return render(request, "certificates/group.html", context)


def _start(request: CityRequest, found: Group, form: IssueForm) -> Issue | None:
    try:
        return actions.start_issue(
            city=request.city,
            group=found,
            issued_on=form.cleaned_data["issued_on"],
            site=site_of(request),
            by=request.user,
            at=timezone.now(),
        )
    except NotReady:
        form.add_error(None, str(NOT_READY))
    except NothingToIssue:
        form.add_error(None, str(NOTHING_TO_ISSUE))
    return None


def _people_columns() -> list[Column]:
    return [
        Column("nama", _("Nama"), str, width=40),
        Column("nip", "NIP", "number", kind="nip"),
        Column("opd", _("OPD"), "office__name", width=36),
    ]


@allow(*READERS)
def issues(request: CityRequest) -> HttpResponse:
    """What was issued, the latest first."""
    spec = ListSpec(
        name="penerbitan",
        title=_("Penerbitan sertifikat"),
        lead=_("Setiap kali sertifikat diterbitkan untuk satu kegiatan."),
        columns=[
            Column(
                "kegiatan",
                _("Kegiatan"),
                "title",
                sort="title",
                link=address_of("certificates:issue"),
                width=44,
            ),
            Column("waktu", _("Waktu"), lambda row: date_span(row.starts_on, row.ends_on), sort="ends_on"),
            Column("terbit", _("Tanggal terbit"), "issued_on", sort="issued_on", kind="date"),
            Column("lembar", _("Sertifikat"), "sheets", kind="number"),
            Column("ttd", _("Ditandatangani"), "signed", kind="number"),
        ],
        search=("title__icontains",),
        joining=reads.join_counts,
        search_label=_("Kegiatan"),
        crumbs=[(_("Sertifikat"), reverse("certificates:list"))],
        empty=Empty(
            _("Belum ada penerbitan"),
            _("Mulailah dari kegiatan yang sudah selesai."),
            link=reverse("certificates:groups"),
            link_text=_("Lihat kegiatan"),
            icon="file",
        ),
    )
    return list_page(request, rows=reads.list_issues(), spec=spec)


def get_issue(pk: int) -> Issue:
    """The issue, or the page that says it is not there."""
    found = reads.find_issue(issue_id=pk)
    if found is None:
        raise Http404(_("Penerbitan ini tidak ada."))
    return found


@allow(*READERS)
def issue(request: CityRequest, pk: int) -> HttpResponse:
    """What was issued for one event: how far it is, its sheets, printing and signing."""
    found = get_issue(pk)
    count = reads.count_issue(found)
    is_running = found.job is not None and found.job.is_open
    officer = is_officer(request)
    spec = ListSpec(
        name=f"sertifikat-{found.pk}",
        title=found.title,
        lead=date_span(found.starts_on, found.ends_on),
        columns=columns_of_sheets(of_one_event=True),
        search=("number__icontains", "name__icontains"),
        search_label=_("Nomor atau nama"),
        filters=(STATE_FILTER, SIGNED_FILTER),
        order="nomor",
        joining=reads.join_holders,
        crumbs=[
            (_("Sertifikat"), reverse("certificates:list")),
            (_("Penerbitan"), reverse("certificates:issues")),
        ],
        empty=Empty(_("Belum ada lembar"), _("Lembar muncul di sini begitu diberi nomor."), icon="file"),
    )
    extra: dict[str, Any] = {
        "issue": found,
        "count": count,
        "is_running": is_running,
        "may_print": officer and not is_running and count.all > count.revoked,
        "may_resume": officer and not is_running and (not count.all or count.made < count.all),
        "may_sign": officer and not is_running and count.to_sign > 0,
    }
    rows = reads.list_certificates(sight=get_sight(request.membership)).filter(issue=found)
    return list_page(request, rows=rows, spec=spec, template="certificates/issue.html", extra=extra)


@require_POST
@allow(Role.PENGELOLA)
def print_all(request: CityRequest, pk: int) -> HttpResponse:
    """Have all sheets of an issue put into one file, for the printer."""
    job = actions.start_print(issue=get_issue(pk), site=site_of(request), by=request.user, at=timezone.now())
    return redirect("jobs:detail", pk=job.pk)


@require_POST
@allow(Role.PENGELOLA)
def resume(request: CityRequest, pk: int) -> HttpResponse:
    """Go on with sheets that are not made yet."""
    found = get_issue(pk)
    if found.job is not None and found.job.is_open:
        messages.info(request, _("Pekerjaannya masih berjalan."))
        return redirect("jobs:detail", pk=found.job.pk)
    job = actions.resume_issue(issue=found, by=request.user, at=timezone.now())
    return redirect("jobs:detail", pk=job.pk)
