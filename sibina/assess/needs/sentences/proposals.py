"""What the staff's own voice is called on the screen: kinds, states, stations, and what is refused."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sibina.assess.needs.types import (
    Endorsement,
    Outcome,
    ProposalKind,
    ProposalState,
    ProposalStep,
    Stage,
)

PROPOSAL_KINDS: Mapping[str, Promise] = {
    ProposalKind.NEED: _("Kebutuhan belajar"),
    ProposalKind.PROGRAMME: _("Gagasan program"),
}
ENDORSEMENTS: Mapping[str, Promise] = {
    Endorsement.WAITING: _("Menunggu atasan"),
    Endorsement.ENDORSED: _("Didukung atasan"),
    Endorsement.DECLINED: _("Tidak didukung atasan"),
    Endorsement.NOT_NEEDED: _("Langsung ke BKPSDM"),
}
OUTCOMES: Mapping[str, Promise] = {
    Outcome.WAITING: _("Belum diputus"),
    Outcome.TAKEN: _("Diambil"),
    Outcome.DECLINED: _("Tidak diambil"),
    Outcome.WITHDRAWN: _("Ditarik"),
}
PROPOSAL_STATES: Mapping[str, Promise] = {
    ProposalState.AWAITS_SUPERIOR: _("Menunggu atasan"),
    ProposalState.ENDORSED: _("Didukung atasan"),
    ProposalState.NOT_ENDORSED: _("Tidak didukung atasan"),
    ProposalState.AWAITS_AGENCY: _("Menunggu BKPSDM"),
    ProposalState.TAKEN: _("Diambil"),
    ProposalState.DECLINED: _("Tidak diambil"),
    ProposalState.WITHDRAWN: _("Ditarik"),
}
PROPOSAL_TONES: Mapping[str, str] = {
    ProposalState.AWAITS_SUPERIOR: "now",
    ProposalState.ENDORSED: "info",
    ProposalState.NOT_ENDORSED: "warn",
    ProposalState.AWAITS_AGENCY: "now",
    ProposalState.TAKEN: "good",
    ProposalState.DECLINED: "bad",
    ProposalState.WITHDRAWN: "",
}
STEPS: Mapping[str, Promise] = {
    ProposalStep.SENT: _("Terkirim"),
    ProposalStep.ENDORSED: _("Didukung atasan"),
    ProposalStep.NOT_ENDORSED: _("Tidak didukung atasan"),
    ProposalStep.GATHERED: _("Dikelompokkan"),
    ProposalStep.TAKEN_OUT: _("Dikeluarkan dari kelompok"),
    ProposalStep.TAKEN: _("Diambil BKPSDM"),
    ProposalStep.DECLINED: _("Tidak diambil BKPSDM"),
    ProposalStep.WITHDRAWN: _("Ditarik pengusul"),
}
STAGES: Mapping[str, Promise] = {
    Stage.SENT: _("Terkirim"),
    Stage.AWAITS_SUPERIOR: _("Menunggu jawaban atasan"),
    Stage.ENDORSED: _("Didukung atasan"),
    Stage.NOT_ENDORSED: _("Tidak didukung atasan"),
    Stage.UNANSWERED: _("Atasan tidak menjawab"),
    Stage.NOT_GATHERED: _("Belum dikelompokkan"),
    Stage.GATHERED: _("Dikelompokkan"),
    Stage.AWAITS_AGENCY: _("Menunggu keputusan BKPSDM"),
    Stage.TAKEN: _("Diambil BKPSDM"),
    Stage.DECLINED: _("Tidak diambil BKPSDM"),
    Stage.WITHDRAWN: _("Ditarik pengusul"),
    Stage.IN_CYCLE: _("Masuk kebutuhan kota"),
}

REASON_TOO_SHORT = _("Tulis alasannya paling sedikit 10 huruf, supaya pengusul tahu mengapa.")
REASON_TOO_LONG = _("Alasan terlalu panjang: paling banyak 500 huruf. Ringkas menjadi satu atau dua kalimat.")
NO_OPEN_YEAR = _(
    "Belum ada tahun siklus yang terbuka, jadi usulan belum dapat dikirim. Tanyakan kepada BKPSDM kapan dibuka."
)
NO_PERSON = _(
    "Akun Anda belum terhubung dengan seorang pegawai, jadi belum dapat mengusulkan. Minta pengelola BKPSDM "
    "menghubungkannya di halaman Anggota."
)
OWN_PROPOSAL = _("Ini usulan Anda sendiri. Yang menjawabnya BKPSDM, bukan Anda.")
NOT_FREE = _(
    "Usulan tentang kompetensi di kamus sudah berkumpul dengan sendirinya, jadi tidak dipindahkan. "
    "Yang dapat dipindahkan hanya usulan yang ditulis bebas."
)
