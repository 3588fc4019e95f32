"""Certificates one by one: the list, one's own, one sheet with its files, taking one back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sibina.credit.certificates import actions, reads
from sibina.credit.certificates.forms import RevokeForm
from sibina.credit.certificates.models import Certificate
from sibina.credit.certificates.sentences import ALREADY_REVOKED, REASON_MISSING, STATE_TONES, STATE_WORDS
from sibina.credit.certificates.types import AlreadyRevoked, CertificateState, ReasonMissing
from sibina.credit.certificates.views.site import badge_issuer, site_of
from sibina.ground.people.api import CityRequest, get_sight
from sibina.ground.people.types import Sight
from sibina.lib.access import WHOLE_CITY, Role, allow
from sibina.lib.files.api import attachment
from sibina.lib.lists.api import Column, Empty, Filter, ListSpec, address_of, list_page
from sibina.lib.words import date_span

READERS = (*sorted(WHOLE_CITY), Role.KEPALA_OPD)
PERSONS = (Role.ASN, Role.MENTOR, Role.KEPALA_OPD)
HOLDERS = (*READERS, Role.ASN, Role.MENTOR)
JWT = "application/jwt"


def is_officer(request: CityRequest) -> bool:
    """May this member issue and take back?"""
    return request.membership.role == Role.PENGELOLA


def state_of(row: Certificate) -> CertificateState:
    """How a certificate stands."""
    return CertificateState.REVOKED if row.revoked_on else CertificateState.VALID


def _by_state(rows: Any, value: str) -> Any:
    return rows.filter(revoked_on__isnull=value == CertificateState.VALID)


def _by_signature(rows: Any, value: str) -> Any:
    return rows.filter(signed_at__isnull=value == "belum")


NUMBER = Column(
    "nomor", gettext_lazy("Nomor"), "number", sort="sequence", link=address_of("certificates:certificate")
)
WHAT = (
    Column("kegiatan", gettext_lazy("Kegiatan"), "title", sort="title", width=44),
    Column(
        "waktu",
        gettext_lazy("Waktu"),
        lambda row: date_span(row.starts_on, row.ends_on),
        sort="ends_on",
        width=28,
    ),
    Column("jp", gettext_lazy("JP"), "jp", sort="jp", kind="number"),
    Column("terbit", gettext_lazy("Terbit"), "issued_on", sort="issued_on", kind="date"),
)
STATE = Column(
    "keadaan",
    gettext_lazy("Keadaan"),
    lambda row: STATE_WORDS[state_of(row)],
    kind="badge",
    tone=lambda row: STATE_TONES[state_of(row)],
)
SIGNED = Column(
    "tandatangan",
    gettext_lazy("Ditandatangani"),
    lambda row: _("sudah") if row.signed_at else _("belum"),
    kind="badge",
    tone=lambda row: "good" if row.signed_at else "",
)


def columns_of_sheets(*, of_one_event: bool) -> tuple[Column, ...]:
    """The columns of a list of certificates; of one event without what all have in common."""
    holder = Column("nama", gettext_lazy("Nama"), "name", sort="bare_name", width=40)
    office = Column("opd", gettext_lazy("OPD"), "person__office__name", width=36)
    return (NUMBER, holder, office, *(() if of_one_event else WHAT), SIGNED, STATE)


STATE_FILTER = Filter(
    "keadaan", gettext_lazy("Keadaan"), [(state, word) for state, word in STATE_WORDS.items()], _by_state
)
SIGNED_FILTER = Filter(
    "ttd",
    gettext_lazy("Tanda tangan"),
    [("sudah", gettext_lazy("sudah ditandatangani")), ("belum", gettext_lazy("belum ditandatangani"))],
    _by_signature,
)


@allow(*READERS)
def certificates(request: CityRequest) -> HttpResponse:
    """Every certificate of the people whom the reader may see."""
    officer = is_officer(request)
    empty = Empty(
        _("Belum ada sertifikat"),
        _("Sertifikat diterbitkan untuk kegiatan yang sudah diselesaikan pesertanya."),
        link=reverse("certificates:groups") if officer else "",
        link_text=_("Terbitkan sertifikat"),
        icon="file",
    )
    spec = ListSpec(
        name="sertifikat",
        title=_("Sertifikat"),
        lead=_("Yang sudah terbit, untuk siapa, dan masih sahkah."),
        columns=columns_of_sheets(of_one_event=False),
        search=("number__icontains", "name__icontains", "title__icontains"),
        search_label=_("Nomor, nama, atau kegiatan"),
        filters=(STATE_FILTER, SIGNED_FILTER),
        joining=reads.join_holders,
        empty=empty,
    )
    return list_page(
        request,
        rows=reads.list_certificates(sight=get_sight(request.membership)),
        spec=spec,
        template="certificates/list.html",
        extra={"may_change": officer, "sees_issues": request.membership.role in WHOLE_CITY},
    )


@allow(*PERSONS)
def mine(request: CityRequest) -> HttpResponse:
    """One's own certificates, to show and to keep."""
    person = request.membership.person_id
    spec = ListSpec(
        name="sertifikat-saya",
        title=_("Sertifikat saya"),
        lead=_("Buka salah satu untuk mengunduh PDF atau lencana digitalnya."),
        columns=(NUMBER, *WHAT, STATE),
        empty=Empty(
            _("Belum ada sertifikat untuk Anda"),
            _("Sertifikat terbit sesudah Anda menyelesaikan kegiatan; Anda diberi tahu lewat pesan."),
            icon="file",
        ),
    )
    sight = Sight(person_id=person) if person else Sight(nothing=True)
    return list_page(request, rows=reads.list_certificates(sight=sight), spec=spec)


