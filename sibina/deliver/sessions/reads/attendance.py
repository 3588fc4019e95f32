"""Questions about attendance: who was there on a day, what it rests on, which devices may note it, whose code is whose."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core import signing
from django.db.models import F, FilteredRelation, Q, QuerySet
from django.utils.crypto import salted_hmac

from sibina.deliver.sessions.models import (
    AttendanceDevice,
    AttendanceEvent,
    AttendancePaper,
    Enrolment,
    Presence,
    Session,
    SessionDay,
)
from sibina.deliver.sessions.reads.enrolment import join_enrolments
from sibina.deliver.sessions.rules import DAY_TOLERANCE, MARK_KINDS, personal_code
from sibina.deliver.sessions.types import (
    LIVE,
    AttendanceMethod,
    DayHours,
    DeviceRefused,
    EnrolmentState,
    EventKind,
    Mark,
    PresenceState,
)
from sibina.ground.people.api import seen_by
from sibina.ground.people.types import Sight
from sibina.lib.tenancy.models import City

PASS_SALT = "sibina.sessions.attendance.device"


def day_hours(day: SessionDay) -> DayHours:
    """As the rules read them."""
    return DayHours(day.starts_at, day.ends_at)


def mark_of(event: AttendanceEvent) -> Mark:
    """A row as the rules read it."""
    return Mark(
        key=event.key,
        kind=EventKind(event.kind),
        claimed_at=event.claimed_at,
        method=AttendanceMethod(event.method),
        device_id=event.device_id,
        skew=event.skew,
        cancels=event.cancels,
        number=event.number,
        minutes=event.minutes,
    )


def find_day(*, day_id: int) -> SessionDay | None:
    """A day of a session of the city, with its session, or None."""
    return SessionDay.objects.filter(pk=day_id).select_related("session__cycle", "city", "venue").first()


def find_day_to_show(*, session_id: int, today: date) -> SessionDay | None:
    """The day that somebody who asks for attendance means: today's, else the next, else the last."""
    days = list(SessionDay.objects.filter(session_id=session_id))
    return next((day for day in days if day.day >= today), days[-1] if days else None)


def list_attendance(*, day: SessionDay, sight: Sight) -> QuerySet[Enrolment]:
    """Who takes part, and whoever was noted all the same, each with `presence` of the day where there is one."""
    noted = Presence.objects.filter(day=day, state=PresenceState.PRESENT).values("enrolment_id")
    rows = Enrolment.objects.filter(seen_by(sight), session=day.session)
    rows = rows.filter(Q(state__in=(*LIVE, EnrolmentState.WAITING)) | Q(pk__in=noted))
    return with_presence(rows, day_id=day.pk)


def with_presence(rows: QuerySet[Enrolment], *, day_id: int) -> QuerySet[Enrolment]:
    """Each with what counts on the day; `presence_state` is None where nothing was ever noted."""
    if "presence_state" in rows.query.annotations:
        return rows
    of_day = FilteredRelation("presences", condition=Q(presences__day=day_id))
    told = ("minutes", "method", "arrived_at", "left_at", "doubts")
    return rows.annotate(presence=of_day).annotate(
        presence_state=F("presence__state"), **{name: F(f"presence__{name}") for name in told}
    )


@dataclass(frozen=True)
class AttendanceCount:
    """How many take part on a day, and what is known of them."""

    participants: int
    present: int
    absent: int
    doubtful: int

    @property
    def unrecorded(self) -> int:
        """Of whom nothing is noted."""
        return self.participants - self.present - self.absent


def count_attendance(rows: QuerySet[Any]) -> AttendanceCount:
    """The figures over a list of `list_attendance`."""
    found = list(rows.order_by().values_list("presence_state", "doubts"))
    states = [state for state, _doubts in found]
    return AttendanceCount(
        participants=len(found),
        present=states.count(PresenceState.PRESENT),
        absent=states.count(PresenceState.ABSENT),
        doubtful=sum(bool(doubts) for _state, doubts in found),
    )


def find_participant(*, day: SessionDay, enrolment_id: int, sight: Sight) -> Enrolment | None:
    """One participant of the day's session whom the reader may see, with person and office, or None."""
    rows = Enrolment.objects.filter(seen_by(sight), session=day.session, pk=enrolment_id)
    return join_enrolments(rows).first()


def find_presence(*, day: SessionDay, enrolment: Enrolment) -> Presence | None:
    """What counts of a participant on a day, or None where nothing was ever noted."""
    return Presence.objects.filter(day=day, enrolment=enrolment).first()


def find_own_presence(*, day: SessionDay, person_id: int) -> Presence | None:
    """What counts of a person on a day, or None where nothing was ever noted."""
    return Presence.objects.filter(day=day, enrolment__person_id=person_id).first()


