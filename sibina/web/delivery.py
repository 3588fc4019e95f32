"""What delivery and credit bring to the homes: how far the year's sessions are, and what waits for officer and head."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext as _

from sibina.credit.ledger.api import OutsideTraining
from sibina.credit.ledger.types import OutsideState
from sibina.deliver.mentoring.api import Pair, list_quiet
from sibina.deliver.mentoring.types import PairState
from sibina.deliver.placements.api import Adoption
from sibina.deliver.placements.types import AdoptionState
from sibina.deliver.sessions.api import Session, needing_attention, waiting_for_consent
from sibina.deliver.sessions.types import SessionStage
from sibina.lib import words
from sibina.lib.questions import among
from sibina.lib.tenancy.models import City
from sibina.web.tasks import Task


def sessions_of_year() -> Subquery:
    """Beside a cycle: how many sessions it has, and how many of them were held, called off, or are still ahead."""
    rows = Session.objects.filter(cycle=OuterRef("pk")).order_by().values("cycle")
    told = {
        "all": Count("pk"),
        "held": Count("pk", filter=Q(stage=SessionStage.HELD)),
        "off": Count("pk", filter=Q(stage=SessionStage.CANCELLED)),
    }
    return Subquery(rows.annotate(told=JSONObject(**told)).values("told"))


def delivery_phase(counts: dict[str, int] | None) -> tuple[str, str, str]:
    """State, word and note of the wheel's phase; `counts` as `sessions_of_year` tells them."""
    if not counts:
        return "waiting", _("Menunggu"), _("Sesi disiapkan setelah rencana ditetapkan")
    over = counts["held"] + counts["off"]
    note = _("%(held)s dari %(all)s sesi selesai") % {
        "held": words.number(counts["held"]),
        "all": words.number(counts["all"] - counts["off"]),
    }
    return ("done", _("Selesai"), note) if over == counts["all"] else ("open", _("Sedang berjalan"), note)


def _how_many(rows: QuerySet[Any]) -> Subquery:
    return Subquery(rows.order_by().values("city").annotate(n=Count("pk")).values("n"))


def officer_delivery(*, city: City, today: date) -> Iterator[Task]:
    """What the agency decides: sessions, pairs that the offices have agreed to, silent pairs, outside training."""
    asked = (
        _how_many(needing_attention(Session.objects.all(), "putus", today=today)),
        _how_many(Pair.objects.filter(state=PairState.AGREED)),
        _how_many(list_quiet(today=today)),
        _how_many(OutsideTraining.objects.filter(state=OutsideState.WAITING)),
    )
    ((undecided, agreed, quiet, trainings),) = City.objects.filter(pk=city.pk).values_list(*asked)
    rows = (
        (undecided, _("%(n)s sesi menunggu keputusan jadi atau batal"), "sessions:list", "?perhatian=putus", "bad"),
        (agreed, _("%(n)s pasangan pendampingan disetujui OPD, siap ditetapkan"), "mentoring:home", "", "warn"),
        (quiet, _("%(n)s pasangan pendampingan senyap"), "mentoring:home", "", "warn"),
        (trainings, _("%(n)s pelatihan luar menunggu verifikasi"), "ledger:trainings", "", "warn"),
    )  # fmt: skip
    for count, title, name, question, tone in rows:
        if count:
            told = title % {"n": words.number(count)}
            yield Task(told, "", reverse(name) + question, _("Buka"), tone, _("Menunggu Anda"))


def head_counts(keys: Any, today: Any) -> dict[str, Subquery]:
    """Beside any row of the city, for who heads the units `keys`: people who wait for consent, pairs for a word, practices
    brought home for an answer.
    """
    pairs = Pair.objects.filter(among("office_id", keys), state=PairState.PROPOSED)
    offers = Adoption.objects.filter(among("unit_id", keys), state=AdoptionState.ASKED)
    return {
        "consents": _how_many(waiting_for_consent(today=today).filter(among("unit_id", keys))),
        "proposed": _how_many(pairs),
        "offered": _how_many(offers),
    }


def head_delivery(counts: Any) -> Iterator[Task]:
    """What a head owes; `counts` has what `head_counts` tells."""
    for count, title, name in (
        (counts.consents, _("%(n)s pegawai menunggu izin Anda untuk mengikuti sesi"), "sessions:consents"),
        (counts.proposed, _("%(n)s pasangan pendampingan menunggu persetujuan Anda"), "mentoring:home"),
        (counts.offered, _("%(n)s praktik dari penempatan menunggu jawaban unit Anda"), "placements:duties"),
    ):
        if count:
            told = title % {"n": words.number(count)}
            yield Task(told, "", reverse(name), _("Putuskan"), "warn", _("Menunggu Anda"))
