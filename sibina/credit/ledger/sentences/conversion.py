"""What forms, rates and reasons are called on the screen."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sibina.credit.ledger.rules import cut
from sibina.credit.ledger.types import (
    Cause,
    CreditState,
    Opening,
    OtherForm,
    Per,
    Rate,
    Source,
    Why,
)
from sibina.lib.words import UNKNOWN, number

OTHER_FORM_TITLES: Mapping[OtherForm, Promise] = {
    OtherForm.KLASIKAL_LAINNYA: gettext_lazy("Klasikal lainnya"),
    OtherForm.NONKLASIKAL_LAINNYA: gettext_lazy("Nonklasikal lainnya"),
    OtherForm.TUGAS_BELAJAR: gettext_lazy("Tugas belajar (satu semester)"),
    OtherForm.IZIN_BELAJAR: gettext_lazy("Izin belajar (satu semester)"),
}
SOURCE_TITLES: Mapping[Source, Promise] = {
    Source.SESSION: gettext_lazy("Sesi"),
    Source.MENTORING: gettext_lazy("Pendampingan"),
    Source.PLACEMENT: gettext_lazy("Penempatan"),
    Source.OUTSIDE: gettext_lazy("Riwayat luar"),
}
WHYS: Mapping[Why, Promise] = {
    Why.NOT_COMPLETED: gettext_lazy("Belum tuntas menurut penyelenggaranya, jadi tidak dihitung."),
    Why.DAY_FULL: gettext_lazy("Batas JP sehari untuk bentuk ini sudah terpakai."),
    Why.MONTH_FULL: gettext_lazy(
        "Batas sesi sebulan untuk bentuk ini sudah terpakai; yang lebih awal dihitung."
    ),
    Why.SEMESTER_TAKEN: gettext_lazy("Semester yang sama sudah dihitung dari catatan lain."),
    Why.NO_HOURS: gettext_lazy("Belum dapat dihitung: JP program dan lamanya tidak tercatat."),
    Why.NO_DAYS: gettext_lazy("Belum dapat dihitung: hari hadirnya tidak tercatat."),
    Why.NO_RATE: gettext_lazy(
        "Belum dapat dihitung: tabel konversi tidak menyebut bentuk ini di tempat itu."
    ),
    Why.NO_RULE: gettext_lazy("Belum dapat dihitung: pada tanggal itu belum ada tabel konversi."),
}
CREDIT_STATES: Mapping[CreditState, Promise] = {
    CreditState.MET: gettext_lazy("Memenuhi"),
    CreditState.SHORT: gettext_lazy("Kurang"),
    CreditState.WITHIN: gettext_lazy("Dalam batas"),
    CreditState.OVER: gettext_lazy("Melewati batas"),
    CreditState.NO_CONTRACT: gettext_lazy("Awal kontrak belum diketahui"),
    CreditState.NOTED: gettext_lazy("Dicatat saja"),
}
CREDIT_TONES: Mapping[CreditState, str] = {
    CreditState.MET: "good",
    CreditState.SHORT: "warn",
    CreditState.WITHIN: "good",
    CreditState.OVER: "bad",
    CreditState.NO_CONTRACT: "info",
    CreditState.NOTED: "",
}
CAUSES: Mapping[Cause, Promise] = {
    Cause.FIRST: gettext_lazy("Hitungan pertama"),
    Cause.RECORDS: gettext_lazy("Catatan bertambah atau berubah"),
    Cause.RULE: gettext_lazy("Tabel konversi berubah"),
    Cause.BOTH: gettext_lazy("Catatan dan tabel konversi berubah"),
}
PERS: Mapping[Per, Promise] = {
    Per.HOURS: gettext_lazy("JP program"),
    Per.DAY: gettext_lazy("per hari"),
    Per.SESSION: gettext_lazy("per sesi"),
    Per.ACTIVITY: gettext_lazy("per kegiatan"),
    Per.SEMESTER: gettext_lazy("per semester"),
}


def why_sentence(why: str) -> str:
    """Why less or nothing was recognised; nothing to say where all of it was."""
    return str(WHYS[Why(why)]) if why else ""


def jp_text(jp: Decimal | None) -> str:
    """JP with as many decimals as it has, at most two."""
    if jp is None:
        return UNKNOWN
    whole = jp == jp.to_integral_value()
    return number(jp, 0 if whole else 2).rstrip("0").rstrip(",") if not whole else number(int(jp))


def amount_text(rate: Rate, *, abroad: bool) -> str:
    """What a rate gives in words; a dash where the table is silent."""
    amount = rate.amount(abroad=abroad)
    if amount is None:
        return UNKNOWN
    if rate.per == Per.HOURS:
        if amount == 1:
            return _("sebesar JP program")
        return _("JP program + %(percent)s %%") % {"percent": jp_text(cut((amount - 1) * 100))}
    return _("%(jp)s JP %(per)s") % {"jp": jp_text(cut(amount)), "per": str(PERS[rate.per])}


def cap_text(rate: Rate) -> str:
    """The cap in words; empty where there is none."""
    if rate.monthly is not None:
        return _("paling banyak %(n)s sesi sebulan") % {"n": number(rate.monthly)}
    if rate.daily is None:
        return _("satu catatan tiap setengah tahun") if rate.per == Per.SEMESTER else ""
    here = jp_text(cut(rate.daily))
    if rate.daily_abroad is None or rate.daily_abroad == rate.daily:
        return _("paling banyak %(jp)s JP sehari") % {"jp": here}
    told = {"jp": here, "abroad": jp_text(cut(rate.daily_abroad))}
    return _("paling banyak %(jp)s JP sehari, di luar negeri %(abroad)s") % told


def opening_text(opening: Opening) -> str:
    """What a form still gives, in words."""
    if opening.per == Per.HOURS:
        told = _("sebesar JP program")
    else:
        told = _("%(jp)s JP %(per)s") % {"jp": jp_text(opening.amount), "per": str(PERS[opening.per])}
    if opening.left is None or opening.most is None:
        return told
    if opening.per == Per.SESSION:
        left = _("sisa %(left)s dari %(most)s sesi bulan ini")
    else:
        left = _("sisa %(left)s dari %(most)s JP hari ini")
    return f"{told}, {left % {'left': jp_text(opening.left), 'most': jp_text(opening.most)}}"
