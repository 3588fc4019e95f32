"""What promises are called, and what is refused about them."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sibina.deliver.sessions.types import PromiseGap, PromiseState

PROMISE_STATES: Mapping[str, Promise] = {
    PromiseState.DRAFT: _("Draf"),
    PromiseState.MADE: _("Dijanjikan"),
    PromiseState.AGREED: _("Disepakati atasan"),
    PromiseState.DROPPED: _("Dilepas"),
}
PROMISE_TONES: Mapping[str, str] = {
    PromiseState.DRAFT: "",
    PromiseState.MADE: "now",
    PromiseState.AGREED: "good",
    PromiseState.DROPPED: "warn",
}
PROMISE_GAPS: Mapping[PromiseGap, tuple[str, Promise]] = {
    PromiseGap.PROBLEM: ("problem", _("Tulis masalahnya: apa yang terhambat, dan bagi siapa.")),
    PromiseGap.INNOVATION: ("innovation", _("Tulis apa yang akan dicoba untuk mengatasinya.")),
    PromiseGap.INDICATOR: ("indicator", _("Sebut ukurannya, misalnya «waktu tunggu».")),
    PromiseGap.UNIT_OF_MEASURE: ("unit_of_measure", _("Sebut satuannya, misalnya «menit».")),
    PromiseGap.WORKPLACE: ("workplace", _("Sebut di mana, misalnya «Loket 3, perizinan».")),
    PromiseGap.BASELINE: ("baseline", _("Tulis angkanya sekarang; ukur dulu bila belum diketahui.")),
    PromiseGap.TARGET: ("target", _("Tulis angka yang Anda janjikan.")),
    PromiseGap.DUE_ON: ("due_on", _("Tulis sampai kapan.")),
    PromiseGap.SOURCE: ("source", _("Sebut dari mana angkanya dibaca, misalnya «nomor antrean».")),
    PromiseGap.SAME: (
        "target",
        _("Angka yang dijanjikan sama dengan angka sekarang. Tulis yang hendak dicapai."),
    ),
    PromiseGap.PAST: ("due_on", _("Hari itu sudah lewat. Pilih hari yang masih akan datang.")),
}
"""Beside which field, and the sentence."""
NOT_A_WORKSHOP = _("Janji ditulis oleh peserta lokakarya, sejak hari pertamanya.")
PROMISE_SHUT = _(
    "Janji ini sekarang berkeadaan «%(state)s», jadi tidak dapat diubah begitu lagi. Lihat keadaannya di bawah."
)
DROP_REASON = _("Tulis alasannya; tersimpan bersama janjinya.")
