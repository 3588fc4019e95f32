"""What stages, states and kinds are called on the screen, and in which tone."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sibina.deliver.sessions.types import Consent, EnrolmentState, ReasonKind, SessionStage

STAGES: Mapping[SessionStage, Promise] = {
    SessionStage.PREPARED: _("Disiapkan"),
    SessionStage.INVITING: _("Undangan terkirim"),
    SessionStage.CONFIRMED: _("Jadi diadakan"),
    SessionStage.HELD: _("Sudah diadakan"),
    SessionStage.CANCELLED: _("Batal"),
}
STAGE_TONES: Mapping[SessionStage, str] = {
    SessionStage.PREPARED: "",
    SessionStage.INVITING: "now",
    SessionStage.CONFIRMED: "good",
    SessionStage.HELD: "good",
    SessionStage.CANCELLED: "bad",
}
ENROLMENT_STATES: Mapping[EnrolmentState, Promise] = {
    EnrolmentState.APPLIED: _("Melamar"),
    EnrolmentState.INVITED: _("Diundang"),
    EnrolmentState.ACCEPTED: _("Bersedia"),
    EnrolmentState.WAITING: _("Daftar tunggu"),
    EnrolmentState.DECLINED: _("Tidak bersedia"),
    EnrolmentState.REFUSED: _("Tidak diizinkan atasan"),
    EnrolmentState.REPLACED: _("Digantikan"),
    EnrolmentState.WITHDRAWN: _("Mengundurkan diri"),
    EnrolmentState.CANCELLED: _("Dibatalkan"),
}
ENROLMENT_TONES: Mapping[EnrolmentState, str] = {
    EnrolmentState.APPLIED: "info",
    EnrolmentState.INVITED: "now",
    EnrolmentState.ACCEPTED: "good",
    EnrolmentState.WAITING: "info",
    EnrolmentState.DECLINED: "bad",
    EnrolmentState.REFUSED: "bad",
    EnrolmentState.REPLACED: "",
    EnrolmentState.WITHDRAWN: "bad",
    EnrolmentState.CANCELLED: "",
}
CONSENTS: Mapping[Consent, Promise] = {
    Consent.PENDING: _("Belum diputuskan"),
    Consent.GIVEN: _("Diizinkan"),
    Consent.REFUSED: _("Tidak diizinkan"),
}
REASON_KINDS: Mapping[ReasonKind, Promise] = {
    ReasonKind.DUTY: _("Waktu atau tugas kantor"),
    ReasonKind.RELEVANCE: _("Tidak sesuai dengan pekerjaan"),
    ReasonKind.SUPERIOR: _("Diminta atasan"),
    ReasonKind.DISTANCE: _("Jarak atau perjalanan"),
    ReasonKind.PREVENTED: _("Berhalangan"),
    ReasonKind.OTHER: _("Lain"),
}
