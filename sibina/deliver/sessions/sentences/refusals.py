"""Why something about a session is refused, and what to do."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sibina.deliver.sessions.types import (
    AlreadyEnrolled,
    Conflict,
    ConflictKind,
    DayAttended,
    DecidedTooLate,
    DeliveryShut,
    DrawIsOpen,
    EnrolmentError,
    NameTaken,
    NoDays,
    NotOverYet,
    NotTheirTurn,
    PersonBusy,
    ReasonMissing,
    SeatsTaken,
    SessionError,
    SessionFull,
    StageShut,
    SubstituteProblem,
    SubstituteUnfit,
    TimeBackwards,
    TooFew,
)
from sibina.lib.words import number, short_date

CONFLICTS: Mapping[ConflictKind, Promise] = {
    ConflictKind.VENUE: _(
        "%(name)s sudah dipakai sesi %(code)s (%(title)s), %(when)s. Pilih tempat atau jam lain."
    ),
    ConflictKind.SPEAKER: _(
        "%(name)s mengisi sesi %(code)s (%(title)s), %(when)s. Pilih narasumber atau jam lain."
    ),
    ConflictKind.PERSON: _(
        "%(name)s sudah mengikuti sesi %(code)s (%(title)s), %(when)s. Ubah jamnya, atau keluarkan dari salah satunya."
    ),
}
SUBSTITUTES: Mapping[SubstituteProblem, Promise] = {
    SubstituteProblem.OTHER_OFFICE: _("Pengganti harus dari perangkat daerah yang sama. Pilih orang lain."),
    SubstituteProblem.ENROLLED: _("Orang itu sudah tercatat pada sesi ini. Pilih orang lain."),
    SubstituteProblem.NOT_ENTITLED: _(
        "Program ini tidak menaikkan kompetensi yang masih kurang pada orang itu. Pilih orang lain."
    ),
    SubstituteProblem.BUSY: _("Orang itu mengikuti sesi lain pada jam yang sama. Pilih orang lain."),
}
PLAIN: Mapping[type[Exception], Promise] = {
    DrawIsOpen: _("Kursi sesi ini diundi. Buka halaman undiannya lewat menu Pendaftaran dan undian."),
    AlreadyEnrolled: _("Orang itu sudah tercatat pada sesi ini; buka namanya di tab Peserta."),
    NameTaken: _("Tempat dengan nama ini sudah tercatat. Pakai yang sudah ada, atau tulis nama lain."),
    NoDays: _("Sesi perlu sedikitnya satu hari. Isi hari dan jamnya."),
    NotTheirTurn: _(
        "Keadaannya sudah berubah, jadi tindakan ini tidak dapat lagi. Lihat keadaannya sekarang."
    ),
    ReasonMissing: _("Tulis alasannya; yang terkena akan membacanya."),
    StageShut: _("Sesi ini sudah diadakan, batal, atau undangannya belum terkirim; tidak ada yang diubah."),
}


def moment_span(starts_at: datetime, ends_at: datetime) -> str:
    """«3 Mar 2027, 08.00–16.00» on the city's clocks."""
    first, last = timezone.localtime(starts_at), timezone.localtime(ends_at)
    return f"{short_date(first)}, {first:%H.%M}–{last:%H.%M}"


def conflict_sentence(conflict: Conflict) -> str:
    """What is taken, by which session, when, and what to do."""
    when = moment_span(conflict.starts_at, conflict.ends_at)
    return str(CONFLICTS[conflict.kind]) % {
        "name": conflict.name,
        "code": conflict.code,
        "title": conflict.title,
        "when": when,
    }


def refusal_of(refused: SessionError | EnrolmentError) -> str:
    """Why it is refused, and what to do; figures and days are the error's own."""
    if isinstance(refused, PersonBusy):
        return " ".join(conflict_sentence(one) for one in refused.conflicts)
    if isinstance(refused, SubstituteUnfit):
        return str(SUBSTITUTES[refused.problem])
    if isinstance(refused, DeliveryShut):
        told = _now(
            "Tahun %(year)s tidak sedang dilaksanakan atau dievaluasi, jadi sesinya tidak dapat diubah."
        )
        return told % {"year": refused.year}
    if isinstance(refused, SessionFull):
        told = _now("Kursi yang kosong tinggal %(free)s. Tambah kursinya, atau masukkan ke daftar tunggu.")
        return told % {"free": number(refused.free)}
    return _measured(refused) or str(PLAIN[type(refused)])


def _measured(refused: SessionError | EnrolmentError) -> str:
    if isinstance(refused, SeatsTaken):
        told = _now("Sudah ada %(taken)s orang yang mempunyai kursi. Isi paling sedikit sebanyak itu.")
        return told % {"taken": number(refused.taken)}
    if isinstance(refused, TimeBackwards):
        told = _now(
            "Pada %(day)s jamnya berakhir sebelum mulai, atau bertumpuk dengan hari lain di sesi ini."
        )
        return told % {"day": short_date(refused.day)}
    if isinstance(refused, DayAttended):
        told = _now("Kehadiran %(day)s sudah dicatat, jadi hari itu tidak dapat dihapus. Ubah saja jamnya.")
        return told % {"day": short_date(refused.day)}
    if isinstance(refused, DecidedTooLate):
        told = _now("Keputusan jadi atau batal paling lambat %(day)s, hari pertama sesinya.")
        return told % {"day": short_date(refused.starts_on)}
    if isinstance(refused, TooFew):
        told = _now(
            "Baru %(taken)s dari paling sedikit %(least)s peserta. Tulis alasannya bila tetap diadakan, atau batalkan."
        )
        return told % {"taken": number(refused.taken), "least": number(refused.least)}
    if isinstance(refused, NotOverYet):
        told = _now("Sesinya baru selesai %(day)s; catat sesudah hari terakhirnya usai.")
        return told % {"day": short_date(refused.ends_on)}
    return ""
