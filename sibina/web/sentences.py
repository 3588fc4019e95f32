"""The trail in words: one sentence for each verb that the product writes."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "competencies.competency.added": _("Menambah kompetensi"),
    "competencies.competency.changed": _("Mengubah kompetensi"),
    "competencies.dictionary.taken": _("Mengambil kamus kompetensi"),
    "competencies.measurement.recorded": _("Mencatat hasil ukur seorang pegawai"),
    "competencies.measurements.imported": _("Memasukkan hasil penilaian"),
    "competencies.standard.set": _("Menetapkan standar jabatan"),
    "competencies.standards.imported": _("Memasukkan standar jabatan"),
    "cycles.cycle.opened": _("Membuka siklus"),
    "cycles.rules.given": _("Memasang aturan awal"),
    "examples.city.loaded": _("Memuat kota contoh"),
    "intake.batch.checked": _("Memeriksa buku kerja"),
    "intake.batch.discarded": _("Membuang unggahan"),
    "intake.batch.imported": _("Mengimpor buku kerja"),
    "intake.batch.uploaded": _("Mengunggah buku kerja"),
    "intake.folder.imported": _("Mengimpor buku kerja lewat baris perintah"),
    "needs.gaps.measured": _("Menghitung kesenjangan"),
    "people.imported": _("Memasukkan data pegawai"),
    "people.office.merged": _("Menggabungkan perangkat daerah"),
    "people.sector.weighed": _("Mengubah bobot sektor"),
    "planning.plan.asked": _("Meminta rencana disusun"),
    "planning.plan.asked_again": _("Meminta rencana disusun lagi"),
    "planning.plan.computed": _("Rencana selesai disusun"),
    "planning.plan.failed": _("Rencana gagal disusun"),
    "planning.plan.given_up": _("Mencabut rencana kota"),
    "planning.plan.taken": _("Menetapkan rencana kota"),
    "programmes.catalogue.taken": _("Mengambil program awal"),
    "programmes.programme.added": _("Menambah program"),
    "programmes.programme.changed": _("Mengubah program"),
    "programmes.session.changed": _("Mengubah sesi"),
    "programmes.session.offered": _("Menawarkan sesi"),
    "programmes.session.withdrawn": _("Menarik sesi"),
    "programmes.sessions.prepared": _("Menyiapkan sesi dari katalog"),
    "web.city.opened": _("Membuka kota"),
    "web.member.added": _("Menambah anggota"),
    "web.member.changed": _("Mengubah peran anggota"),
    "web.member.ended": _("Mengakhiri anggota"),
    "web.member.invited": _("Membuat tautan sandi"),
}


def sentence_of(verb: str) -> str:
    """The verb in words. A verb of a newer version than this page stays as it is written."""
    return str(VERBS.get(verb, verb))
