"""What is wrong with a programme or a session, in words: what, and what to do."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sibina.plan.programmes.types import OfferingProblem, Path, ProgrammeProblem

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
FIELD_OF_PROBLEM: Mapping[OfferingProblem, str] = {
    OfferingProblem.ENDS_BEFORE_START: "ends_on",
    OfferingProblem.OUTSIDE_YEAR: "starts_on",
    OfferingProblem.NEGATIVE_PRICE: "fixed_cost",
    OfferingProblem.NO_SEATS: "seats",
    OfferingProblem.SEATS_BELOW_MIN: "min_seats",
    OfferingProblem.SEATS_BELOW_PROGRAMME: "seats",
    OfferingProblem.SEATS_ABOVE_PROGRAMME: "seats",
    OfferingProblem.OUTSIDE_AGREEMENT: "agreement_id",
}
"""The field of the session form beside which a problem is said."""
