"""Facts in words, part by part, so that two writings of the same thing can be laid side by side."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from sibina.lib.words import UNKNOWN, number, rupiah
from sibina.plan.programmes.models import COST_PER_TITLES, FORM_TITLES
from sibina.plan.programmes.sentences import MODULE_FIELDS
from sibina.plan.programmes.types import ModuleFacts, ProgrammeFacts

FORMS = {str(key): title for key, title in FORM_TITLES}
COST_PER = {str(key): title for key, title in COST_PER_TITLES}
Texts = Mapping[str, str]


def module_texts(facts: ModuleFacts, competencies: Mapping[int, str]) -> Texts:
    """Every part of a module by the name of its field."""
    said = {name: getattr(facts, name) for name in MODULE_FIELDS}
    said["form"] = FORMS[facts.form]
    said["competency_id"] = competencies.get(facts.competency_id or 0)
    return {name: UNKNOWN if value is None or value == "" else str(value) for name, value in said.items()}


def programme_texts(
    facts: ProgrammeFacts, competencies: Mapping[int, str], sectors: Mapping[int, str]
) -> Texts:
    """Every part of a programme by what it is called."""
    goals = [
        f"{competencies.get(one.competency_id, '')} {one.from_level} → {one.to_level}, "
        f"+{number(one.gain, 2)} ({number(one.gain_low, 2)} – {number(one.gain_high, 2)})"
        for one in facts.objectives
    ]
    costs = [f"{cost.label}, {rupiah(cost.rupiah)} {COST_PER[cost.per]}" for cost in facts.costs]
    return {
        _("Nama program"): facts.name,
        _("Bentuk"): str(FORMS[facts.form]),
        _("Tujuan"): facts.purpose or UNKNOWN,
        _("Jam pelajaran (JP)"): number(facts.jp),
        _("Peserta"): f"{number(facts.min_participants)}–{number(facts.max_participants)}",
        _("Penyelenggara"): facts.organiser or _("BKPSDM"),
        _("Sektor"): sectors.get(facts.sector_id or 0, _("Semua sektor")),
        _("Berkala"): _series(facts),
        _("Ditawarkan"): _("Ya") if facts.is_active else _("Tidak"),
        _("Yang dinaikkan"): "; ".join(goals) or UNKNOWN,
        _("Bagian biaya"): "; ".join(costs) or UNKNOWN,
    }


def _series(facts: ProgrammeFacts) -> str:
    if facts.series is None:
        return _("Tidak")
    told = _("Setiap %(every)s bulan, %(times)s kali setahun")
    return told % {"every": facts.series.every, "times": facts.series.times}


def differing(typed: Texts, kept: Texts) -> list[tuple[str, str, str]]:
    """The parts that differ: what it is called, as typed, as kept."""
    return [(name, said, kept[name]) for name, said in typed.items() if said != kept[name]]
