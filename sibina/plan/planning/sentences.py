"""What planning says to people: stages, reasons, and what is wrong with the files of a plan."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sibina.plan.planning.rules.marking import MarkProblem
from sibina.plan.planning.types import (
    AnotherPlanSet,
    Approval,
    ApprovalRefused,
    BaseReplaced,
    BudgetProblem,
    BudgetStage,
    ChangeKind,
    Dimension,
    OutOfTurn,
    OwnProposal,
    PlanNotReady,
    PlanOnTrial,
    PlanOutdated,
    Reason,
    ReasonMissing,
    Rule,
    SeatReason,
    SessionState,
    Stage,
    Step,
    YearClosed,
)

STAGES: Mapping[Stage, Promise] = {
    Stage.READING: _("Membaca tabel"),
    Stage.FLOOR: _("Mencari sebanyak mungkin orang yang mencapai batas bawah JP"),
    Stage.PRICES: _("Menimbang orang, kursi, dan uang"),
    Stage.SESSIONS: _("Memilih sesi yang berjalan"),
    Stage.SEATS: _("Membagi kursi"),
    Stage.EXACT: _("Menghitung secara eksak"),
    Stage.IMPROVING: _("Memperbaiki rencana terbaik"),
    Stage.DONE: _("Menyusun alasan dan harga"),
}
REASONS: Mapping[Reason, Promise] = {
    Reason.CEILING: _("Pagu tidak cukup lagi."),
    Reason.SEATS: _("Kursi sudah terisi oleh yang lebih memerlukan."),
    Reason.MIN_SEATS: _("Peserta yang memerlukannya kurang dari jumlah minimum."),
    Reason.ABSENCE: _("Unit sudah mencapai batas jumlah pegawai yang boleh pergi pada hari itu."),
    Reason.CLASH_PERSON: _("Waktunya bentrok dengan sesi lain yang diikuti."),
    Reason.CLASH_VENUE: _("Tempatnya dipakai sesi lain pada waktu yang sama."),
    Reason.CLASH_SPEAKER: _("Narasumbernya mengisi sesi lain pada waktu yang sama."),
    Reason.NO_GAIN: _("Tidak ada sesi yang menutup kekurangan yang tersisa."),
    Reason.NOT_ELIGIBLE: _("Tidak termasuk yang boleh mengikuti programnya."),
    Reason.JP_CEILING: _("Batas JP setahun bagi PPPK (PP 49/2018 Pasal 40) tidak cukup lagi."),
    Reason.LOWER_VALUE: _("Manfaatnya lebih kecil daripada yang dipilih."),
    Reason.LAPSED: _("Sesinya sudah ditandai gugur."),
    Reason.BEGUN: _("Sesinya mulai sebelum hari penyusunan ulang."),
}
BROKEN_RULES: Mapping[Rule, Promise] = {
    Rule.CEILING: _("Biaya %(found)s melampaui pagu %(allowed)s."),
    Rule.SEATS: _("Sesi %(what)s diisi %(found)s orang, kursinya %(allowed)s."),
    Rule.MIN_SEATS: _("Sesi %(what)s diisi %(found)s orang, paling sedikit %(allowed)s."),
    Rule.VENUE: _("Tempat sesi %(what)s dipakai sesi lain pada hari yang sama."),
    Rule.SPEAKER: _("Narasumber sesi %(what)s mengisi sesi lain pada hari yang sama."),
    Rule.PERSON: _("Seseorang berada di dua sesi pada hari yang sama: %(what)s."),
    Rule.ONCE: _("Seseorang mengikuti satu program lebih dari sekali: %(what)s."),
    Rule.ABSENCE: _("Unit dan hari %(what)s: %(found)s orang pergi, batasnya %(allowed)s."),
    Rule.ELIGIBLE: _("Seseorang mengikuti program yang tidak boleh diikutinya: %(what)s."),
    Rule.OFFICE: _("Seseorang duduk di sesi yang dibayar perangkat daerah lain: %(what)s."),
    Rule.JP_CEILING: _("%(what)s mendapat %(found)s JP, batas setahunnya %(allowed)s JP."),
    Rule.FIXED: _("Sesi %(what)s harus tetap diikuti %(allowed)s orang yang sama, sekarang %(found)s."),
    Rule.UNKNOWN: _("Angka rencana tidak cocok: %(what)s tertulis %(found)s, seharusnya %(allowed)s."),
}
APPROVALS: Mapping[Approval, Promise] = {
    Approval.DRAFT: _("Rancangan"),
    Approval.PROPOSED: _("Diusulkan"),
    Approval.REVIEWED: _("Diperiksa"),
    Approval.SET: _("Ditetapkan"),
    Approval.REPLACED: _("Digantikan"),
}
STEPS: Mapping[Step, Promise] = {
    Step.PROPOSED: _("Diusulkan"),
    Step.REVIEWED: _("Diperiksa"),
    Step.SET: _("Ditetapkan"),
    Step.RETURNED: _("Dikembalikan"),
    Step.REPLACED: _("Digantikan"),
}
SESSION_STATES: Mapping[SessionState, Promise] = {
    SessionState.OPEN: _("Terbuka"),
    SessionState.COMMITTED: _("Terikat"),
    SessionState.DONE: _("Selesai"),
    SessionState.LAPSED: _("Gugur"),
}
SETTLED: Mapping[str, Promise] = {
    SessionState.COMMITTED: _("Terikat"),
    SessionState.DONE: _("Selesai"),
    SessionState.LAPSED: _("Gugur"),
    Reason.BEGUN: _("Sudah lewat mulainya"),
}
CHANGES: Mapping[ChangeKind, Promise] = {
    ChangeKind.LOST: _("Kehilangan kursi"),
    ChangeKind.GAINED: _("Mendapat kursi"),
    ChangeKind.MOVED: _("Pindah sesi"),
}
SEAT_REASONS: Mapping[SeatReason, Promise] = {
    SeatReason.LEFT: _("Tidak aktif lagi"),
    SeatReason.NEED_GONE: _("Kebutuhannya berubah"),
    SeatReason.REPLACED: _("Kursi untuk yang lebih memerlukan"),
}
MARK_PROBLEMS: Mapping[MarkProblem, Promise] = {
    MarkProblem.DAY_AHEAD: _("Tanggalnya belum tiba. Tulis tanggal hari ini atau sebelumnya."),
    MarkProblem.ALREADY_SO: _("Sesi %(codes)s sudah berkeadaan itu. Hapus centangnya."),
    MarkProblem.NOT_OVER: _(
        "Sesi %(codes)s belum berakhir pada tanggal itu, jadi belum dapat ditandai selesai."
    ),
    MarkProblem.DONE_STAYS: _(
        "Sesi %(codes)s sudah selesai, jadi tidak dapat gugur. Bila itu keliru, tandai terbuka lebih dulu."
    ),
}
"""Why sessions were not marked; `codes` are theirs."""
APPROVAL_REFUSALS: Mapping[type[ApprovalRefused], Promise] = {
    PlanNotReady: _("Rencana «%(name)s» belum selesai dihitung. Tunggu hasilnya, lalu ambil langkah ini."),
    PlanOnTrial: _(
        "Rencana ini bertumpu pada percobaan perubahan tuntutan, jadi hanya untuk dibandingkan. Tetapkan perubahannya, "
        "hitung kesenjangan, lalu susun rencana yang dapat diajukan."
    ),
    ReasonMissing: _("Tulis alasannya; langkah ini dibaca kembali saat pemeriksaan."),
    OutOfTurn: _(
        "Rencana ini sekarang «%(title)s», jadi langkah itu tidak dapat diambil. Mungkin orang lain sudah lebih dulu; "
        "buka halaman Persetujuan untuk melihatnya."
    ),
    OwnProposal: _(
        "Rencana ini Anda sendiri yang mengusulkan, jadi orang lain yang memeriksa dan menetapkannya."
    ),
    AnotherPlanSet: _(
        "Tahunnya sudah mempunyai rencana yang ditetapkan: «%(name)s». Rencana itu hanya diganti dengan menyusunnya ulang."
    ),
    PlanOutdated: _(
        "Sejak rencana ini dihitung, sesi %(codes)s ditandai lain. Susun ulang sekali lagi agar rencananya sesuai keadaan."
    ),
    BaseReplaced: _(
        "Rencana yang hendak diganti oleh rencana ini bukan lagi rencana yang ditetapkan. Susun ulang dari yang ditetapkan."
    ),
    YearClosed: _("Tahun %(year)s tidak dapat diubah lagi; rencananya tetap seperti adanya."),
}
"""Why a step is not taken; the figures are the error's own."""


