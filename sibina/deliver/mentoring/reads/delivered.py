"""What mentoring tells credit: meetings that both sides confirmed."""

from collections.abc import Collection
from datetime import date

from sibina.deliver.mentoring.models import LogEntry
from sibina.deliver.mentoring.sentences import LOG_KINDS
from sibina.deliver.mentoring.types import EntryState, LogKind
from sibina.lib.questions import among
from sibina.plan.programmes.types import Activity, ActivityKind, Form

FORMS = {LogKind.MENTORING: Form.MENTORING, LogKind.AT_WORK: Form.BIMBINGAN_KERJA}


def list_activities(
    *, people: Collection[int] | None = None, since: date | None = None, until: date | None = None
) -> list[Activity]:
    """Each confirmed meeting of whoever was guided (`people` None: of everybody), between two days, both included.

    Ordered by person, day and key. What the mentor earns by guiding is not told here: it is no learning of the own.
    """
    rows = LogEntry.objects.filter(state=EntryState.CONFIRMED)
    if people is not None:
        rows = rows.filter(among("pair__mentee_id", people))
    if since is not None:
        rows = rows.filter(day__gte=since)
    if until is not None:
        rows = rows.filter(day__lte=until)
    told = rows.order_by("pair__mentee_id", "day", "pk").values_list(
        "pk", "pair__mentee_id", "kind", "day", "minutes", "what", "pair__office__name"
    )
    return [
        Activity(
            kind=ActivityKind.MENTORING,
            key=key,
            person_id=person,
            form=FORMS[LogKind(kind)],
            title=f"{LOG_KINDS[LogKind(kind)]}: {what}",
            organiser=office,
            starts_on=day,
            ends_on=day,
            days=(day,),
            minutes=minutes,
            jp=None,
            abroad=False,
            completed=True,
        )
        for key, person, kind, day, minutes, what, office in told
    ]
