"""What is wrong with a module or a version, in words, and what the parts of a module are called."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sibina.plan.programmes.types import ModuleProblem, VersionProblem

MODULE_PROBLEMS = {
    ModuleProblem.NO_TITLE: _("Modul harus punya judul."),
    ModuleProblem.NO_HOURS: _("Jam pelajaran modul harus lebih dari nol."),
    ModuleProblem.NO_LEVELS: _(
        "Tulis tingkat asal dan tingkat tujuannya, atau kosongkan kompetensinya bila modul ini pembuka atau penutup."
    ),
    ModuleProblem.NO_COMPETENCY: _(
        "Pilih kompetensinya, atau kosongkan tingkatnya bila modul ini pembuka atau penutup."
    ),
    ModuleProblem.LEVELS_DO_NOT_RISE: _("Tingkat tujuan harus di atas tingkat asal."),
}
FIELD_OF_MODULE_PROBLEM: Mapping[ModuleProblem, str] = {
    ModuleProblem.NO_TITLE: "title",
    ModuleProblem.NO_HOURS: "jp",
    ModuleProblem.NO_LEVELS: "to_level",
    ModuleProblem.NO_COMPETENCY: "competency_id",
    ModuleProblem.LEVELS_DO_NOT_RISE: "to_level",
}
"""The field of the module's form beside which a problem is said."""
VERSION_PROBLEMS: Mapping[VersionProblem, Promise] = {
    VersionProblem.NO_MODULE: _("Versi ini belum punya modul. Tambahkan paling sedikit satu."),
    VersionProblem.NO_OBJECTIVE: _(
        "Belum ada modul yang menaikkan kompetensi. Tulis kompetensi dan tingkatnya pada paling sedikit satu modul."
    ),
    VersionProblem.LEVELS_APART: _(
        "Ada tingkat yang terlompati: modul untuk satu kompetensi harus bersambung dari tingkat terendah sampai "
        "tertinggi. Ubah tingkatnya atau tambahkan modul di antaranya."
    ),
    VersionProblem.TOO_MANY_HOURS: _(
        "Jumlah JP semua modul melebihi 1.000, jauh di atas program mana pun. Periksa JP tiap modul."
    ),
    VersionProblem.NOT_SIGNED: _("Mitra yang diminta menyetujui versi ini belum semuanya menyetujui."),
}
MODULE_FIELDS = {
    "title": _("Judul modul"),
    "jp": _("Jam pelajaran (JP)"),
    "form": _("Metode"),
    "competency_id": _("Kompetensi"),
    "from_level": _("Dari tingkat"),
    "to_level": _("Ke tingkat"),
    "material": _("Pokok materi"),
    "proof": _("Bukti belajar"),
}
"""The parts of a module, in the order in which they are shown."""
