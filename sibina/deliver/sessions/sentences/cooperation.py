"""What is said about cooperation after a session."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sibina.deliver.sessions.types.cooperation import Colleagues
from sibina.ground.notices.types import Message

COLLEAGUES: Mapping[Colleagues, Promise] = {
    Colleagues.NONE: _("Belum ada"),
    Colleagues.FEW: _("1–2 orang"),
    Colleagues.SOME: _("3–5 orang"),
    Colleagues.MANY: _("Lebih dari 5 orang"),
}
QUESTION = _(
    "Sejak sesi itu, dengan berapa rekan dari perangkat daerah lain yang Anda temui di sana Anda bekerja bersama?"
)


def asked(question_id: int, title: str) -> Message:
    """One question, one tap."""
    return Message(
        "sessions.cooperation_asked",
        _now("Satu pertanyaan tentang %(title)s") % {"title": title},
        str(QUESTION),
        reverse("cooperation:question", args=[question_id]),
        str(question_id),
    )
