"""What a person fills in: a new plan, and the reason for a step towards the city's own."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sibina.assess.needs.api import NeedsRound
from sibina.ground.cycles.types import Certainty, RuleVersion
from sibina.lib.ui.forms import RupiahField
from sibina.lib.words import long_date, number, rupiah
from sibina.plan.planning.rules.orders import (
    HIGHEST_CEILING,
    LEAST_SECONDS,
    MOST_SECONDS,
    Ground,
    Order,
    OrderProblem,
    OrderRefused,
    problems_of_ground,
)
from sibina.plan.planning.rules.payers import Payer
from sibina.plan.planning.rules.weighing import ONE, WEIGHING_RULES

USUAL_AWAY_PERCENT = 20
USUAL_SECONDS = 60
USUAL_SEED = 1
HIGHEST_SEED = 2**31 - 1
BY_RANKING, BY_GAP = "peringkat", "terhitung"

FIELD_OF = {
    OrderProblem.CEILING_NOT_POSITIVE: "ceiling",
    OrderProblem.CEILING_TOO_LARGE: "ceiling",
    OrderProblem.CEILING_BELOW_CHEAPEST: "ceiling",
    OrderProblem.CEILING_BELOW_KEPT: "ceiling",
    OrderProblem.DAY_OUTSIDE_YEAR: "from_day",
    OrderProblem.AWAY_PERCENT: "away_percent",
    OrderProblem.NO_ROUND: "by_ranking",
    OrderProblem.SECONDS: "seconds",
}

SENTENCES: dict[OrderProblem, str | Promise] = {
    OrderProblem.CEILING_NOT_POSITIVE: _(
        "Pagu %(ceiling)s tidak dapat membiayai apa pun. Isi pagu lebih dari nol, misalnya 1.500.000.000."
    ),
    OrderProblem.CEILING_TOO_LARGE: _(
        "Pagu %(ceiling)s lebih besar daripada anggaran kota mana pun. Periksa jumlah nolnya; paling banyak %(most)s."
    ),
    OrderProblem.CEILING_BELOW_CHEAPEST: _(
        "Pagu rencana %(whole)s belum cukup untuk satu sesi pun: sesi termurah membutuhkan %(cheapest)s. "
        "Naikkan pagu, atau tawarkan sesi yang lebih kecil."
    ),
    OrderProblem.CEILING_BELOW_KEPT: _(
        "Pagu %(ceiling)s lebih kecil daripada biaya sesi yang sudah terikat atau selesai: %(kept)s. Naikkan pagu paling "
        "sedikit menjadi jumlah itu, atau tandai gugur sesi terikat yang dibatalkan."
    ),
    OrderProblem.DAY_OUTSIDE_YEAR: _("Isi hari di dalam tahun %(year)s, tahun rencana ini."),
    OrderProblem.NO_SNAPSHOT: _(
        "Kesenjangan kota belum dihitung, jadi belum diketahui apa yang perlu ditutup. "
        "Buka Kesenjangan dan hitung lebih dulu."
    ),
    OrderProblem.NO_SESSIONS: _(
        "Belum ada sesi yang ditawarkan untuk tahun %(year)s. Siapkan sesi dari katalog, lalu kembali ke sini."
    ),
    OrderProblem.NO_GAINS: _(
        "Tidak satu pun program tahun %(year)s menyebut kompetensi yang dinaikkannya, jadi tidak ada yang dapat ditutup. "
        "Buka Program dan isi sasarannya."
    ),
    OrderProblem.NO_ROUND: _(
        "Tahun %(year)s belum mempunyai AKPK, jadi tidak ada peringkat. Pilih selisih terhitung, atau buka AKPK lebih dulu."
    ),
    OrderProblem.OFFICE_SHORT: _(
        "Dana sendiri perangkat daerah tidak cukup bila semua kursi sesinya terisi. %(short)s Catat atau naikkan sumber "
        "dananya pada Anggaran, kurangi kursi atau sesinya, atau ubah pembayarnya menjadi kota."
    ),
    OrderProblem.CYCLE_CLOSED: _(
        "Rencana tahun %(year)s tidak dapat diubah lagi pada tahap ini. Pilih tahun yang masih terbuka."
    ),
    OrderProblem.CYCLE_PAST: _(
        "Tahun %(year)s sudah lewat. Rencana hanya disusun untuk tahun ini atau tahun yang akan datang."
    ),
    OrderProblem.AWAY_PERCENT: _("Isi antara 1 dan 100 persen."),
    OrderProblem.SECONDS: _("Isi antara %(least_seconds)s dan %(most_seconds)s detik."),
}


def sentence_of(problem: OrderProblem, refused: OrderRefused) -> str:
    """Why the plan cannot be asked for, and what to do."""
    values = {
        "ceiling": rupiah(refused.order.ceiling),
        "whole": rupiah(refused.order.ceiling + refused.ground.contributed),
        "most": rupiah(HIGHEST_CEILING),
        "cheapest": rupiah(refused.ground.cheapest),
        "kept": rupiah(refused.ground.kept_cost),
        **_of_ground(refused.ground),
        "least_seconds": LEAST_SECONDS,
        "most_seconds": MOST_SECONDS,
    }
    return str(SENTENCES[problem]) % values


def _of_ground(ground: Ground) -> dict[str, Any]:
    return {"year": ground.year, "short": " ".join(_shortfall(one) for one in ground.short_payers)}


def _shortfall(payer: Payer) -> str:
    """Which sessions an office would pay, what they come to, and what it has."""
    told = _now("%(office)s: sesi %(codes)s paling banyak %(most)s, dananya %(money)s, kurang %(lacking)s.")
    if payer.money is None:
        told = _now("%(office)s: sesi %(codes)s paling banyak %(most)s, dananya belum tercatat.")
    return told % {
        "office": payer.name,
        "codes": ", ".join(one.code for one in payer.sessions),
        "most": rupiah(payer.most),
        "money": rupiah(payer.money),
        "lacking": rupiah(payer.lacking),
    }


CERTAINTIES = {
    Certainty.READ: _("dibaca dari naskah peraturan"),
    Certainty.TOLD: _("menurut sumber kedua"),
    Certainty.REMEMBERED: _("perlu dipastikan"),
}


def floor_sentence(rule: RuleVersion) -> str:
    """What «the floor first» means in this year, and where it is written."""
    return _now(
        "Sebanyak mungkin PNS mencapai %(jp)s JP dulu; sesudah itu barulah kesenjangan ditutup sebanyak mungkin. "
        "Dasar: %(basis)s (%(certainty)s)."
    ) % {"jp": rule.value, "basis": rule.legal_basis, "certainty": CERTAINTIES[rule.certainty]}


def sentences_of_ground(ground: Ground) -> list[str]:
    """What stands in the way of any plan for this year, before anything is typed."""
    return [str(SENTENCES[problem]) % _of_ground(ground) for problem in problems_of_ground(ground)]


def next_step_of(ground: Ground, *, may_prepare: bool) -> dict[str, str]:
    """The one door that leads on from here: where, what its button says, and why."""
    problems = problems_of_ground(ground)
    if OrderProblem.NO_SNAPSHOT in problems:
        text = _now("Rencana menutup kesenjangan, jadi kesenjangan dihitung lebih dulu dari buku kerja kota.")
        return {"url": reverse("needs:heatmap"), "link": _now("Buka kesenjangan"), "text": text}
    if OrderProblem.NO_SESSIONS in problems and may_prepare:
        text = _now(
            "Rencana memilih di antara sesi yang ditawarkan, dan untuk %(year)s belum ada satu pun."
        ) % {"year": ground.year}
        return {
            "url": reverse("programmes:prepare"),
            "link": _now("Siapkan sesi dari katalog"),
            "text": text,
        }
    if OrderProblem.NO_SESSIONS in problems:
        text = _now("Belum ada sesi yang ditawarkan untuk %(year)s; pengelola BKPSDM yang menyiapkannya.") % {
            "year": ground.year
        }
        return {"url": reverse("programmes:list"), "link": _now("Lihat program"), "text": text}
    text = _now(
        "Tetapkan pagu; SIBINA lalu menyusun rencana yang paling banyak menutup kesenjangan, dengan bukti dan alasan."
    )
    return {
        "url": f"{reverse('planning:new')}?tahun={ground.year}",
        "link": _now("Susun rencana"),
        "text": text,
    }


class AskingForm(forms.Form):
    """What every plan is asked with. What is wrong is said beside the field, and what was typed stays."""

    name = forms.CharField(
        label=_("Nama rencana"),
        max_length=120,
        help_text=_("Agar mudah dibedakan dari rencana lain pada tahun yang sama."),
        error_messages={"required": _("Beri nama, misalnya «Pagu penuh» atau «Setelah efisiensi».")},
    )
    ceiling = RupiahField(
        label=_("Pagu kota"),
        max_value=None,
        help_text=_(
            "Uang kota sendiri; kontribusi uang dari mitra ditambahkan padanya. Seluruh biaya sesi dan kursi tidak akan "
            "melewati jumlahnya. Contoh: 1.500.000.000 atau 1,5 miliar."
        ),
        error_messages={"required": _("Isi pagu dalam rupiah, misalnya 1.500.000.000.")},
    )
    jp_first = forms.BooleanField(label=_("Dahulukan batas bawah JP"), required=False)
    away_percent = forms.IntegerField(
        label=_("Paling banyak meninggalkan unit pada hari yang sama (persen)"),
        help_text=_(
            "Bagian dari pegawai satu unit kerja; dibulatkan ke bawah, paling sedikit satu orang. "
            "Pembelajaran daring tidak dihitung meninggalkan unit."
        ),
        error_messages={"required": _("Isi persentasenya, misalnya 20.")},
    )
    seconds = forms.IntegerField(
        label=_("Waktu menghitung (detik)"),
        help_text=_("Makin lama, makin dekat ke rencana terbaik yang terbukti. Dapat dihentikan kapan saja."),
        error_messages={"required": _("Isi waktunya, misalnya 60.")},
    )
    seed = forms.IntegerField(
        label=_("Benih acak"),
        min_value=0,
        max_value=HIGHEST_SEED,
        help_text=_(
            "Data dan benih yang sama menghasilkan rencana yang sama bila perhitungannya selesai sebelum waktunya habis, "
            "sehingga siapa pun dapat mengulanginya."
        ),
        error_messages={"required": _("Isi bilangan bulat, misalnya 1.")},
    )

    def __init__(self, *args: Any, rule: RuleVersion | None = None, **kwargs: Any) -> None:
        """`rule`: the floor of hours that holds in the year."""
        super().__init__(*args, **kwargs)
        field = self.fields["jp_first"]
        if rule is not None:
            field.help_text = floor_sentence(rule)
        else:
            field.disabled = True
            field.initial = False
            field.help_text = _now(
                "Kota belum mencatat aturan batas bawah JP yang berlaku, jadi tidak ada yang didahulukan."
            )

    def order(self) -> Order:
        """What was typed, as the rules know it. Only after `is_valid`."""
        return Order(**self.cleaned_data)

    def refuse(self, refused: OrderRefused) -> None:
        """Put each reason beside its field, or above the form."""
        for problem in refused.problems:
            self.add_error(FIELD_OF.get(problem), sentence_of(problem, refused))


class PlanForm(AskingForm):
    """A new plan."""

    by_ranking = forms.TypedChoiceField(
        label=_("Bobot kebutuhan"),
        widget=forms.RadioSelect,
        coerce=lambda value: value == BY_RANKING,
        error_messages={"required": _("Pilih menurut apa kebutuhan ditimbang.")},
    )
    field_order = ("name", "ceiling", "by_ranking")

    def __init__(self, *args: Any, needs_round: NeedsRound | None = None, **kwargs: Any) -> None:
        """`needs_round`: that of the year, whose ranking weighs unless it is still open and nobody says so."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields["by_ranking"]
        field.choices = [(BY_GAP, _now("Hanya selisih terhitung"))]
        if needs_round is None:
            field.disabled, field.initial = True, BY_GAP
            field.help_text = _now(
                "Tahunnya belum mempunyai AKPK, jadi hanya selisih terhitung yang menimbang."
            )
            return
        field.choices = [(BY_RANKING, _ranking_of(needs_round)), *field.choices]
        field.initial = BY_GAP if needs_round.closed_at is None else BY_RANKING
        rule = WEIGHING_RULES[-1]
        field.help_text = _now(
            "Kekurangan yang dinaikkan OPD, temuan, atau usulan staf dalam peringkat dihitung lebih berat, paling banyak "
            "%(most)s kali; yang diturunkan lebih ringan, paling sedikit %(least)s kali. Tingkatnya tetap, dan yang belum "
            "diukur tetap tidak dihitung."
        ) % {"most": number(rule.most / ONE, 1), "least": number(rule.least / ONE, 1)}

    @staticmethod
    def usual(year: int, trial: str = "") -> dict[str, Any]:
        """What a new form begins with; `trial` is the title of the change that is tried."""
        name = _now("Rencana %(year)s") % {"year": year}
        if trial:
            name = (_now("Percobaan %(year)s: %(title)s") % {"year": year, "title": trial})[:120]
        return {
            "name": name,
            "jp_first": True,
            "away_percent": USUAL_AWAY_PERCENT,
            "seconds": USUAL_SECONDS,
            "seed": USUAL_SEED,
        }


def _ranking_of(needs_round: NeedsRound) -> str:
    """The choice of the ranking: that of a closed round, or of an open one as it stands."""
    if needs_round.closed_at is None:
        return _now("Menurut peringkat AKPK %(year)s seperti adanya sekarang (AKPK belum ditutup)") % {
            "year": needs_round.cycle.year
        }
    return _now("Menurut peringkat AKPK %(year)s, ditutup %(day)s") % {
        "year": needs_round.cycle.year,
        "day": long_date(timezone.localdate(needs_round.closed_at)),
    }


class ReasonForm(forms.Form):
    """Why a step is taken."""

    reason = forms.CharField(
        label=_("Alasan"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Tercatat pada rencana dan di jejak tindakan; dapat dibaca pemeriksa."),
        error_messages={"required": _("Tulis alasannya; langkah ini dibaca kembali saat pemeriksaan.")},
    )
