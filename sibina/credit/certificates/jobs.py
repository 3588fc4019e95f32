"""Making and signing sheets in the background, a piece at a time: each piece is kept before the next begins."""

from typing import Any
from zoneinfo import ZoneInfo

from django.db import InterfaceError, OperationalError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sibina.credit.certificates import actions
from sibina.credit.certificates.models import Issue, SigningOrder
from sibina.credit.certificates.reads import count_issue, find_issue, find_order, list_of_issue
from sibina.credit.certificates.sentences import KEY_REFUSALS, SECRET_GONE
from sibina.credit.certificates.types import KeyRefused
from sibina.lib.jobs.api import JobRun, Stopped, Told, daily, job
from sibina.lib.sealing import SealBroken
from sibina.lib.signing import Look, Signer, SigningFailed
from sibina.lib.tenancy.context import city_context
from sibina.lib.words import number

SHEETS_AT_ONCE = 25
SIGNATURES_AT_ONCE = 10


@job(actions.ISSUE)
def run_issue(run: JobRun, *, issue_id: int) -> dict[str, Any]:
    """Number, typeset and store the sheets of an issue; begun anew it goes on where it was."""
    run.progress(1, _("Memberi nomor"))
    with city_context(run.city):
        issue = _get_issue(issue_id)
        actions.number_certificates(issue=issue, activities=list_of_issue(issue), at=run.started_at)
    _make_sheets(run, issue)
    with city_context(run.city):
        actions.tell_holders(issue=issue, at=timezone.now())
        count = count_issue(issue)
    run.progress(100, _("%(n)s sertifikat siap.") % {"n": number(count.made)})
    return {
        "certificates": count.all,
        "failed": count.failed,
        "next_url": reverse("certificates:issue", args=[issue_id]),
    }


@job(actions.PRINT)
def run_print(run: JobRun, *, issue_id: int, site: str) -> dict[str, Any]:
    """One file with every valid sheet of an issue, for the printer."""
    run.progress(5, _("Menyusun berkas cetak"))
    with city_context(run.city):
        made = actions.make_print_file(issue=_get_issue(issue_id), site=site, at=timezone.now())
    run.progress(100, _("Berkas cetak siap."))
    return {"file_id": made.pk, "next_url": reverse("certificates:issue", args=[issue_id])}


def _get_issue(issue_id: int) -> Issue:
    issue = find_issue(issue_id=issue_id)
    if issue is None:
        raise Told(_("Penerbitan ini sudah tidak ada."))
    return issue


def _make_sheets(run: JobRun, issue: Issue) -> None:
    """Until every certificate of the issue has its sheet, or a reason why not."""
    while True:
        with city_context(run.city):
            looked_at = actions.render_next(issue=issue, most=SHEETS_AT_ONCE, at=timezone.now())
            count = count_issue(issue)
        if not looked_at:
            return
        if run.should_stop():
            raise Stopped
        told = {"made": number(count.made), "all": number(count.all)}
        share = 100 * (count.made + count.failed) // max(count.all, 1)
        run.progress(share, _("%(made)s dari %(all)s lembar") % told)


@job(actions.SIGN)
def run_sign(run: JobRun, *, order_id: int) -> dict[str, Any]:
    """Sign every sheet of an order; begun anew it goes on where it was. The secret is forgotten however it ends."""
    with city_context(run.city):
        order = find_order(order_id=order_id)
    if order is None:
        raise Told(_("Permintaan tanda tangan ini sudah tidak ada."))
    try:
        signed = _sign_order(run, order)
    except (OperationalError, InterfaceError):
        # The database went away: the job comes again, and needs the secret.
        raise
    except Exception:
        _end(run, order)
        raise
    _end(run, order)
    run.progress(100, _("%(n)s sertifikat ditandatangani.") % {"n": number(signed)})
    return {"signed": signed, "next_url": reverse("certificates:issue", args=[order.issue_id])}


@daily("certificates.forget_secrets", gettext_lazy("Menghapus kata sandi kunci yang tertinggal"))
def run_forget_secrets(run: JobRun) -> dict[str, Any]:
    """No passphrase outlives its few hours, however its work ended."""
    with city_context(run.city):
        return {"orders": actions.forget_old_secrets(at=run.started_at)}


def _sign_order(run: JobRun, order: SigningOrder) -> int:
    try:
        signer = actions.open_signer(order)
    except SealBroken as gone:
        raise Told(str(SECRET_GONE)) from gone
    except KeyRefused as refused:
        raise Told(str(KEY_REFUSALS[refused.why])) from refused
    look = actions.picture_of(signer, at=timezone.localtime(run.started_at, ZoneInfo(run.city.time_zone)))
    _make_sheets(run, order.issue)
    return _sign_sheets(run, order.issue, signer, look)


def _sign_sheets(run: JobRun, issue: Issue, signer: Signer, look: Look) -> int:
    signed = 0
    while True:
        with city_context(run.city):
            before = count_issue(issue)
        try:
            with city_context(run.city):
                many = actions.sign_next(
                    issue=issue, signer=signer, look=look, most=SIGNATURES_AT_ONCE, at=timezone.now()
                )
        except SigningFailed as failed:
            told = {"done": number(before.signed), "words": failed.words}
            raise Told(
                _(
                    "%(words)s %(done)s lembar sudah ditandatangani dan tetap; sisanya belum. Periksa, lalu mulai lagi."
                )
                % told
            ) from failed
        if not many:
            return signed
        signed += many
        if run.should_stop():
            raise Stopped
        done, of = before.signed + many, before.signed + before.to_sign
        told = {"done": number(done), "all": number(of)}
        run.progress(100 * done // of, _("%(done)s dari %(all)s ditandatangani") % told)


def _end(run: JobRun, order: SigningOrder) -> None:
    with city_context(run.city):
        signed = count_issue(order.issue).signed
        actions.forget_secret(order=order, signed=signed, at=timezone.now())
