"""What the drivers of a ranking are called and what they mean."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sibina.assess.needs.types import Driver

DRIVERS: Mapping[Driver, Promise] = {
    Driver.GAP: _("Kesenjangan terhitung"),
    Driver.PEOPLE: _("Jumlah orang diubah OPD"),
    Driver.PRIORITY: _("Prioritas menurut OPD"),
    Driver.PERFORMANCE: _("Kesenjangan kinerja"),
    Driver.FINDING: _("Temuan siklus lalu"),
    Driver.VOICES: _("Usulan staf"),
}
DRIVER_HEADS: Mapping[Driver, Promise] = {
    Driver.GAP: _("Terhitung"),
    Driver.PEOPLE: _("Orang"),
    Driver.PRIORITY: _("Prioritas"),
    Driver.PERFORMANCE: _("Kinerja"),
    Driver.FINDING: _("Temuan"),
    Driver.VOICES: _("Usulan"),
}
"""The same in a word, for the heads of a table."""
DRIVER_MEANINGS: Mapping[Driver, Promise] = {
    Driver.GAP: _("Σ tingkat yang kurang × bobot standar × bobot sektor, dari hitungan yang dipakai AKPK"),
    Driver.PEOPLE: _("kesenjangan per orang × (jumlah menurut OPD − jumlah terhitung)"),
    Driver.PRIORITY: _("± %(priority)s %% dari kedua angka di atas bila OPD mendahulukan atau menunda"),
    Driver.PERFORMANCE: _("orang yang dilaporkan × %(performance)s tingkat × bobot sektor OPD"),
    Driver.FINDING: _(
        "tiap temuan yang diambil: %(finding)s %% dari kesenjangan yang disinggungnya, paling sedikit %(least)s tingkat"
    ),
    Driver.VOICES: _(
        "usulan yang didukung %(endorsed)s tingkat, yang belum dijawab %(waiting)s tingkat, yang tidak didukung 0"
    ),
}
WHOLE_CITY = _("Seluruh kota")
NO_COMPETENCY = _("Belum dikaitkan dengan kompetensi")
