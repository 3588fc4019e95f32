"""What is typed about attendance, and what devices send: read here, believed nowhere else."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sibina.deliver.sessions.rules import LONGEST_BATCH, LONGEST_CORRECTION, MARK_KINDS, SHORTEST_CORRECTION
from sibina.deliver.sessions.sentences import CORRECTION_NEEDS_REASON
from sibina.deliver.sessions.types import AttendanceMethod, EventKind, PresenceCorrection, SentEvent
from sibina.lib.editing.forms import RevisedForm

MOST_SCAN_BYTES = 10 * 1024**2
PAPER_TYPES = {"application/pdf": b"%PDF-", "image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG"}
"""What a scan may be, and how such a file begins."""
MOST_NUMBER = 2**31 - 1
YEARS = range(1971, 2200)


class BatchUnreadable(ValueError):
    """What a device sent is no batch."""


class BatchTooLong(ValueError):
    """More events than one batch may hold."""


def read_batch(body: bytes) -> tuple[str, list[SentEvent], list[str]]:
    """The pass, the events that can be read, and the numbers of those that cannot. Raises BatchUnreadable, BatchTooLong."""
    try:
        told = json.loads(body)
        given, events = str(told["pass"]), list(told["events"])
    except (ValueError, KeyError, TypeError, RecursionError) as wrong:
        raise BatchUnreadable from wrong
    if len(events) > LONGEST_BATCH:
        raise BatchTooLong
    read, unreadable = [], []
    for event in events:
        try:
            read.append(_read_event(event))
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
            unreadable.append(str(event.get("key", "")) if isinstance(event, dict) else "")
    return given, read, unreadable


def _read_event(told: dict[str, Any]) -> SentEvent:
    kind, method = EventKind(told["kind"]), AttendanceMethod(told["method"])
    if kind not in {*MARK_KINDS, EventKind.CANCEL} or method not in {
        AttendanceMethod.LIST,
        AttendanceMethod.PERSONAL,
    }:
        raise ValueError(kind)
    at = datetime.fromisoformat(told["at"])
    if at.tzinfo is None or at.year not in YEARS:
        raise ValueError(at)
    cancels = told.get("cancels")
    if (kind == EventKind.CANCEL) != (cancels is not None):
        raise ValueError(cancels)
    return SentEvent(
        key=UUID(told["key"]),
        day_id=_whole(told["day"]),
        enrolment_id=_whole(told["who"]),
        kind=kind,
        method=method,
        claimed_at=at,
        skew=_whole(told.get("skew", 0), least=-MOST_NUMBER),
        sequence=_whole(told["sequence"]),
        cancels=UUID(cancels) if cancels else None,
    )


def _whole(value: Any, least: int = 0) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= MOST_NUMBER:
        raise ValueError(value)
    return value


def read_marked(data: QueryDict) -> tuple[set[int], set[int]]:
    """From the list without script: who is ticked, and who was ticked when the page was opened."""
    return _numbers(data, "hadir"), _numbers(data, "semula")


def _numbers(data: QueryDict, name: str) -> set[int]:
    return {int(one) for one in data.getlist(name) if one.isdecimal() and len(one) < len(str(2**63))}


class CorrectionForm(RevisedForm):
    """The officer's word on one participant and day."""

    is_present = forms.TypedChoiceField(
        label=_("Kehadiran yang benar"),
        coerce=lambda value: value == "ya",
        choices=[("ya", _("Hadir")), ("tidak", _("Tidak hadir"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih hadir atau tidak hadir.")},
    )
    minutes = forms.IntegerField(
        label=_("Menit hadir"),
        required=False,
        help_text=_("Kosongkan bila hadir sehari penuh, atau bila tidak hadir."),
        error_messages={"invalid": _("Tulis menitnya dengan angka, misalnya 240.")},
    )
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=LONGEST_CORRECTION,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Apa yang membuktikannya. Jangan tulis keterangan kesehatan."),
        error_messages={"required": CORRECTION_NEEDS_REASON},
    )

    def clean_reason(self) -> str:
        """Long enough to tell something."""
        found = str(self.cleaned_data["reason"]).strip()
        if len(found) < SHORTEST_CORRECTION:
            raise ValidationError(CORRECTION_NEEDS_REASON)
        return found

    def word(self) -> PresenceCorrection:
        values = self.cleaned_data
        return PresenceCorrection(
            values["is_present"], values["reason"], values["revision"], values["minutes"]
        )


class SignedChecks(forms.CheckboxSelectMultiple):
    """Many boxes to tick, side by side where there is room."""

    template_name = "sessions/attendance/_checks.html"


class PaperForm(forms.Form):
    """A signed sheet and who signed it."""

    file = forms.FileField(
        label=_("Pindaian daftar hadir yang ditandatangani"),
        help_text=_("PDF, JPG, atau PNG, paling besar 10 MB. Disimpan sebagai bukti."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        error_messages={"required": _("Pilih berkas pindaiannya."), "empty": _("Berkasnya kosong. Pilih berkas lain.")},
    )  # fmt: skip
    signed = forms.TypedMultipleChoiceField(
        label=_("Yang menandatangani"),
        coerce=int,
        widget=SignedChecks,
        help_text=_("Mereka dicatat hadir sehari penuh."),
        error_messages={"required": _("Tandai sedikitnya satu orang yang menandatangani.")},
    )

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["signed"].choices = people  # type: ignore[attr-defined]

    def clean_file(self) -> UploadedFile:
        """A scan by its first bytes, whatever its name says; no larger than a few pages need."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_SCAN_BYTES:
            raise ValidationError(
                _now("Berkasnya lebih besar dari 10 MB. Pindai dengan ketajaman lebih rendah.")
            )
        begin = file.read(8)
        file.seek(0)
        found = [kind for kind, sign in PAPER_TYPES.items() if begin.startswith(sign)]
        if not found:
            raise ValidationError(
                _now("Berkas ini bukan PDF, JPG, atau PNG. Pindai lagi sebagai salah satunya.")
            )
        file.content_type = found[0]
        return file
