"""What a person sees of work in the background. The queue itself is Procrastinate's."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sibina.lib.files.models import StoredFile
from sibina.lib.tenancy.models import CityModel


class Job(CityModel):
    """One piece of long work: its state, how far it is, and what came of it."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Menunggu giliran")
        RUNNING = "running", _("Sedang berjalan")
        DONE = "done", _("Selesai")
        FAILED = "failed", _("Gagal")
        STOPPED = "stopped", _("Dihentikan")

    OPEN = (State.QUEUED, State.RUNNING)

    kind = models.CharField(max_length=60)
    title = models.CharField(_("pekerjaan"), max_length=200)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    percent = models.PositiveSmallIntegerField(_("kemajuan (%)"), default=0)
    message = models.CharField(_("keterangan"), max_length=400, blank=True)
    result = models.JSONField(default=dict)
    next_url = models.CharField(max_length=300, blank=True)
    stop_requested = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(_("percobaan"), default=0)
    result_file = models.ForeignKey(StoredFile, on_delete=models.SET_NULL, null=True, related_name="+")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    requested_at = models.DateTimeField(_("diminta"))
    started_at = models.DateTimeField(_("mulai"), null=True)
    ended_at = models.DateTimeField(_("selesai"), null=True)

    class Meta:
        ordering = ["-requested_at", "-id"]
        indexes = [models.Index(fields=["city", "kind", "-requested_at"], name="jobs_job_kind")]
        constraints = [
            models.CheckConstraint(condition=models.Q(percent__lte=100), name="jobs_job_percent_to_100")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN
