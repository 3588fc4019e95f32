"""«Dari mana angka ini?»: for every figure of a plan its meaning, formula, facts, ground, and the rows behind it."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sibina.lib.words import moment, number, rupiah
from sibina.plan.planning.models import CityPlan
from sibina.plan.planning.rules.weighing import ONE, weighing_rule

VERSION = "rencana-3"
"""Raised whenever a figure of a plan may change for equal input."""


def panels_of(plan: CityPlan) -> list[dict[str, Any]]:
    """One panel a figure, in the order of the summary."""
    found = [_cost(plan), _levels(plan), _people(plan), _sessions(plan)]
    if plan.jp_floor:
        found.append(_hours(plan))
    found.append(_value(plan))
    if not plan.was_made_elsewhere:
        found += [_proven(plan), _price(plan)]
    return [panel | {"version": VERSION} for panel in found]


def _rows(name: str, plan: CityPlan) -> str:
    return reverse(f"planning:{name}", args=[plan.pk])


def _cost(plan: CityPlan) -> dict[str, Any]:
    return {
        "id": "biaya",
        "title": _("Biaya"),
        "meaning": _(
            "Biaya tetap setiap sesi yang berjalan setelah dikurangi kontribusi mitra untuknya, ditambah biaya setiap kursi "
            "yang terisi. Tidak pernah melewati pagu. Sesi yang dibayar perangkat daerah dari dananya sendiri tidak "
            "termasuk."
        ),
        "formula": _("Σ (biaya per sesi − kontribusi mitra + kursi terisi × biaya per kursi)"),
        "facts": [
            (_("Biaya"), rupiah(plan.cost)),
            (_("Pagu kota"), rupiah(plan.city_ceiling)),
            (_("Uang dari mitra"), rupiah(plan.contributed)),
            (_("Pagu"), rupiah(plan.ceiling)),
            (_("Sisa"), rupiah(plan.money_left)),
        ],
        "rows_url": _rows("sessions", plan)
        + "?jalan=True"
        + ("&pembayar=kota" if plan.paying_offices else ""),
        "rows_text": _("Buka sesi yang berjalan"),
    }


def _levels(plan: CityPlan) -> dict[str, Any]:
    return {
        "id": "kesenjangan",
        "title": _("Kesenjangan tertutup"),
        "meaning": _(
            "Jumlah tingkat yang diharapkan tertutup. Kenaikan tiap program adalah harapan rata-rata; seseorang "
            "mendapatnya bila tingkatnya berada dalam rentang program, dan tidak pernah lebih dari kekurangannya. "
            "Kompetensi yang belum diukur tidak dihitung."
        ),
        "formula": _("Σ orang, kompetensi: min(kurang, Σ kenaikan program yang diikuti)"),
        "facts": [
            (_("Kurang sebelum rencana"), _("%(n)s tingkat") % {"n": number(plan.levels_short, 1)}),
            (_("Tertutup"), _("%(n)s tingkat") % {"n": number(plan.levels_closed, 1)}),
            (_("Tersisa"), _("%(n)s tingkat") % {"n": number(plan.levels_left, 1)}),
        ],
        "basis": _("PP 11/2017 Pasal 206 (kebutuhan adalah kesenjangan profil terhadap standar jabatan)"),
        "rows_url": _rows("before-after", plan),
        "rows_text": _("Buka OPD × kompetensi"),
    }


def _people(plan: CityPlan) -> dict[str, Any]:
    return {
        "id": "pegawai",
        "title": _("Pegawai yang ikut"),
        "meaning": _(
            "Pegawai aktif yang mendapat sedikitnya satu kursi. Seseorang boleh ikut bila program menyasar kompetensi "
            "yang dituntut jabatannya dan tingkatnya berada dalam rentang program; yang belum diukur hanya boleh ikut "
            "program yang mulai dari tingkat terendah."
        ),
        "facts": [
            (_("Pegawai aktif"), number(plan.people)),
            (_("Mempunyai kesenjangan terukur"), number(plan.people_short)),
            (_("Ikut"), number(plan.people_reached)),
            (_("Berkurang kesenjangannya"), number(plan.people_helped)),
        ],
        "rows_url": _rows("seats", plan),
        "rows_text": _("Buka daftar peserta"),
    }


def _sessions(plan: CityPlan) -> dict[str, Any]:
    return {
        "id": "sesi",
        "title": _("Sesi dan kursi"),
        "meaning": _(
            "Sesi berjalan hanya bila pesertanya tidak kurang dari batas paling sedikit dan tidak lebih dari kursinya; "
            "satu tempat, satu narasumber, dan satu orang hanya berada di satu sesi pada waktu yang sama; satu program "
            "paling banyak sekali bagi tiap orang; dari tiap unit kerja tidak lebih dari %(away)s %% pegawainya "
            "(paling sedikit satu orang) meninggalkan kantor pada hari yang sama."
        )
        % {"away": plan.away_percent},
        "facts": [
            (_("Ditawarkan"), number(plan.sessions_offered)),
            (_("Berjalan"), number(plan.sessions_run)),
            (_("Kursi terisi"), number(plan.seats)),
        ],
        "rows_url": _rows("sessions", plan),
        "rows_text": _("Buka semua sesi"),
    }


def _hours(plan: CityPlan) -> dict[str, Any]:
    most = _("Paling banyak yang bisa, terbukti") if plan.jp_proven else _("Tidak mungkin lebih dari")
    told = plan.hours_told_at
    had = (
        _("JP yang sudah diakui di luar sesi rencana ikut dihitung, sebagaimana buku JP menghitungnya.")
        if told
        else _("JP lain pada tahunnya belum dihitung buku JP, jadi semua dihitung dari nol.")
    )
    return {
        "id": "jp",
        "title": _("PNS mencapai batas bawah JP"),
        "meaning": _(
            "PNS yang jumlah JP programnya dalam rencana ini mencapai batas bawah. %(had)s CPNS dan PPPK tidak dihitung "
            "di sini."
        )
        % {"had": had},
        "formula": _("banyaknya PNS dengan JP yang sudah ada + Σ JP program yang diikuti ≥ %(jp)s")
        % {"jp": plan.jp_floor},
        "facts": [
            (_("PNS aktif"), number(plan.jp_people)),
            (_("Mencapai"), number(plan.jp_met)),
            *([] if plan.was_made_elsewhere else [(most, number(plan.jp_possible))]),
            *([(_("Sudah mempunyai JP sebelum rencana"), number(plan.hours_people))] if told else []),
            *([(_("Menurut buku JP"), moment(timezone.localtime(told)))] if told else []),
        ],
        "basis": plan.jp_basis,
        "rows_url": _rows("seats", plan),
        "rows_text": _("Buka daftar peserta"),
    }


def weights_panel(plan: CityPlan, raised: int, lowered: int) -> dict[str, Any]:
    """What the year's needs round weighs in the plan: how many needs more, how many less, by which rule."""
    assert plan.needs_round is not None, "the plan is weighed by a round"
    rule = weighing_rule(plan.weighing_rule)
    state = _("sesudah AKPK ditutup") if plan.ranking_was_closed else _("selagi AKPK masih terbuka")
    return {
        "id": "bobot",
        "title": _("Bobot kebutuhan"),
        "meaning": _(
            "Kekurangan seorang pegawai ditimbang menurut peringkat AKPK %(year)s: perubahan dan prioritas dari OPD, "
            "kesenjangan kinerja, temuan, dan usulan staf menaikkan atau menurunkan bobot kompetensi itu di OPD-nya. Yang "
            "menyangkut seluruh kota dibagi menurut kesenjangan tiap OPD. Tingkat yang kurang dan tertutup tidak berubah "
            "olehnya, dan yang belum diukur tetap tidak dihitung."
        )
        % {"year": plan.needs_round.cycle.year},
        "formula": _(
            "faktor = bobot menurut peringkat ÷ kesenjangan terhitung; paling sedikit %(least)s, paling banyak %(most)s"
        )
        % {"least": number(rule.least / ONE, 2), "most": number(rule.most / ONE, 2)},
        "facts": [
            (_("Peringkat dibaca"), f"{moment(timezone.localtime(plan.ranked_at))}, {state}"),
            (_("Dihitung lebih berat"), number(raised)),
            (_("Dihitung lebih ringan"), number(lowered)),
        ],
        "basis": rule.basis,
        "version": rule.version,
        "rows_url": _rows("weights", plan),
        "rows_text": _("Buka faktor OPD × kompetensi"),
    }


