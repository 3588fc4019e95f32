"""What the counting of gaps says to people."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sibina.assess.needs.types import GapState, Measure

ENGINE_NOT_READY = _("mesin “spark” belum tersedia. Pakai --engine duckdb atau --engine postgres")
NOTHING_REQUIRED = _(
    "Tidak ada satu pun pegawai yang jabatannya tertulis di tabel standar; kesenjangan tidak dapat dihitung. "
    "Periksa ejaan jabatan di kedua tabel."
)
POSITIONS_WITHOUT_STANDARD = _(
    "%(people)s pegawai menempati %(positions)s jabatan tanpa standar kompetensi; mereka tidak ikut dihitung."
)
STATES: Mapping[str, Promise] = {
    GapState.MET: _("Terpenuhi"),
    GapState.SHORT: _("Kurang"),
    GapState.UNMEASURED: _("Belum terukur"),
}
MEANINGS: Mapping[str, Promise] = {
    Measure.AVERAGE: _(
        "Berapa tingkat kurangnya pada tiap orang yang terukur. Kelebihan tidak menutupi kekurangan, dan yang "
        "belum terukur tidak dihitung nol: mereka ditunjukkan terpisah."
    ),
    Measure.SHORT: _(
        "Berapa orang yang tingkatnya di bawah yang dituntut jabatan. Warnanya menurut bagian dari yang terukur."
    ),
    Measure.UNMEASURED: _(
        "Berapa orang yang tingkatnya belum diketahui dan perlu diukur lebih dulu. Warnanya menurut bagian dari "
        "semua yang dituntut."
    ),
    Measure.WEIGHTED: _(
        "Jumlah tingkat yang kurang, dikalikan bobot standar dan bobot sektor. Warnanya menurut rata-rata pada "
        "tiap orang yang terukur."
    ),
}
FORMULAS: Mapping[str, Promise] = {
    Measure.AVERAGE: _("kekurangan rata-rata = Σ max(wajib − tercatat, 0) ÷ banyaknya yang terukur"),
    Measure.SHORT: _("orang yang kurang = banyaknya yang wajib > tercatat"),
    Measure.UNMEASURED: _("belum terukur = banyaknya yang dituntut − banyaknya yang terukur"),
    Measure.WEIGHTED: _("kekurangan berbobot = Σ max(wajib − tercatat, 0) × bobot standar × bobot sektor"),
}
