"""What the draw says, in Indonesian."""

from django.utils.translation import gettext_lazy as _

NOBODY_ASKS = _("tidak ada pemohon. Tulis satu baris untuk setiap pemohon, di bawah judul kolom.")
SEED_MISSING = _(
    "benih kosong. Tulis teks yang diumumkan sebelum undian, misalnya --seed “Apel 1 Maret 2027”."
)
SEED_UNREADABLE = _("benih bukan tulisan UTF-8. Tulis ulang benihnya, persis seperti yang diumumkan.")
