"""Matching in the background, and what is looked after every day."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sibina.deliver.mentoring import reads
from sibina.deliver.mentoring.actions import look_after_pairs, propose_pairs
from sibina.deliver.mentoring.sentences import POOL_TOO_LARGE, refusal_of
from sibina.deliver.mentoring.types import PoolTooLarge, YearShut
from sibina.lib.jobs.api import JobRun, Told, daily, job
from sibina.lib.tenancy.context import city_context

PROPOSE_PAIRS = "mentoring.propose_pairs"
LOOK_AFTER_PAIRS = "mentoring.look_after_pairs"


@job(PROPOSE_PAIRS)
def run_propose_pairs(run: JobRun, *, round_id: int) -> dict[str, Any]:
    """Find a mentor for everybody new who has none."""
    with city_context(run.city):
        found = reads.find_round(round_id)
        if found is None:
            raise Told(_("Putaran itu sudah tidak ada."))
        try:
            best = propose_pairs(round_=found, at=timezone.now(), say=run.progress)
        except YearShut as shut:
            raise Told(refusal_of(shut)) from shut
        except PoolTooLarge as large:
            raise Told(str(POOL_TOO_LARGE % vars(large))) from large
    run.progress(100, _("Selesai"))
    pairs, unmatched = (len(best.pairs), len(best.unmatched)) if best else (0, 0)
    return {"pairs": pairs, "unmatched": unmatched, "next_url": reverse("mentoring:round", args=[round_id])}


@daily(LOOK_AFTER_PAIRS, gettext_lazy("Memeriksa pasangan pendampingan"))
def run_look_after_pairs(run: JobRun) -> dict[str, Any]:
    """End what cannot go on, propose for who is without, tell of silence."""
    with city_context(run.city):
        watched = look_after_pairs(city=run.city, at=timezone.now())
    return vars(watched)
