"""What the draw says, in Indonesian."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sibina.deliver.sessions.sentences.refusals import refusal_of
from sibina.deliver.sessions.types.draw import (
    ApplyingOver,
    DrawDaysWrong,
    DrawError,
    DrawIsOpen,
    DrawStage,
    DrawStageShut,
    DrawTooEarly,
    Ground,
    NobodyApplied,
    NoSeatToDraw,
    NotForThem,
    SeatsGone,
)
from sibina.deliver.sessions.types.enrolment import EnrolmentError
from sibina.deliver.sessions.types.sessions import SessionError
from sibina.ground.notices.types import Message
from sibina.lib.words import number, short_date

NOBODY_ASKS = _("tidak ada pemohon. Tulis satu baris untuk setiap pemohon, di bawah judul kolom.")
SEED_MISSING = _(
    "benih kosong. Tulis teks yang diumumkan sebelum undian, misalnya --seed “Apel 1 Maret 2027”."
)
SEED_UNREADABLE = _("benih bukan tulisan UTF-8. Tulis ulang benihnya, persis seperti yang diumumkan.")

DRAW_STAGES: Mapping[DrawStage, Promise] = {
    DrawStage.OPEN: _("Pendaftaran dibuka"),
    DrawStage.PUBLISHED: _("Daftar diumumkan"),
    DrawStage.DRAWN: _("Sudah diundi"),
    DrawStage.CALLED_OFF: _("Batal"),
}
DRAW_TONES = {
    DrawStage.OPEN: "now",
    DrawStage.PUBLISHED: "info",
    DrawStage.DRAWN: "good",
    DrawStage.CALLED_OFF: "bad",
}
GROUNDS: Mapping[Ground, Promise] = {
    Ground.LOST: _("Kalah undian program ini, atau sesinya batal"),
    Ground.GAP: _("Mempunyai kesenjangan yang disasar program"),
    Ground.FLOOR: _("Belum mencapai batas bawah JP"),
    Ground.OTHER: _("Lainnya"),
}
_PLAIN: Mapping[type[Exception], Promise] = {
    NoSeatToDraw: _("Tidak ada kursi yang kosong, jadi tidak ada yang diundi. Tambah kursinya dulu."),
    NobodyApplied: _(
        "Tidak ada pemohon. Batalkan undiannya, atau buka lagi dengan waktu yang lebih panjang."
    ),
    NotForThem: _(
        "Sesi ini dibayar satu perangkat daerah untuk pegawainya sendiri, jadi tidak terbuka bagi Anda."
    ),
}
_SHUT: Mapping[DrawStage, Promise] = {
    DrawStage.OPEN: _("Daftar pemohonnya belum diumumkan. Umumkan dulu sesudah pendaftaran ditutup."),
    DrawStage.PUBLISHED: _("Daftar pemohon sudah diumumkan dan tidak berubah lagi."),
    DrawStage.DRAWN: _("Kursinya sudah diundi; hasilnya tetap."),
    DrawStage.CALLED_OFF: _("Undian ini sudah dibatalkan."),
}


def draw_refusal(refused: DrawError) -> str:
    """Why it is refused, and what to do."""
    match refused:
        case DrawStageShut():
            return str(_SHUT[refused.stage])
        case DrawDaysWrong():
            told = _now(
                "Pendaftaran paling cepat ditutup hari ini, undiannya pada hari sesudah itu, dan keduanya sebelum sesi "
                "dimulai (%(day)s)."
            )
            return told % {"day": short_date(refused.starts_on)}
        case ApplyingOver():
            told = _now("Pendaftaran ditutup %(day)s.")
            return told % {"day": short_date(refused.closes_on)}
        case DrawTooEarly():
            told = _now("Sudah diumumkan bahwa ini dilakukan mulai %(day)s; tunggu hari itu.")
            return told % {"day": short_date(refused.day)}
        case SeatsGone():
            told = _now(
                "Diumumkan %(seats)s kursi, tetapi yang kosong tinggal %(free)s. Tambah kursi sesi, lalu undi."
            )
            return told % {"seats": number(refused.seats), "free": number(refused.free)}
        case DrawIsOpen():
            return refusal_of(refused)
        case _:
            return str(_PLAIN[type(refused)])


def published(draw_id: int, title: str, day: str) -> Message:
    """The list is out, and when it is drawn."""
    text = _now("Periksa kode, lapis, dan peluang Anda. Diundi mulai %(day)s.") % {"day": day}
    return _message(
        "sessions.draw_published", draw_id, _now("Daftar pemohon: %(title)s") % {"title": title}, text
    )


def won(draw_id: int, title: str) -> Message:
    """A seat."""
    text = _now("Kursi disimpan untuk Anda. Jawab undangannya: bersedia atau tidak.")
    return _message(
        "sessions.draw_won", draw_id, _now("Anda mendapat kursi: %(title)s") % {"title": title}, text
    )


def lost(draw_id: int, title: str) -> Message:
    """No seat this time, and what the place in the queue is good for."""
    text = _now(
        "Anda di daftar tunggu menurut urutan undian. Bila tetap tidak mendapat kursi, Anda didahulukan pada undian "
        "berikutnya untuk program ini."
    )
    return _message(
        "sessions.draw_lost", draw_id, _now("Belum mendapat kursi: %(title)s") % {"title": title}, text
    )


def called_off(draw_id: int, title: str, reason: str) -> Message:
    """The draw does not take place."""
    text = _now("Alasan: %(reason)s") % {"reason": reason}
    return _message(
        "sessions.draw_called_off", draw_id, _now("Undian batal: %(title)s") % {"title": title}, text
    )


def stuck(draw_id: int, title: str, why: str, day: date) -> Message:
    """For officers: what was announced could not be done."""
    told = _message(
        "sessions.draw_stuck", draw_id, _now("Undian tertahan: %(title)s") % {"title": title}, why
    )
    return replace(told, key=f"{draw_id} {day}")


def said(refused: SessionError | EnrolmentError) -> str:
    """Why something about a draw is refused, by the draw or by what stands around it, and what to do."""
    return draw_refusal(refused) if isinstance(refused, DrawError) else refusal_of(refused)


def _message(kind: str, draw_id: int, title: str, text: str) -> Message:
    return Message(kind, title, text, reverse("draws:draw", args=[draw_id]))
