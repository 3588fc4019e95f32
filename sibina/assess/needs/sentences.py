"""What the counting of gaps says to people."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sibina.assess.needs.types import GapState

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
