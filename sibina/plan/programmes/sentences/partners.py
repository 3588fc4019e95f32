"""What partners, agreements and contributions refuse, in words; and what their states are called."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sibina.lib.words import short_date
from sibina.plan.programmes.types import (
    AgreementState,
    AlreadySettled,
    ContributionState,
    CountedTwice,
    Counting,
    EndsBeforeItBegins,
    NumberTaken,
    OutsideAgreement,
    PartnerKnown,
    PartnershipError,
    PriceKnown,
    PriceOfOtherYear,
    ReasonMissing,
)

AGREEMENT_STATES: Mapping[AgreementState, Promise] = {
    AgreementState.COMING: _("Akan berlaku"),
    AgreementState.IN_FORCE: _("Berlaku"),
    AgreementState.ENDING: _("Segera berakhir"),
    AgreementState.ENDED: _("Berakhir"),
}
AGREEMENT_TONES: Mapping[AgreementState, str] = {
    AgreementState.COMING: "info",
    AgreementState.IN_FORCE: "good",
    AgreementState.ENDING: "warn",
    AgreementState.ENDED: "",
}
CONTRIBUTION_TONES: Mapping[ContributionState, str] = {
    ContributionState.PROMISED: "info",
    ContributionState.RECEIVED: "good",
    ContributionState.WITHDRAWN: "",
}
COUNTINGS: Mapping[Counting, Promise] = {
    Counting.CEILING: _("Menambah pagu"),
    Counting.SESSIONS: _("Menurunkan biaya sesi"),
    Counting.NO_SESSIONS: _("Belum dihitung: belum ada sesi program itu yang bersandar pada perjanjiannya"),
    Counting.NO_PROGRAMME: _("Tidak dihitung dalam rencana: tidak untuk satu program"),
    Counting.WITHDRAWN: _("Tidak dihitung"),
}
REFUSALS: Mapping[type[PartnershipError], Promise] = {
    PartnerKnown: _("Mitra dengan nama ini sudah ada di daftar. Buka mitra itu, atau pakai nama lain."),
    NumberTaken: _("Nomor ini sudah dipakai perjanjian «%(title)s». Periksa nomornya."),
    EndsBeforeItBegins: _("Perjanjian berakhir sebelum dimulai. Periksa kedua tanggalnya."),
    PriceKnown: _(
        "Tahun itu sudah mempunyai harga satuan dengan uraian ini. Ubah yang ada, atau pakai uraian lain."
    ),
    PriceOfOtherYear: _("Pilih harga satuan tahun %(year)s, sama dengan tahun kontribusinya."),
    ReasonMissing: _("Tulis alasannya; kontribusi ini tidak lagi dihitung sesudahnya."),
    AlreadySettled: _(
        "Orang lain sudah mencatat langkah ini lebih dulu. Lihat keadaannya sekarang di bawah."
    ),
    CountedTwice: _(
        "Kontribusi ini sudah tercatat: «%(description)s», dengan jenis, program, tahun, dan perjanjian yang sama. "
        "Bila memang lain, bedakan uraiannya."
    ),
}


def sentence_of(refused: PartnershipError) -> str:
    """Why it is refused, and what to do; the figures are the error's own."""
    if isinstance(refused, OutsideAgreement):
        return _now(
            "Di luar masa berlaku: %(starts)s – %(ends)s. Pilih yang seluruhnya berada di dalam masa perjanjian."
        ) % {"starts": short_date(refused.starts_on), "ends": short_date(refused.ends_on)}
    return str(REFUSALS[type(refused)]) % vars(refused)
