"""Verbs of promises: kept as a draft, made, agreed to by the superior, dropped."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sibina.deliver.sessions.models import Enrolment, WorkPromise
from sibina.deliver.sessions.reads import find_promising
from sibina.deliver.sessions.rules import WRITABLE, check_complete, check_move
from sibina.deliver.sessions.types import NotAWorkshop, PromiseFacts, PromiseShut, PromiseState, ReasonMissing
from sibina.ground.notices.api import tell
from sibina.ground.notices.types import Message
from sibina.ground.people.api import Membership
from sibina.lib.access import Role
from sibina.lib.audit.api import record
from sibina.lib.editing.api import check_revision, mark_changed

KIND = "sessions.promise"


@transaction.atomic
def save_promise(
    *, enrolment: Enrolment, facts: PromiseFacts, revision: int, by: User | None, at: datetime
) -> WorkPromise:
    """Keep a draft, or change a promise that nobody has agreed to yet; what was promised stays whole.

    Raises NotAWorkshop, Overtaken, PromiseShut, and PromiseIncomplete where a promise would lose a part.
    """
    today = timezone.localdate(at)
    if find_promising(enrolment_id=enrolment.pk, person_id=enrolment.person_id, today=today) is None:
        raise NotAWorkshop
    # One writer at a time, so that two taps make one draft.
    locked = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    found = WorkPromise.objects.filter(enrolment=locked).first()
    if found is None:
        found = WorkPromise(city_id=locked.city_id, enrolment=locked, revision=0)
    check_revision(found, revision)
    state = PromiseState(found.state)
    if state not in WRITABLE:
        raise PromiseShut(state)
    if state == PromiseState.MADE:
        check_complete(facts, today=today)
    for name, value in vars(facts).items():
        setattr(found, name, value)
    mark_changed(found, by=by, at=at).save()
    data = {"code": enrolment.session.code, "name": facts.indicator}
    record(verb="sessions.promise.saved", city=found.city, by=by, at=at, target=found, data=data)
    return found


def _moving(promise: WorkPromise, to: PromiseState) -> WorkPromise:
    """The promise, locked, on its way to the state. Raises PromiseShut."""
    rows = WorkPromise.objects.select_for_update(of=("self",)).select_related(
        "enrolment__session", "enrolment__person"
    )
    found = rows.get(pk=promise.pk)
    check_move(PromiseState(found.state), to)
    found.state = to
    return found


@transaction.atomic
def make_promise(*, promise: WorkPromise, by: User | None, at: datetime) -> WorkPromise:
    """Promise what stands in the draft; the superior is told. Raises PromiseShut and PromiseIncomplete."""
    found = _moving(promise, PromiseState.MADE)
    check_complete(found.facts, today=timezone.localdate(at))
    found.made_at = at
    mark_changed(found, by=by, at=at).save()
    data = {"code": found.enrolment.session.code, "name": found.indicator, "ends_on": str(found.due_on)}
    record(verb="sessions.promise.made", city=found.city, by=by, at=at, target=found, data=data)
    person = found.enrolment.person
    units = [key for key in (person.unit_id, person.office_id) if key]
    heads = Membership.objects.filter(role=Role.KEPALA_OPD, unit__in=units, person__isnull=False)
    message = Message(
        KIND,
        _("Janji kerja dari %(name)s") % {"name": person},
        _("%(indicator)s di %(place)s. Baca, lalu sepakati.")
        % {"indicator": found.indicator, "place": found.workplace},
        reverse("promises:promise", args=[found.pk]),
    )
    people = [key for key in heads.values_list("person_id", flat=True) if key and key != person.pk]
    tell(city=found.city, people=people, message=message, at=at)
    return found


@transaction.atomic
def agree_to_promise(*, promise: WorkPromise, by: User | None, at: datetime) -> WorkPromise:
    """The superior stands behind it: its words and figures stay from now on. Raises PromiseShut."""
    found = _moving(promise, PromiseState.AGREED)
    found.agreed_at, found.agreed_by = at, by
    mark_changed(found, by=by, at=at).save()
    data = {"code": found.enrolment.session.code, "name": found.indicator}
    record(verb="sessions.promise.agreed", city=found.city, by=by, at=at, target=found, data=data)
    message = Message(
        KIND,
        _("Janji Anda disepakati atasan"),
        found.indicator,
        reverse("promises:promise", args=[found.pk]),
    )
    tell(city=found.city, people=[found.enrolment.person_id], message=message, at=at)
    return found


@transaction.atomic
def drop_promise(*, promise: WorkPromise, reason: str, by: User | None, at: datetime) -> WorkPromise:
    """It is given up, with a reason. Raises ReasonMissing and PromiseShut."""
    if not reason.strip():
        raise ReasonMissing
    found = _moving(promise, PromiseState.DROPPED)
    found.reason = reason.strip()
    mark_changed(found, by=by, at=at).save()
    data = {"code": found.enrolment.session.code, "name": found.indicator, "reason": found.reason}
    record(verb="sessions.promise.dropped", city=found.city, by=by, at=at, target=found, data=data)
    return found
