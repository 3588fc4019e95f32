"""How mixed the cohorts of a plan are across offices, by programme and by session."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as text
from django.utils.translation import gettext_lazy as _

from sibina.ground.people.api import CityRequest
from sibina.lib.access import allow
from sibina.lib.lists.api import Column, Empty, ListSpec, list_page
from sibina.lib.words import number, percent
from sibina.plan.planning import reads
from sibina.plan.planning.models import CityPlan
from sibina.plan.planning.types import Mixing
from sibina.plan.planning.views.reading import READERS, frame, get_plan
from sibina.plan.planning.views.rows import crumbs, when

SHARE = _("Percampuran")
PROGRAMME_COLUMNS = (
    Column("program", _("Program"), "name", sort="1", width=44),
    Column("sesi", _("Sesi"), "sessions", sort="1", kind="number"),
    Column("peserta", _("Peserta"), "seats", sort="1", kind="number"),
    Column("pasangan", _("Pasangan"), "mixing__pairs", sort="1", kind="number"),
    Column("lintas", _("Lintas perangkat daerah"), "mixing__mixed", sort="1", kind="number"),
    Column("bagian", SHARE, "mixing__share", sort="1", kind="percent"),
)
SESSION_COLUMNS = (
    Column("kode", _("Sesi"), "code", sort="code"),
    Column("program", _("Program"), "programme_name", sort="programme_name", width=40),
    Column("mulai", _("Waktu"), when, sort="starts_on", width=26),
    Column("peserta", _("Peserta"), "taken", sort="taken", kind="number"),
    Column("opd", _("Perangkat daerah"), "offices", sort="offices", kind="number"),
    Column("pasangan", _("Pasangan"), "pairs", sort="pairs", kind="number"),
    Column("lintas", _("Lintas perangkat daerah"), "mixed", sort="mixed", kind="number"),
    Column("bagian", SHARE, "share", sort="share", kind="percent"),
)
BY_SESSION = "sesi"


@allow(*READERS)
def mixing(request: CityRequest, pk: int) -> HttpResponse:
    """Of all pairs of people in one session, how many come from different offices."""
    plan = get_plan(pk, whole=False)
    if not plan.has_answer:
        return redirect("planning:summary", pk=pk)
    programmes = [line for line in reads.list_programme_lines(plan=plan) if line.mixing.pairs]
    whole = sum((line.mixing for line in programmes), Mixing(0, 0))
    by_session = request.GET.get("menurut") == BY_SESSION
    spec = ListSpec(
        name=f"percampuran-{plan.pk}-{'sesi' if by_session else 'program'}",
        title=_("Percampuran perangkat daerah"),
        lead=_("Seberapa banyak peserta satu sesi bertemu rekan dari perangkat daerah lain."),
        columns=SESSION_COLUMNS if by_session else PROGRAMME_COLUMNS,
        search=("code", "programme_name") if by_session else (),
        search_label=_("Kode atau program"),
        order="bagian",
        crumbs=[*crumbs(plan), (_("Pemerataan"), reverse("planning:fairness", args=[pk]))],
        notes=(plan.name,),
        empty=Empty(
            _("Tidak tercatat untuk rencana ini"),
            _("Belum ada sesi yang berjalan, atau rencana ini disusun sebelum percampuran dihitung."),
            icon="users",
        ),
    )
    extra = frame(request, plan, "fairness") | {
        "whole": whole,
        "before": None if plan.mixed_before is None else Mixing(whole.pairs, plan.mixed_before),
        "ways": _ways(pk, by_session=by_session),
        "facts": _facts(plan, whole),
        "kept": [("menurut", BY_SESSION)] if by_session else [],
    }
    rows: Any = reads.list_session_mixing(plan=plan) if by_session else programmes
    return list_page(request, rows=rows, spec=spec, template="planning/mixing.html", extra=extra)


def _ways(pk: int, *, by_session: bool) -> list[tuple[Any, str, bool]]:
    address = reverse("planning:mixing", args=[pk])
    return [
        (_("Menurut program"), address, not by_session),
        (_("Menurut sesi"), f"{address}?menurut={BY_SESSION}", by_session),
    ]


def _facts(plan: CityPlan, whole: Mixing) -> list[tuple[str, str]]:
    facts = [
        (text("Pasangan peserta dalam satu sesi"), number(whole.pairs)),
        (text("Di antaranya lintas perangkat daerah"), number(whole.mixed)),
        (text("Percampuran"), percent(whole.share)),
    ]
    if plan.mixed_before is not None:
        facts.append((text("Lintas perangkat daerah sebelum bertukar sesi"), number(plan.mixed_before)))
    return facts
