"""How certificates are numbered, the keys that sign them, and having an issue signed."""

from datetime import datetime

from django.conf import settings as installation
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sibina.credit.certificates import actions, reads
from sibina.credit.certificates.forms import KeyForm, SettingsForm, SignForm
from sibina.credit.certificates.models import Issue, SigningKey, SigningOrder
from sibina.credit.certificates.sentences import KEY_REFUSALS, NOTHING_TO_SIGN, pattern_sentence
from sibina.credit.certificates.types import KeyRefused, KeyRefusedBecause, NothingToSign, PatternRefused
from sibina.credit.certificates.views.issues import get_issue
from sibina.ground.people.api import CityRequest
from sibina.lib.access import Role, allow
from sibina.lib.editing.api import Overtaken
from sibina.lib.editing.forms import tell_overtaken
from sibina.lib.lists.api import Column, table_of


@allow(Role.PENGELOLA)
def edit_settings(request: CityRequest) -> HttpResponse:
    """The pattern of numbers, and who signs."""
    found = reads.find_settings()
    is_sent = request.method == "POST"
    form = SettingsForm(request.POST if is_sent else None, settings=found, city_name=request.city.name)
    if is_sent and form.is_valid():
        try:
            actions.save_settings(
                city=request.city,
                facts=form.facts(),
                revision=form.cleaned_data["revision"],
                by=request.user,
                at=timezone.now(),
            )
        except PatternRefused as refused:
            form.add_error("pattern", pattern_sentence(refused))
        except Overtaken as overtaken:
            now = reads.find_settings()
            if now is not None:
                tell_overtaken(form, overtaken, revision=now.revision, stored=form.stored(now))
        else:
            messages.success(request, _("Pengaturan disimpan; berlaku untuk sertifikat berikutnya."))
            return redirect("certificates:list")
    return render(request, "certificates/settings.html", {"form": form})


@allow(Role.PENGELOLA)
def keys(request: CityRequest) -> HttpResponse:
    """The city's keys: whose, until when, in use or not."""
    now = timezone.now()
    rows = reads.list_keys()
    columns = [
        Column("sebutan", _("Sebutan"), "label"),
        Column("pemilik", _("Pemilik"), "subject", width=30),
        Column("penerbit", _("Penerbit kunci"), "issuer", width=30),
        Column("sampai", _("Berlaku sampai"), lambda row: timezone.localdate(row.valid_to), kind="date"),
        Column(
            "keadaan",
            _("Keadaan"),
            lambda row: _key_state(row, now)[0],
            kind="badge",
            tone=lambda row: _key_state(row, now)[1],
        ),
    ]
    used = [row for row in rows if row.retired_at is None]
    return render(request, "certificates/keys.html", {"table": table_of(columns, rows), "used": used})


def _key_state(row: SigningKey, now: datetime) -> tuple[str, str]:
    if row.retired_at is not None:
        return _("tidak dipakai lagi"), ""
    if row.valid_to <= now:
        return _("habis masa berlaku"), "bad"
    return (_("belum berlaku"), "warn") if row.valid_from > now else (_("dipakai"), "good")


@allow(Role.PENGELOLA)
def add_key(request: CityRequest) -> HttpResponse:
    """Hand in a key file."""
    is_sent = request.method == "POST"
    form = KeyForm(request.POST, request.FILES) if is_sent else KeyForm()
    if is_sent and form.is_valid():
        try:
            made = actions.add_key(
                city=request.city,
                label=form.cleaned_data["label"],
                content=form.cleaned_data["file"],
                passphrase=form.cleaned_data["passphrase"],
                by=request.user,
                at=timezone.now(),
            )
        except KeyRefused as refused:
            wrong = refused.why == KeyRefusedBecause.WRONG_PASSPHRASE
            form.add_error("passphrase" if wrong else "file", str(KEY_REFUSALS[refused.why]))
        else:
            messages.success(request, _("Kunci milik %(subject)s disimpan.") % {"subject": made.subject})
            return redirect("certificates:keys")
    return render(request, "certificates/key_new.html", {"form": form})


@require_POST
@allow(Role.PENGELOLA)
def retire_key(request: CityRequest, pk: int) -> HttpResponse:
    """Use a key no longer."""
    found = reads.find_key(key_id=pk)
    if found is None:
        raise Http404(_("Kunci ini tidak ada."))
    actions.retire_key(key=found, by=request.user, at=timezone.now())
    messages.success(request, _("Kunci %(label)s tidak dipakai lagi.") % {"label": found.label})
    return redirect("certificates:keys")


@allow(Role.PENGELOLA)
def sign(request: CityRequest, pk: int) -> HttpResponse:
    """Have the sheets of an issue signed."""
    found = get_issue(pk)
    usable = reads.list_usable_keys(at=timezone.now())
    has_service = bool(installation.SIGNING_SERVICE["address"])
    is_sent = request.method == "POST"
    form = SignForm(
        request.POST if is_sent else None, keys=usable, has_service=has_service, signer_name=found.signer_name
    )
    if is_sent and form.is_valid():
        order = _order(request, found, form)
        if order is not None:
            return redirect("jobs:detail", pk=order.job_id)
    context = {
        "form": form,
        "issue": found,
        "count": reads.count_issue(found),
        "has_ways": bool(usable) or has_service,
    }
    return render(request, "certificates/sign.html", context)


def _order(request: CityRequest, issue: Issue, form: SignForm) -> SigningOrder | None:
    key_id = form.key_id()
    secret = actions.Secret(
        passphrase=form.cleaned_data["passphrase"],
        number=form.cleaned_data.get("signer_nik", ""),
        name=form.cleaned_data.get("signer_name", ""),
    )
    try:
        return actions.start_signing(
            issue=issue,
            key=reads.find_key(key_id=key_id) if key_id else None,
            secret=secret,
            by=request.user,
            at=timezone.now(),
        )
    except KeyRefused as refused:
        field = "passphrase" if refused.why == KeyRefusedBecause.WRONG_PASSPHRASE else "way"
        form.add_error(field, str(KEY_REFUSALS[refused.why]))
    except NothingToSign:
        form.add_error(None, str(NOTHING_TO_SIGN))
    return None