def list_attendance_events(*, day: SessionDay, enrolment: Enrolment) -> list[AttendanceEvent]:
    """Everything that was noted of a participant on a day, as it came in."""
    rows = AttendanceEvent.objects.filter(day=day, enrolment=enrolment)
    return list(rows.select_related("device", "by", "paper__file"))


def list_devices(*, session: Session) -> list[AttendanceDevice]:
    """Devices that note attendance of a session, in the order they were registered."""
    return list(AttendanceDevice.objects.filter(session=session).select_related("made_by"))


def find_device(*, device_id: int) -> AttendanceDevice | None:
    """One device of the city, or None."""
    return AttendanceDevice.objects.filter(pk=device_id).select_related("session", "city").first()


def list_papers(*, day: SessionDay) -> list[AttendancePaper]:
    """Signed sheets of a day, without their bytes."""
    rows = AttendancePaper.objects.filter(day=day).select_related("file", "by")
    return list(rows.defer("file__content"))


def find_paper(*, paper_id: int) -> AttendancePaper | None:
    """One signed sheet, with its bytes, or None."""
    return AttendancePaper.objects.filter(pk=paper_id).select_related("file").first()


def pass_of(device: AttendanceDevice) -> str:
    """What the device shows with each batch, also when nobody is logged in there any more."""
    return signing.dumps([device.city_id, device.pk], salt=PASS_SALT)


def read_pass(text: str) -> tuple[City, int]:
    """Whose device a pass names. Raises DeviceRefused; whether it was revoked says `get_sending_device`, in the city."""
    try:
        city_id, device_id = signing.loads(text, salt=PASS_SALT)
        return City.objects.get(pk=city_id), device_id
    except (signing.BadSignature, City.DoesNotExist, ValueError) as wrong:
        raise DeviceRefused from wrong


def get_sending_device(*, device_id: int) -> AttendanceDevice:
    """The device that sends, while it may. Raises DeviceRefused."""
    rows = AttendanceDevice.objects.filter(pk=device_id, revoked_at=None)
    found = rows.select_related("session__cycle", "city").first()
    if found is None:
        raise DeviceRefused
    return found


def door_secret(day_id: int) -> bytes:
    """From which the codes at the door of a day are made."""
    return salted_hmac("sibina.sessions.attendance.door", str(day_id)).digest()


def code_of(enrolment: Enrolment) -> str:
    """The code by which a participant is found on the organiser's list."""
    secret = salted_hmac("sibina.sessions.attendance.person", str(enrolment.session_id)).digest()
    return personal_code(secret, enrolment.pk)


@dataclass(frozen=True)
class ListLine:
    """A participant on the organiser's list. `is_own`: the mark stands on such a list and may be taken back there."""

    enrolment: Enrolment
    code: str
    is_present: bool
    is_own: bool
    left: bool


def list_organiser_lines(*, day: SessionDay) -> Iterator[ListLine]:
    """The organiser's list of a day, by name."""
    listed = AttendanceEvent.objects.filter(day=day, device=None, method=AttendanceMethod.LIST)
    gone = {event.cancels for event in listed}
    own = {event.enrolment_id for event in listed if event.kind in MARK_KINDS and event.key not in gone}
    rows = list_attendance(day=day, sight=Sight())
    for row in join_enrolments(rows).order_by("person__name", "pk"):
        is_present = row.presence_state == PresenceState.PRESENT
        yield ListLine(row, code_of(row), is_present, row.pk in own, row.left_at is not None)


@dataclass(frozen=True)
class OwnDay:
    """A day on which a person is expected, the code to show there, and what is noted already."""

    day: SessionDay
    code: str
    state: PresenceState


def list_own_days(*, person_id: int, at: datetime) -> list[OwnDay]:
    """Days that are not over of the sessions in which the person has a seat."""
    rows = Enrolment.objects.filter(person_id=person_id, state__in=LIVE)
    enrolments = {row.session_id: row for row in rows}
    days = SessionDay.objects.filter(session__in=enrolments, ends_at__gte=at - DAY_TOLERANCE, holds=True)
    noted = Presence.objects.filter(enrolment__in=enrolments.values(), day__in=days)
    states = dict(noted.values_list("day_id", "state"))
    return [
        OwnDay(day, code_of(enrolments[day.session_id]), PresenceState(states.get(day.pk, "unrecorded")))
        for day in days.select_related("session", "venue").order_by("starts_at")
    ]


def attended_days(*, enrolments: Collection[int]) -> dict[int, list[tuple[date, int | None]]]:
    """By enrolment: the days on which the person was there, each with its minutes (None: not known how long)."""
    rows = Presence.objects.filter(enrolment_id__in=enrolments, state=PresenceState.PRESENT)
    found: dict[int, list[tuple[date, int | None]]] = defaultdict(list)
    for one, day, minutes in rows.order_by("day__starts_at").values_list(
        "enrolment_id", "day__day", "minutes"
    ):
        found[one].append((day, minutes))
    return dict(found)
