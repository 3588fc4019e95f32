"""What a needs round and the inbox of findings say to people."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sibina.assess.needs import types
from sibina.assess.needs.types import (
    Answer,
    Decision,
    NeedsRefused,
    Priority,
    SheetState,
    SignalSource,
    StepKind,
)

SHEET_STATES: Mapping[str, Promise] = {
    SheetState.NOT_BEGUN: _("Belum mulai"),
    SheetState.FILLING: _("Sedang diisi"),
    SheetState.SIGNED: _("Ditandatangani"),
    SheetState.LATE: _("Terlambat"),
}
SHEET_STEPS: Mapping[str, Promise] = {
    StepKind.SIGNED: _("Ditandatangani"),
    StepKind.RETURNED: _("Dikembalikan"),
    StepKind.REMINDED: _("Diingatkan"),
}
ANSWERS: Mapping[str, Promise] = {
    Answer.OPEN: _("Belum dijawab"),
    Answer.ENDORSED: _("Disetujui"),
    Answer.AMENDED: _("Diubah"),
}
PRIORITIES: Mapping[str, Promise] = {
    Priority.USUAL: _("Biasa"),
    Priority.RAISED: _("Didahulukan"),
    Priority.LOWERED: _("Dapat menunggu"),
}
DECISIONS: Mapping[str, Promise] = {
    Decision.WAITING: _("Menunggu"),
    Decision.TAKEN: _("Diambil"),
    Decision.DECLINED: _("Tidak diambil"),
}
SOURCES: Mapping[str, Promise] = {
    SignalSource.SURVEYS: _("Survei"),
    SignalSource.LISTENING: _("Wawancara dan diskusi kelompok"),
    SignalSource.ACTIONS: _("Rencana aksi di tempat kerja"),
    SignalSource.IMPACT: _("Perbandingan peserta dan bukan peserta"),
    SignalSource.FINDINGS: _("Evaluasi program"),
    SignalSource.CLIMATE: _("Iklim belajar"),
}
REFUSALS: Mapping[type[NeedsRefused], Promise] = {
    types.NoGapsYet: _(
        "Kesenjangan kota belum dihitung, padahal AKPK bertumpu padanya. Hitung kesenjangan dulu, lalu buka AKPK."
    ),
    types.YearShut: _(
        "Tidak ada tahun siklus yang kebutuhannya masih dapat diubah. Lihat halaman Siklus dan aturan."
    ),
    types.RoundThere: _(
        "AKPK %(year)s sudah dibuka; satu tahun hanya punya satu AKPK. Lanjutkan yang sudah ada."
    ),
    types.RoundBackwards: _(
        "Batas pengisian (%(closes)s) harus sesudah hari pembukaan (%(opens)s). Pilih tanggal yang lebih lambat."
    ),
    types.RoundNotOpen: _(
        "AKPK baru dibuka pada %(opens)s; sebelum itu lembar hanya dapat dibaca. Kembalilah pada hari itu."
    ),
    types.RoundClosed: _(
        "AKPK %(year)s sudah ditutup kota, jadi tidak ada lagi yang dapat diubah. Sampaikan pada AKPK berikutnya."
    ),
    types.NotYourOffice: _(
        "Lembar ini milik %(office)s. Hanya kepala OPD itu yang mengisi dan menandatanganinya."
    ),
    types.AlreadySigned: _(
        "Lembar ini sudah ditandatangani, jadi isinya tetap. Bila ada yang keliru, minta BKPSDM mengembalikannya."
    ),
    types.NotSigned: _("Lembar ini belum ditandatangani, jadi tidak ada yang perlu dikembalikan."),
    types.ChangedMeanwhile: _(
        "Orang lain mengubahnya sejak halaman ini Anda buka. Isian Anda belum disimpan; lihat keadaan "
        "terakhirnya, lalu simpan lagi bila masih perlu."
    ),
    types.ReasonMissing: _("Tulis alasannya, supaya orang lain dapat memahaminya."),
    types.NothingAmended: _(
        "Jumlah orang dan prioritas sama dengan hitungan. Ubah salah satunya, atau setujui saja."
    ),
    types.TooManyPeople: _(
        "Paling banyak %(most)s orang: sebanyak itu pegawai OPD yang bersangkutan. Tulis jumlah yang lebih kecil."
    ),
    types.Unanswered: _(
        "%(count)s kebutuhan belum disetujui atau diubah. Jawab dulu semuanya, lalu tanda tangani."
    ),
    types.FindingsUndecided: _(
        "%(count)s temuan siklus lalu belum diputuskan. Ambil atau tolak dulu, karena peringkat yang ditutup "
        "memuat keputusannya."
    ),
    types.NoEvidence: _("Temuan tanpa bukti tidak dapat diterima. Sertakan paling sedikit satu rujukan."),
    types.NoRoundOpen: _(
        "Temuan diputuskan selama AKPK terbuka, supaya masuk peringkatnya. Buka AKPK dulu, lalu putuskan."
    ),
    types.AlreadyDecided: _(
        "Orang lain baru saja memutuskan temuan ini. Keputusan Anda belum disimpan; baca keputusannya, lalu "
        "putuskan lagi bila masih perlu."
    ),
}


def sentence_of(refused: NeedsRefused) -> str:
    """Why it may not be done, and what to do."""
    return str(REFUSALS[type(refused)]) % refused.told
