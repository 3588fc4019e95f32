"""Questions about notices."""

from django.db.models import QuerySet

from sibina.ground.notices.models import Notice
from sibina.ground.people.api import Membership
from sibina.lib.questions import written_once


def list_notices(*, person_id: int) -> QuerySet[Notice]:
    """Everything that the person was told, the latest first."""
    return Notice.objects.filter(person_id=person_id)


def find_notice(*, notice_id: int, person_id: int) -> Notice | None:
    """A notice of this person; of nobody else."""
    return _notice.first(notice_id=notice_id, person_id=person_id)


@written_once
def _notice(notice_id: int, person_id: int) -> QuerySet[Notice]:
    return Notice.objects.filter(pk=notice_id, person_id=person_id)


def list_unread(*, person_id: int) -> QuerySet[Notice]:
    """What the person has not read yet; with `values` and a count it can hang on another question."""
    return Notice.objects.filter(person_id=person_id, read_at__isnull=True)


def list_addresses(*, person_ids: list[int]) -> dict[int, str]:
    """The e-mail address of each of these persons whose log-in has one."""
    found = Membership.objects.filter(person_id__in=person_ids, user__is_active=True).exclude(user__email="")
    return dict(found.order_by("-pk").values_list("person_id", "user__email"))
