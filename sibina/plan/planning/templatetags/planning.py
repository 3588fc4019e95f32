"""What the plan's pages say that no other page says."""

from collections.abc import Sequence

from django import template
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sibina.lib import words
from sibina.plan.planning.models import CityPlan, PlanPerson, PlanSession
from sibina.plan.planning.reads import HeatCell, ProgrammeLine
from sibina.plan.planning.types import Reason

register = template.Library()

NOTHING = 1e-6
ONE_PERCENT = 0.01
NUM = ' class="num"'


WHY = {
    Reason.CEILING: gettext_lazy(
        "Sesi yang akan menolongnya tidak muat dalam pagu; uang yang sama menutup lebih banyak di tempat lain."
    ),
    Reason.SEATS: gettext_lazy(
        "Sesi yang cocok berjalan, tetapi semua kursinya terisi oleh pegawai yang tertolong lebih banyak."
    ),
    Reason.MIN_SEATS: gettext_lazy(
        "Sesi yang cocok tidak mencapai jumlah peserta paling sedikit, jadi tidak dijalankan."
    ),
    Reason.ABSENCE: gettext_lazy(
        "Pada hari sesi yang cocok, unitnya sudah mencapai batas pegawai yang boleh meninggalkan kantor."
    ),
    Reason.CLASH_PERSON: gettext_lazy(
        "Sesi yang cocok berlangsung pada waktu yang sama dengan sesi lain yang diikutinya."
    ),
    Reason.CLASH_VENUE: gettext_lazy("Tempat sesi yang cocok dipakai sesi lain pada waktu yang sama."),
    Reason.CLASH_SPEAKER: gettext_lazy(
        "Narasumber sesi yang cocok mengajar di sesi lain pada waktu yang sama."
    ),
    Reason.NO_GAIN: gettext_lazy(
        "Tidak ada sesi yang ditawarkan menaikkan kompetensi yang masih kurang padanya."
    ),
    Reason.NOT_ELIGIBLE: gettext_lazy(
        "Tidak ada program yang sesuai dengan jabatan dan tingkatnya saat ini."
    ),
    Reason.JP_CEILING: gettext_lazy(
        "Program yang cocok melampaui sisa jam pelatihannya: PPPK dibatasi JP-nya dalam setahun (PP 49/2018 Pasal 40), "
        "berapa pun pagunya."
    ),
    Reason.LAPSED: gettext_lazy("Sesi yang cocok sudah gugur, jadi tidak dapat berjalan lagi."),
    Reason.BEGUN: gettext_lazy(
        "Sesi yang cocok mulai sebelum hari penyusunan ulang, jadi tidak dapat dipilih lagi."
    ),
    Reason.LOWER_VALUE: gettext_lazy(
        "Masih ada kursi, tetapi uang yang sama menutup lebih banyak kesenjangan di tempat lain."
    ),
}


@register.filter
def why(row: PlanPerson) -> str:
    """The reason in a whole sentence."""
    return str(WHY.get(Reason(row.reason), "")) if row.reason else ""


@register.filter
def is_tab(tab: str, name: str) -> bool:
    """Is this the tab that the reader stands on?"""
    return tab == name


@register.filter
def proof(plan: CityPlan) -> str:
    """What no other plan that keeps the rules can do better than, for a reader who is no mathematician."""
    if plan.was_made_elsewhere:
        return _(
            "Rencana ini disusun di luar sistem: tidak ada yang menghitung seberapa jauh dari yang terbaik."
        )
    if not plan.objective:
        if not plan.bound:
            return _("Tidak ada kesenjangan terukur yang dapat ditutup oleh sesi yang ditawarkan.")
        return _("Belum ditemukan rencana yang menutup kesenjangan; beri waktu menghitung lebih lama.")
    better = ((plan.bound or 0.0) - plan.objective) / plan.objective
    values = {"better": words.percent(better, 2 if better < ONE_PERCENT else 1), "jp": plan.jp_floor}
    if better <= NOTHING:
        if plan.jp_first:
            return (
                _(
                    "Terbukti: di antara rencana dengan sedikitnya sebanyak ini PNS mencapai %(jp)s JP, "
                    "tidak ada yang lebih baik."
                )
                % values
            )
        return _("Terbukti: tidak ada rencana lain yang lebih baik.")
    if plan.jp_first:
        return (
            _(
                "Terbukti: di antara rencana dengan sedikitnya sebanyak ini PNS mencapai %(jp)s JP, "
                "tidak ada yang lebih dari %(better)s lebih baik."
            )
            % values
        )
    return _("Terbukti: tidak ada rencana lain yang lebih dari %(better)s lebih baik.") % values


