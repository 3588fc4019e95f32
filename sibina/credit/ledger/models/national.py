"""What goes to SIASN: a prepared export with its rows, ready and not; once it is sent it stays as it is."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sibina.credit.ledger.sentences import NATIONAL_FILES, NATIONAL_STATES, SOURCE_TITLES, lacking_sentence
from sibina.credit.ledger.types import NationalState
from sibina.lib.jobs.models import Job
from sibina.lib.tenancy.models import CityModel


class AgencyCode(CityModel):
    """The city's own number in SIASN (instansiId), which every row of `kursus` names."""

    code = models.CharField(_("instansiId"), max_length=40)
    changed_at = models.DateTimeField(_("disimpan"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city"], name="ledger_agency_once"),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9A-Za-z-]{4,40}$"), name="ledger_agency_code"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class NationalExport(CityModel):
    """Rows of one year, prepared together. Sent: somebody says that the files were handed to SIASN."""

    fixed_when = "state = 'sent'"

    year = models.PositiveSmallIntegerField(_("tahun"))
    with_sent = models.BooleanField(_("juga yang sudah dikirim"), default=False)
    state = models.CharField(
        _("keadaan"), max_length=10, choices=list(NATIONAL_STATES.items()), default=NationalState.PREPARING
    )
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    ready = models.PositiveIntegerField(_("siap"), default=0)
    lacking = models.PositiveIntegerField(_("belum siap"), default=0)
    left_out = models.PositiveIntegerField(_("sudah dikirim"), default=0)
    made_at = models.DateTimeField(_("disiapkan"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    sent_at = models.DateTimeField(_("dikirim"), null=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=NationalState.SENT, sent_at__isnull=False, ready__gt=0)
                | (~Q(state=NationalState.SENT) & Q(sent_at=None)),
                name="ledger_export_sent_has_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.made_at:%d-%m-%Y}"


class NationalLine(CityModel):
    """One row: the values of its columns, and what it lacks. `is_again`: it had been sent before this export."""

    fixed_with = "export"

    export = models.ForeignKey(NationalExport, on_delete=models.CASCADE, related_name="lines")
    file = models.CharField(_("berkas"), max_length=10, choices=list(NATIONAL_FILES.items()))
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    source = models.CharField(_("asal"), max_length=10, choices=list(SOURCE_TITLES.items()))
    key = models.PositiveBigIntegerField()
    title = models.CharField(_("kegiatan"), max_length=300)
    values = models.JSONField()
    lacking = models.JSONField(_("yang kurang"))
    is_ready = models.BooleanField(_("siap"))
    is_again = models.BooleanField(_("dikirim lagi"), default=False)
    is_sent = models.BooleanField(_("dikirim"), default=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["export", "source", "key", "person"], name="ledger_line_once"),
            # Whatever two officers do at once: nothing goes to SIASN for the first time twice.
            models.UniqueConstraint(
                fields=["city", "source", "key", "person"],
                condition=Q(is_sent=True, is_again=False),
                name="ledger_line_sent_once",
            ),
            models.CheckConstraint(
                condition=Q(is_ready=True, lacking=[]) | (Q(is_ready=False, is_sent=False) & ~Q(lacking=[])),
                name="ledger_line_ready_lacks_nothing",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def what_lacks(self) -> str:
        """What is missing, in words."""
        return lacking_sentence(self.lacking)