def refusal_of(refused: ApprovalRefused) -> str:
    """Why the step was not taken, and what to do."""
    title = APPROVALS[refused.approval] if isinstance(refused, OutOfTurn) else ""
    return str(APPROVAL_REFUSALS[type(refused)]) % {**vars(refused), "title": title}


CEILING_MISSING = _("pagu belum ditulis. Tambahkan, misalnya: ceiling = 500000000.")
CEILING_NOT_POSITIVE = _(
    "bilangan bulat rupiah yang lebih besar dari nol, paling besar seribu triliun; dengan pagu nol tidak ada yang "
    "dapat direncanakan"
)
FIXED_OVER_CEILING = _(
    "Kursi yang harus dipertahankan sudah berbiaya %(cost)s, di atas pagu %(ceiling)s. Naikkan pagu, atau kurangi yang "
    "dipertahankan."
)
SETTINGS_UNREADABLE = _(
    "tulisan ini tidak dapat dibaca sebagai TOML. Tulis satu hal tiap baris, misalnya: ceiling = 500000000."
)
JP_FLOOR_ALLOWED = _("bilangan nol atau lebih")
JP_FIRST_ALLOWED = _("true atau false")
ENDS_BEFORE_START = _("tanggal selesai pada atau sesudah tanggal mulai")
AWAY_OUTSIDE_DAYS = _("tanggal di antara start dan end, atau kosong")
TOO_LONG = _("sesi paling lama 366 hari")
SEATS_BELOW_MINIMUM = _("seats tidak kurang dari min_seats")
PROGRAMME_WITHOUT_GAIN = _(
    "program ini tidak menutup kekurangan apa pun, hanya memberi JP. Bila seharusnya menutup, tambahkan gain-nya "
    "di tabel gains."
)
COMPETENCY_WITHOUT_PROGRAMME = _(
    "tidak ada program yang menutup kompetensi ini, jadi kekurangannya tetap. Bila ada, tambahkan di tabel gains."
)
BUDGET_STAGES: Mapping[BudgetStage, Promise] = {
    BudgetStage.RKA: _("RKA (diminta)"),
    BudgetStage.DPA: _("DPA (disetujui)"),
    BudgetStage.DPPA: _("DPPA (setelah perubahan)"),
    BudgetStage.SPJ: _("SPJ (realisasi)"),
}
BUDGET_PROBLEMS: Mapping[BudgetProblem, Promise] = {
    BudgetProblem.AMOUNT_WITHOUT_DAY: _("Jumlahnya ada, tanggalnya belum. Isi tanggal dokumennya."),
    BudgetProblem.DAY_WITHOUT_AMOUNT: _(
        "Tanggalnya ada, jumlahnya belum. Isi jumlahnya (boleh 0), atau kosongkan tanggalnya."
    ),
    BudgetProblem.CHANGE_WITHOUT_APPROVAL: _("DPPA mengubah DPA; isi DPA lebih dulu."),
    BudgetProblem.PAID_WITHOUT_APPROVAL: _(
        "Belum ada DPA, jadi belum ada yang dapat dibayar. Isi DPA lebih dulu."
    ),
    BudgetProblem.PAID_MORE_THAN_APPROVED: _(
        "Realisasi %(amount)s melebihi yang disetujui, %(most)s. Periksa jumlahnya, atau catat DPPA lebih dulu."
    ),
    BudgetProblem.NOTHING_AT_ALL: _("Isi paling sedikit satu dari RKA, DPA, DPPA, atau SPJ."),
    BudgetProblem.STAGES_OUT_OF_ORDER: _(
        "Tanggal ini mendahului tahap sebelumnya. Periksa kedua tanggalnya."
    ),
    BudgetProblem.OVER_SOURCE: _(
        "Seluruh rincian sumber ini menjadi %(amount)s, melebihi pagunya, %(most)s. "
        "Kecilkan rinciannya, atau naikkan pagu sumbernya."
    ),
    BudgetProblem.PAYS_NOTHING: _(
        "Rencana kota tidak memuat sesi yang dibayar dari sumber ini, jadi tidak ada yang diambil. Sumber kota "
        "mengambil sesi yang dibayar kota; sumber perangkat daerah mengambil sesi yang dibayarnya. Pilih sumber lain."
    ),
    BudgetProblem.LINE_THERE: _(
        "Rincian dengan sumber, program, rekening, dan uraian ini sudah ada. Ubah yang ada."
    ),
    BudgetProblem.SOURCE_THERE: _("Sumber dengan nama dan perangkat daerah ini sudah ada. Ubah yang ada."),
    BudgetProblem.CEILING_BELOW_LINES: _(
        "Rincian sumber ini sudah %(amount)s, jadi pagunya tidak dapat menjadi %(most)s. Kecilkan rinciannya lebih dulu."
    ),
    BudgetProblem.ONLY_PAYMENTS: _(
        "Tahunnya sedang dievaluasi, jadi hanya realisasi (SPJ) pada rincian yang sudah ada masih dapat dicatat. "
        "Bila yang lain harus dibetulkan, kembalikan tahunnya ke tahap pelaksanaan dengan alasan."
    ),
    BudgetProblem.YEAR_CLOSED: _(
        "Tahunnya sudah ditutup, jadi anggarannya tetap seperti adanya. "
        "Bila realisasinya harus dibetulkan, kembalikan tahunnya ke tahap evaluasi dengan alasan."
    ),
    BudgetProblem.CHANGED_BY_ANOTHER: _(
        "Rincian ini disimpan orang lain sejak Anda membukanya. Isian Anda masih di sini, dan belum disimpan: "
        "bandingkan dengan yang tersimpan, lalu simpan lagi bila tetap perlu."
    ),
}
"""Why a line, a source or the year's spending is refused; amounts are rupiah in words."""
FIELD_OF_BUDGET_PROBLEM: Mapping[BudgetProblem, str] = {
    BudgetProblem.SOURCE_THERE: "name",
    BudgetProblem.CEILING_BELOW_LINES: "ceiling",
    BudgetProblem.LINE_THERE: "label",
    BudgetProblem.PAYS_NOTHING: "source",
}
"""The field beside which a problem is said; a problem of one stage stands beside that stage."""
FAIRNESS_VALUES: Mapping[tuple[Dimension, str], Promise] = {
    (Dimension.SEX, "M"): _("Laki-laki"),
    (Dimension.SEX, "F"): _("Perempuan"),
    (Dimension.EMPLOYMENT, "pns"): _("PNS"),
    (Dimension.EMPLOYMENT, "cpns"): _("CPNS"),
    (Dimension.EMPLOYMENT, "pppk"): _("PPPK"),
    (Dimension.EMPLOYMENT, "pppk_paruh_waktu"): _("PPPK Paruh Waktu"),
}
"""What a group of people is called whose value is a code."""
