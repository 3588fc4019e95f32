"""Facts in words, part by part, so that two writings of the same thing can be laid side by side."""

from collections.abc import Mapping

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


def goals_text(facts: ProgrammeFacts, competencies: Mapping[int, str]) -> str:
    """Every objective with what is expected of it."""
    goals = [
        f"{competencies.get(one.competency_id, '')} {one.from_level} → {one.to_level}, "
        f"+{number(one.gain, 2)} ({number(one.gain_low, 2)} – {number(one.gain_high, 2)})"
        for one in facts.objectives
    ]
    return "; ".join(goals) or UNKNOWN


def costs_text(facts: ProgrammeFacts) -> str:
    """Every cost part with its amount."""
    costs = [f"{cost.label}, {rupiah(cost.rupiah)} {COST_PER[cost.per]}" for cost in facts.costs]
    return "; ".join(costs) or UNKNOWN
