"""Who is told what: the person about the placement, the head about a practice that is offered, the person of the answer."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from sibina.deliver.placements.models import Adoption, Placement
from sibina.deliver.placements.sentences import ADOPTION_STATES, DUTIES, PLACEMENT_STATES, duty_sentence
from sibina.deliver.placements.types import Duty, DutyKind
from sibina.ground.notices.api import tell
from sibina.ground.notices.types import Message
from sibina.ground.people.api import Membership
from sibina.lib.access import Role
from sibina.lib.tenancy.models import City
from sibina.lib.words import date_span, long_date

KIND = "placements"


def tell_person(placement: Placement, *, at: datetime) -> None:
    """The person learns that the placement stands elsewhere now."""
    state = PLACEMENT_STATES[placement.state]
    title = _("Penempatan Anda: %(state)s") % {"state": state}
    text = f"{placement}, {date_span(placement.starts_on, placement.ends_on)}."
    if placement.reason:
        text = _("%(text)s Alasan: %(reason)s") % {"text": text, "reason": placement.reason}
    message = Message(KIND, title, text, reverse("placements:placement", args=[placement.pk]))
    tell(city=placement.city, people=[placement.person_id], message=message, at=at)


def tell_heads(adoption: Adoption, *, at: datetime) -> None:
    """Who heads the unit learns that a practice is offered to it."""
    commitment = adoption.commitment
    title = _("Praktik ditawarkan kepada %(unit)s") % {"unit": adoption.unit.name}
    text = _("«%(practice)s», dibawa pulang dari %(host)s. Jawab: dipakai atau tidak, dengan alasan.") % {
        "practice": commitment.practice,
        "host": commitment.placement.host,
    }
    message = Message(KIND, title, text, reverse("placements:adoption", args=[adoption.pk]))
    tell(
        city=adoption.city,
        people=heads_of([adoption.unit_id, adoption.unit.office_id]),
        message=message,
        at=at,
    )


def tell_answer(adoption: Adoption, *, at: datetime) -> None:
    """The person learns what the unit said."""
    commitment = adoption.commitment
    title = _("%(unit)s: %(answer)s") % {
        "unit": adoption.unit.name,
        "answer": str(ADOPTION_STATES[adoption.state]).lower(),
    }
    text = f"«{commitment.practice}». {adoption.reason}"
    url = reverse("placements:chain", args=[commitment.placement_id])
    message = Message(KIND, title, text, url)
    tell(city=adoption.city, people=[commitment.placement.person_id], message=message, at=at)


def heads_of(unit_ids: list[int | None]) -> list[int]:
    """The persons who head one of these units."""
    members = Membership.objects.filter(role=Role.KEPALA_OPD, unit__in=[key for key in unit_ids if key])
    return list(members.filter(person__isnull=False).values_list("person_id", flat=True))


def tell_of_duty(city: City, duty: Duty, people: list[int], *, late: bool, at: datetime) -> None:
    """A reminder of something owed; once before its day and once after it, however often this is called."""
    word = _("Lewat batas") if late else _("Segera jatuh tempo")
    title = f"{word}: {DUTIES[duty.kind]}"
    text = _("%(duty)s. Batas: %(day)s.") % {"duty": duty_sentence(duty), "day": long_date(duty.due_on)}
    is_head = duty.kind in (DutyKind.ANSWER, DutyKind.MEASURE)
    url = (
        reverse("placements:adoption", args=[duty.key])
        if is_head
        else reverse("placements:placement", args=[duty.placement])
    )
    about = f"{duty.kind}:{duty.placement}:{duty.key}:{duty.subject[:30]}:{'late' if late else 'soon'}"
    tell(city=city, people=people, message=Message(KIND, title, text, url, about), at=at)