def get_certificate(request: CityRequest, pk: int) -> Certificate:
    """The certificate, or the page that says it is not there."""
    sight = get_sight(request.membership)
    found = reads.find_certificate(certificate_id=pk, sight=sight)
    if found is None and request.membership.person_id:
        # A head's own sheet, where the head is posted outside the own office.
        own = Sight(person_id=request.membership.person_id)
        found = reads.find_certificate(certificate_id=pk, sight=own)
    if found is None:
        raise Http404(_("Sertifikat ini tidak ada, atau bukan untuk Anda lihat."))
    return found


@allow(*HOLDERS)
def certificate(request: CityRequest, pk: int) -> HttpResponse:
    """One certificate: what it says, how it stands, its files."""
    found = get_certificate(request, pk)
    state = state_of(found)
    context = {
        "certificate": found,
        "state": STATE_WORDS[state],
        "tone": STATE_TONES[state],
        "when": date_span(found.starts_on, found.ends_on),
        "revocation": reads.find_revocation(found) if found.revoked_on else None,
        "replacing": reads.list_replacing(found),
        "may_change": is_officer(request) and not found.revoked_on,
        "is_own": found.person_id == request.membership.person_id,
        "sees_city": request.membership.role in READERS,
        "sees_issues": request.membership.role in WHOLE_CITY,
        "check_url": f"{site_of(request)}{reverse('certificate-check:check', args=[found.token])}",
    }
    return render(request, "certificates/certificate.html", context)


@allow(*HOLDERS)
def pdf(request: CityRequest, pk: int) -> HttpResponse:
    """The sheet as PDF: signed where it is signed."""
    found = get_certificate(request, pk)
    kept = actions.ensure_file(certificate=found, site=site_of(request), at=timezone.now())
    if kept is None:
        raise Http404(_("Lembar ini belum dapat dibuat. Pengelola BKPSDM dapat mencobanya lagi."))
    return attachment(name=kept.name, content=bytes(kept.content), content_type=kept.content_type)


@allow(*HOLDERS)
def badge(request: CityRequest, pk: int) -> HttpResponse:
    """The digital badge of the certificate (Open Badges 3.0)."""
    found = get_certificate(request, pk)
    signed = actions.badge_of(
        certificate=found, issuer=badge_issuer(request, request.city), at=timezone.now()
    )
    name = actions.file_name(found).replace(".pdf", ".jwt")
    return attachment(name=name, content=signed.encode(), content_type=JWT)


@allow(Role.PENGELOLA)
def revoke(request: CityRequest, pk: int) -> HttpResponse:
    """Take a certificate back, with a reason."""
    found = get_certificate(request, pk)
    form = RevokeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.revoke_certificate(
                certificate=found,
                reason=form.reason_chosen(),
                explanation=form.cleaned_data["explanation"],
                by=request.user,
                at=timezone.now(),
            )
        except ReasonMissing:
            form.add_error("explanation", str(REASON_MISSING))
        except AlreadyRevoked:
            form.add_error(None, str(ALREADY_REVOKED))
        else:
            messages.success(
                request,
                _("Sertifikat %(number)s dicabut; pemiliknya diberi tahu.") % {"number": found.number},
            )
            return redirect("certificates:certificate", pk=pk)
    return render(request, "certificates/revoke.html", {"form": form, "certificate": found})
