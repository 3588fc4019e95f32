"""What came of a mixed session: one question to each who took part, some months later."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sibina.deliver.sessions.models.enrolment import Enrolment
from sibina.deliver.sessions.models.sessions import Session
from sibina.deliver.sessions.sentences.cooperation import COLLEAGUES
from sibina.lib.tenancy.models import CityModel


class CooperationAnswer(CityModel):
    """The question that was put to a participant, and the answer once there is one; it may be given anew."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="+")
    enrolment = models.OneToOneField(Enrolment, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("ditanyakan"))
    answered_at = models.DateTimeField(_("dijawab"), null=True)
    colleagues = models.CharField(
        _("rekan dari perangkat daerah lain"), max_length=4, choices=list(COLLEAGUES.items()), blank=True
    )
    purpose = models.CharField(_("untuk apa"), max_length=300, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        indexes = [models.Index(fields=["session", "colleagues"], name="deliver_cooperation_session")]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, colleagues="", purpose="")
                | Q(answered_at__isnull=False) & ~Q(colleagues=""),
                name="deliver_cooperation_answered",
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.colleagues}"
