"""Where a review stands, and why something is refused in it, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sibina.plan.programmes.types import (
    AskedAlready,
    NothingSaid,
    NotTheirReview,
    ReadAnother,
    ReviewError,
    ReviewShut,
    ReviewState,
)

REVIEW_STATES: Mapping[ReviewState, Promise] = {
    ReviewState.WAITING: _("Menunggu tanggapan"),
    ReviewState.CHANGES: _("Meminta perubahan"),
    ReviewState.SIGNED: _("Disetujui"),
    ReviewState.OUTDATED: _("Berubah sesudah disetujui"),
    ReviewState.WITHDRAWN: _("Permintaan ditarik"),
}
REVIEW_TONES: Mapping[ReviewState, str] = {
    ReviewState.WAITING: "now",
    ReviewState.CHANGES: "warn",
    ReviewState.SIGNED: "good",
    ReviewState.OUTDATED: "warn",
    ReviewState.WITHDRAWN: "",
}
REVIEW_REFUSALS: Mapping[type[ReviewError], Promise] = {
    AskedAlready: _("Mitra ini sudah diminta menelaah versi ini."),
    NotTheirReview: _(
        "Kurikulum ini tidak diminta ditelaah oleh lembaga Anda, jadi Anda tidak dapat menyetujuinya."
    ),
    ReviewShut: _(
        "Telaah ini sudah ditutup: permintaannya ditarik, atau versinya sudah dirilis atau dibatalkan."
    ),
    ReadAnother: _(
        "Kurikulum ini berubah sesudah Anda membukanya, jadi belum disetujui. Baca lagi modulnya, lalu setujui."
    ),
    NothingSaid: _("Tulis tanggapannya; untuk menyetujui, tulis nama dan jabatan."),
}
