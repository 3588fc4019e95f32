"""What the rules of law are called on the screen."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sibina.ground.cycles.types import RuleKey

RULE_TITLES: Mapping[RuleKey, Promise] = {
    RuleKey.JP_FLOOR_PNS: _("Pengembangan kompetensi PNS"),
    RuleKey.JP_CEILING_PPPK: _("Pengembangan kompetensi PPPK"),
    RuleKey.JP_CONVERSION: _("Konversi kegiatan menjadi JP"),
    RuleKey.BUDGET_SHARE: _("Anggaran pengembangan kompetensi"),
    RuleKey.AGREEMENT_REMINDER: _("Pengingat perjanjian dengan mitra"),
    RuleKey.PROPOSAL_ANSWER: _("Usulan staf dijawab"),
    RuleKey.SESSION_DECISION: _("Sesi diputuskan jadi atau batal"),
    RuleKey.INVITATION_ANSWER: _("Undangan sesi dijawab"),
    RuleKey.ATTENDANCE_SHARE: _("Sesi dianggap selesai diikuti"),
    RuleKey.PLACEMENT_REPORT: _("Laporan penempatan ditulis"),
    RuleKey.PRACTICE_ANSWER: _("Tawaran praktik dijawab unit"),
    RuleKey.MENTORING_SUPERIOR: _("Atasan langsung sebagai mentor"),
    RuleKey.MENTORING_CAPACITY: _("Daya bimbing mentor"),
    RuleKey.MENTORING_SENIOR_GRADE: _("Golongan senior sebagai mentor"),
    RuleKey.MENTORING_SENIOR_YEARS: _("Masa kerja senior sebagai mentor"),
    RuleKey.MENTORING_SILENCE: _("Pendampingan dianggap senyap"),
    RuleKey.COOPERATION_ASKED: _("Kerja sama sesudah sesi ditanyakan"),
    RuleKey.SEAT_BANDS: _("Siapa didahulukan bila kursi diundi"),
}
