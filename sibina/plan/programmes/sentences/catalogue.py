"""What is wrong with a programme or a session, in words: what, and what to do."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sibina.lib.words import date_span, long_date, number, short_date
from sibina.plan.programmes.rules.paths import CLASSICAL
from sibina.plan.programmes.types import Days, Form, OfferingProblem, Path, ProgrammeProblem, Stretch

PROGRAMME_PROBLEMS: Mapping[ProgrammeProblem, Promise] = {
    ProgrammeProblem.NO_OBJECTIVE: _(
        "Program belum punya tujuan. Tulis paling sedikit satu kompetensi beserta kenaikan yang diharapkan."
    ),
    ProgrammeProblem.NO_GAIN: _(
        "Kenaikan yang diharapkan belum ditulis atau nol. Tulis kenaikan tiap tujuan agar program dapat direncanakan."
    ),
    ProgrammeProblem.LEVELS_DO_NOT_RISE: _("Tingkat tujuan harus di atas tingkat asal."),
    ProgrammeProblem.GAIN_OUTSIDE_BAND: _(
        "Kenaikan yang diharapkan harus berada di antara batas bawah dan batas atasnya."
    ),
    ProgrammeProblem.GAIN_ABOVE_LEVELS: _(
        "Kenaikan yang diharapkan melebihi jarak dari tingkat asal ke tingkat tujuan. Kecilkan salah satunya."
    ),
    ProgrammeProblem.NO_HOURS: _("Jam pelajaran (JP) harus lebih dari nol."),
    ProgrammeProblem.MIN_ABOVE_MAX: _("Peserta paling sedikit tidak boleh melebihi peserta paling banyak."),
    ProgrammeProblem.SERIES_TOO_LONG: _(
        "Seri ini tidak muat dari Februari sampai November. Kurangi banyaknya atau perpendek jaraknya."
    ),
    ProgrammeProblem.NOT_AS_RELEASED: _(
        "JP dan tingkat tujuan mengikuti kurikulum yang berlaku. Untuk mengubahnya, mulai versi kurikulum berikutnya."
    ),
}
OFFERING_PROBLEMS: Mapping[OfferingProblem, Promise] = {
    OfferingProblem.ENDS_BEFORE_START: _("Sesi berakhir sebelum dimulai. Periksa kedua tanggalnya."),
    OfferingProblem.OUTSIDE_YEAR: _("Sesi harus seluruhnya berada di tahun siklus yang terbuka."),
    OfferingProblem.NEGATIVE_PRICE: _("Biaya tidak boleh kurang dari nol."),
    OfferingProblem.NO_SEATS: _("Sesi harus punya paling sedikit satu kursi."),
    OfferingProblem.SEATS_BELOW_MIN: _("Jumlah kursi lebih kecil daripada jumlah yang harus terisi."),
    OfferingProblem.SEATS_BELOW_PROGRAMME: _(
        "Jumlah kursi lebih kecil daripada peserta paling sedikit pada programnya."
    ),
    OfferingProblem.SEATS_ABOVE_PROGRAMME: _(
        "Jumlah kursi lebih besar daripada peserta paling banyak pada programnya."
    ),
    OfferingProblem.CLASS_OUTSIDE_DAYS: _(
        "Hari kelas terakhir harus di antara mulai dan selesai. Kosongkan bila seluruh sesi berlangsung di kelas."
    ),
    OfferingProblem.OUTSIDE_AGREEMENT: _(
        "Sesi tidak seluruhnya berada dalam masa berlaku perjanjian ini. Ubah tanggal sesinya, atau pilih perjanjian lain."
    ),
}
OFFERING_HELD = _(
    "Sesi ini berjalan dalam rencana kota yang sudah ditetapkan, jadi tidak dapat diubah atau ditarik. "
    "Bila tidak dapat berjalan lagi, tandai gugur pada rencana itu, lalu susun ulang rencananya."
)
PATH_TITLES: Mapping[Path, Promise] = {
    Path.CLASSICAL: _("klasikal"),
    Path.NONCLASSICAL: _("nonklasikal"),
}
WEEKS_OF: Mapping[Form, Promise] = {
    Form.E_LEARNING: _("%(n)s minggu e-learning"),
    Form.MENTORING: _("%(n)s minggu mentoring"),
    Form.COACHING: _("%(n)s minggu coaching"),
    Form.BELAJAR_MANDIRI: _("%(n)s minggu belajar mandiri"),
}
"""Weeks beside the daily work, by their form."""
FIELD_OF_PROBLEM: Mapping[OfferingProblem, str] = {
    OfferingProblem.ENDS_BEFORE_START: "ends_on",
    OfferingProblem.OUTSIDE_YEAR: "starts_on",
    OfferingProblem.NEGATIVE_PRICE: "fixed_cost",
    OfferingProblem.NO_SEATS: "seats",
    OfferingProblem.SEATS_BELOW_MIN: "min_seats",
    OfferingProblem.SEATS_BELOW_PROGRAMME: "seats",
    OfferingProblem.SEATS_ABOVE_PROGRAMME: "seats",
    OfferingProblem.CLASS_OUTSIDE_DAYS: "class_ends_on",
    OfferingProblem.OUTSIDE_AGREEMENT: "agreement_id",
}
"""The field of the session form beside which a problem is said."""


def course_sentence(course: Iterable[Stretch]) -> str:
    """«2 hari kelas, lalu 4 minggu e-learning»."""
    return gettext(", lalu ").join(_stretch_words(stretch) for stretch in course)


def _stretch_words(stretch: Stretch) -> str:
    if stretch.weeks:
        return WEEKS_OF[stretch.forms[0]] % {"n": number(stretch.weeks)}
    # An internship or a visit fills days, but not in class.
    told = gettext("%(n)s hari kelas") if CLASSICAL.issuperset(stretch.forms) else gettext("%(n)s hari")
    return told % {"n": number(stretch.days)}


def session_days(days: Days) -> str:
    """First and last day, and until when it is in class where weeks beside the work follow."""
    whole = date_span(days.starts_on, days.ends_on)
    if days.class_ends_on is None:
        return whole
    told = gettext("%(days)s, di kelas sampai %(day)s")
    return told % {"days": whole, "day": short_date(days.class_ends_on)}


def days_short(course: Iterable[Stretch], needed: Days) -> str:
    """That a session ends before its curriculum can: `needed`, the fewest days that it takes."""
    told = gettext(
        "Kurikulum yang berlaku memerlukan %(course)s, jadi sesi yang mulai %(first)s paling cepat selesai %(last)s. "
        "Ubah hari selesainya, atau biarkan bila memang dipadatkan."
    )
    return told % {
        "course": course_sentence(course),
        "first": long_date(needed.starts_on),
        "last": long_date(needed.ends_on),
    }
