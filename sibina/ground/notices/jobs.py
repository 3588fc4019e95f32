"""Notices as e-mail."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from sibina.ground.notices.actions import SEND_MAILS, send_due_mails
from sibina.lib.jobs.api import JobRun, job
from sibina.lib.tenancy.context import city_context


@job(SEND_MAILS)
def run_send_mails(run: JobRun) -> dict[str, Any]:
    """Send what is due, a hundred at a time, each hundred a transaction of its own."""
    sent = 0
    while True:
        with city_context(run.city):
            looked_at = send_due_mails(site=settings.SITE_ADDRESS, at=run.started_at)
        if not looked_at:
            break
        sent += looked_at
        run.progress(50, _("%(n)s pesan dikirim") % {"n": sent})
    return {"notices": sent}
