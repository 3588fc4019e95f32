"""The factors that the year's needs round gives a plan, need by need."""

from decimal import Decimal

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as text
from django.utils.translation import gettext_lazy as _

from sibina.assess.needs.rules import WEIGHT_UNIT
from sibina.ground.people.api import CityRequest, get_sight
from sibina.lib.access import allow
from sibina.lib.lists.api import Column, Empty, Filter, ListSpec, address_of
from sibina.lib.words import number
from sibina.plan.planning import reads
from sibina.plan.planning.models import CityPlan, PlanWeight
from sibina.plan.planning.rules.weighing import ONE, weighing_rule
from sibina.plan.planning.views.reading import READERS, get_plan
from sibina.plan.planning.views.rows import crumbs, list_of, office_filter

MORE, LESS = "lebih", "kurang"


@allow(*READERS)
def weights(request: CityRequest, pk: int) -> HttpResponse:
    """Every need that weighs more or less in this plan than its computed gap, and why it may."""
    plan = get_plan(pk)
    if not plan.has_answer:
        return redirect("planning:summary", pk=pk)
    sight = get_sight(request.membership)
    to_ranking = None
    if sight.whole_city and plan.needs_round_id:
        to_ranking = address_of("rounds:ranked", "competency_id", before=(plan.needs_round_id,))
    spec = ListSpec(
        name=f"bobot-rencana-{plan.pk}",
        title=_("Bobot kebutuhan"),
        lead=_lead(plan),
        columns=(
            Column("opd", _("OPD"), "office__name", sort="office__name", width=40),
            Column(
                "kompetensi",
                _("Kompetensi"),
                "competency__name",
                sort="competency__name",
                link=to_ranking,
                width=40,
            ),
            Column(
                "terhitung",
                _("Kesenjangan terhitung"),
                lambda row: _levels(row.gap),
                sort="gap",
                kind="decimal",
            ),
            Column(
                "peringkat",
                _("Menurut peringkat"),
                lambda row: _levels(row.weight),
                sort="weight",
                kind="decimal",
            ),
            Column(
                "faktor", _("Faktor"), lambda row: Decimal(row.factor) / ONE, sort="factor", kind="decimal"
            ),
        ),
        search=("office__name", "competency__name"),
        search_label=_("OPD atau kompetensi"),
        filters=(
            *office_filter(plan, sight, "office_id"),
            Filter(
                "arah", _("Ditimbang"), [(MORE, _("Lebih berat")), (LESS, _("Lebih ringan"))], _to_one_side
            ),
        ),
        order="-faktor",
        empty=Empty(
            _("Tidak ada yang ditimbang lain"), _("Semua kebutuhan ditimbang menurut selisih terhitung.")
        ),
        crumbs=[*crumbs(plan), (_("Dari mana angka ini?"), reverse("planning:sources", args=[plan.pk]))],
        notes=(plan.name,),
    )
    return list_of(request, plan, "weights", reads.list_weights(plan=plan, sight=sight), spec)


def _lead(plan: CityPlan) -> str:
    if plan.needs_round is None:
        return text("Rencana ini diminta dengan selisih terhitung saja; peringkat AKPK tidak menimbang.")
    rule = weighing_rule(plan.weighing_rule)
    return text(
        "Kebutuhan yang dalam rencana ini dihitung lebih berat atau lebih ringan menurut peringkat AKPK %(year)s. "
        "Kesenjangan dan peringkat dalam tingkat berbobot. Faktor paling sedikit %(least)s dan paling banyak %(most)s; "
        "yang tidak tercantum berfaktor satu."
    ) % {
        "year": plan.needs_round.cycle.year,
        "least": number(rule.least / ONE, 1),
        "most": number(rule.most / ONE, 1),
    }


def _levels(ten_thousandths: int) -> Decimal:
    return Decimal(ten_thousandths) / WEIGHT_UNIT


def _to_one_side(rows: QuerySet[PlanWeight], side: str) -> QuerySet[PlanWeight]:
    return rows.filter(factor__gt=ONE) if side == MORE else rows.filter(factor__lt=ONE)