def _value(plan: CityPlan) -> dict[str, Any]:
    return {
        "id": "nilai",
        "title": _("Nilai tertutup"),
        "meaning": _(
            "Yang dibuat sebesar mungkin: tingkat yang tertutup, dikali bobot kompetensi pada jabatan, bobot sektor "
            "unit, dan faktor dari peringkat AKPK bila rencana memakainya. Yang diberi bobot lebih besar oleh kota "
            "didahulukan. Nilai bukan tingkat: tingkat ditunjukkan tersendiri, tanpa bobot."
        ),
        "formula": _("Σ orang, kompetensi: bobot × faktor × min(kurang, Σ kenaikan)"),
        "facts": [
            (_("Nilai tertutup"), number(plan.objective, 2)),
            (_("Seluruh kesenjangan berbobot"), number(plan.points_short, 2)),
        ],
        "rows_url": _rows("before-after", plan),
        "rows_text": _("Buka OPD × kompetensi"),
    }


def _proven(plan: CityPlan) -> dict[str, Any]:
    return {
        "id": "jarak",
        "title": _("Jarak terbukti ke yang terbaik"),
        "meaning": _(
            "Tidak satu pun rencana yang memenuhi semua aturan dapat mencapai nilai di atas batas terbukti. Jaraknya "
            "adalah bagian dari batas itu yang belum dicapai; rencana terbaik mungkin lebih dekat lagi."
        ),
        "formula": _("(batas terbukti − nilai tertutup) ÷ batas terbukti"),
        "facts": [
            (_("Nilai tertutup"), number(plan.objective, 2)),
            (_("Batas terbukti"), number(plan.bound, 2)),
        ],
    }


def _price(plan: CityPlan) -> dict[str, Any]:
    facts = []
    if plan.rupiah_per_point:
        facts.append(
            (_("Rupiah untuk satu nilai tertutup dalam rencana ini"), rupiah(round(plan.rupiah_per_point)))
        )
    return {
        "id": "harga",
        "title": _("Harga bila dimasukkan"),
        "meaning": _(
            "Yang dibutuhkan dari pagu kota untuk kursi atau sesi itu sendiri, ditambah nilai yang hilang pada orang lain "
            "yang harus memberi tempat, dihitung dengan harga rata-rata satu nilai tertutup dalam rencana ini. Kosong "
            "berarti tidak ada jumlah uang yang dapat mengubahnya; misalnya karena semua kursi dipegang orang yang "
            "memerlukannya untuk batas bawah JP."
        ),
        "formula": _("biaya tambahan + nilai yang tergeser × rupiah per nilai"),
        "facts": facts,
        "rows_url": _rows("left-out", plan),
        "rows_text": _("Buka yang tidak terpilih"),
    }
