"""What may be done with notices: tell people, note that one was read, send what is due as e-mail."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _

from sibina.ground.notices.models import Notice
from sibina.ground.notices.reads import list_addresses
from sibina.ground.notices.types import Message
from sibina.lib.jobs.api import Job, start_job
from sibina.lib.tenancy.models import City

SEND_MAILS = "notices.send_mails"
LONGEST_TITLE = 160
MAILS_AT_ONCE = 100


def tell(*, city: City, people: Collection[int], message: Message, at: datetime) -> None:
    """Tell these persons (ids), once each, within the caller's transaction: what is not done is not told.

    The mails go out later (`send_due_mails`).
    """
    due = settings.MAILS_NOTICES
    told = {
        "kind": message.kind,
        "key": message.key,
        "title": str(message.title)[:LONGEST_TITLE],
        "text": str(message.text),
        "url": message.url,
    }
    Notice.objects.bulk_create(
        [
            Notice(city=city, person_id=person_id, at=at, mail_due=due, **told)
            for person_id in sorted(set(people))
        ],
        ignore_conflicts=bool(message.key),
        batch_size=2000,
    )
    if due and people and not Job.objects.filter(kind=SEND_MAILS, state=Job.State.QUEUED).exists():
        start_job(city=city, kind=SEND_MAILS, title=_("Mengirim pesan lewat surel"), at=at)


def note_read(*, notice: Notice, at: datetime) -> None:
    """The person has seen it; the first time counts."""
    if notice.read_at is None:
        Notice.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=at)


def note_all_read(*, person_id: int, at: datetime) -> int:
    """The person has seen everything; how many were new."""
    return Notice.objects.filter(person_id=person_id, read_at__isnull=True).update(read_at=at)


def send_due_mails(*, site: str, at: datetime) -> int:
    """Send the next mails that are due, and note it; how many notices were looked at. Call until there are none.

    `site` stands before the address of each notice. Whoever has no address is passed over: the notice waits on the own
    page. Rows are locked, so that two workers do not send the same; killed in between, the batch is sent again.
    """
    rows = list(
        Notice.objects.select_for_update(skip_locked=True)
        .filter(mail_due=True)
        .order_by("pk")[:MAILS_AT_ONCE]
    )
    addresses = list_addresses(person_ids=[row.person_id for row in rows])
    mails = [
        EmailMessage(row.title, _body(row, site), None, [addresses[row.person_id]])
        for row in rows
        if row.person_id in addresses
    ]
    if mails:
        get_connection().send_messages(mails)
    for row in rows:
        row.mail_due = False
        row.mailed_at = at if row.person_id in addresses else None
    Notice.objects.bulk_update(rows, ["mail_due", "mailed_at"])
    return len(rows)


def _body(row: Notice, site: str) -> str:
    return "\n\n".join(part for part in (row.text, f"{site}{row.url}" if site and row.url else "") if part)