@register.filter
def weighing(plan: CityPlan) -> str:
    """What weighs the needs of the plan: the ranking of a needs round, or the computed gaps alone."""
    if plan.needs_round is None:
        return _("hanya selisih terhitung")
    told = {"year": plan.needs_round.cycle.year, "version": plan.weighing_rule}
    if plan.ranking_was_closed:
        return _("menurut peringkat AKPK %(year)s yang ditutup, aturan %(version)s") % told
    told["at"] = words.moment(timezone.localtime(plan.ranked_at)) if plan.ranked_at else words.UNKNOWN
    return _("menurut peringkat AKPK %(year)s seperti adanya %(at)s, aturan %(version)s") % told


@register.filter
def closed_share(plan: CityPlan) -> float | None:
    """Levels closed as a share of the levels short."""
    return plan.levels_closed / plan.levels_short if plan.levels_short else None


@register.filter
def signed(value: float | None, decimals: int = 1) -> str:
    """+3,2 or −1,0; unknown is a dash."""
    if value is None:
        return words.UNKNOWN
    return ("+" if value > 0 else "") + words.number(value, decimals)


@register.filter
def signed_rupiah(amount: int | None) -> str:
    """+Rp 10.000.000 or −Rp 5.000.000."""
    if amount is None:
        return words.UNKNOWN
    return ("+" if amount > 0 else "") + words.rupiah(amount)


@register.filter
def spread(row: PlanSession | ProgrammeLine) -> str:
    """The days of a session, or of all sessions of a programme; nothing said twice."""
    if isinstance(row, PlanSession):
        return words.date_span(row.starts_on, row.ends_on)
    return words.date_span(row.first, row.last)


@register.simple_tag
def session_rows(rows: Sequence[PlanSession]) -> SafeString:
    """Sessions of a month as rows of its table. On a phone each cell says its heading."""
    told = (
        (_("Waktu"), ""),
        (_("Tempat"), ""),
        (_("Narasumber"), ""),
        (_("Peserta"), NUM),
        (_("Biaya"), NUM),
    )
    openings = [f'<td{kind} data-label="{escape(label)}">' for label, kind in told]
    parts = []
    for row in rows:
        parts.append(
            f'<tr><th scope="row">{escape(row.programme_name)} '
            f'<span class="text-soft text-nowrap">{escape(row.code)}</span></th>'
        )
        values = (
            spread(row),
            row.venue or "–",
            row.speaker or "–",
            words.number(row.taken),
            words.rupiah(row.cost),
        )
        parts += [f"{opening}{escape(value)}</td>" for opening, value in zip(openings, values, strict=True)]
        parts.append("</tr>")
    # Every text is escaped above; hundreds of rows through the template language cost more than the whole page may.
    return mark_safe("".join(parts))


@register.simple_tag
def heat_row(cells: Sequence[HeatCell | None]) -> SafeString:
    """One office of the picture: levels as figures, levels per person as heat."""
    empty = f'<td class="heat"><span class="visually-hidden">{escape(_("tidak dituntut"))}</span></td>'
    unknown = (
        f'<span aria-hidden="true">?</span><span class="visually-hidden">{escape(_("belum diukur"))}</span>'
    )
    parts = []
    for cell in cells:
        if cell is None:
            parts.append(empty)
        else:
            figure = unknown if cell.levels is None else words.number(cell.levels, 1)
            parts.append(f'<td class="heat heat-{cell.kind}">{figure}</td>')
    return mark_safe("".join(parts))
