"""What PP 11/2017 Pasal 207 asks a plan to hold, programme by programme."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet, Sum

from sibina.ground.competencies.types import Kind
from sibina.lib.questions import among, written_once
from sibina.plan.planning.models import CityPlan, PlanProgramme, PlanSeat, PlanSession
from sibina.plan.planning.reads.mixing import PAIRS
from sibina.plan.planning.rules.city_tables import FLOOR_APPLIES_TO
from sibina.plan.planning.types import Mixing
from sibina.plan.programmes.api import Objective, Programme, list_in_force
from sibina.plan.programmes.rules import paths_of
from sibina.plan.programmes.types import Form, Path


@dataclass(frozen=True)
class ProgrammeLine:
    """A programme in the plan, with what the regulation asks a plan to say of it. `cost` in whole rupiah.

    `mixing`: over its sessions; without pairs where it was not counted.
    """

    programme_id: int
    name: str
    form: Form
    aims: list[str]
    jp: int
    sessions: int
    seats: int
    cost: int
    first: date
    last: date
    mixing: Mixing


def list_programme_lines(*, plan: CityPlan) -> list[ProgrammeLine]:
    """What runs, a line a programme, by name. Ground: PP 11/2017 Pasal 207.

    Form and aims of a set plan are those of the day when it was set, else those of now.
    """
    return programme_lines(plan, list_kept_programmes(plan=plan))


def programme_lines(plan: CityPlan, kept: Mapping[int, PlanProgramme]) -> list[ProgrammeLine]:
    """The same where what was written down when the plan was set has been asked for already."""
    found = _running(plan_id=plan.pk)
    aims = {} if kept else _aims([row["programme_id"] for row in found])
    lines = []
    for row in found:
        key = row["programme_id"]
        lines.append(
            ProgrammeLine(
                programme_id=key,
                name=row["programme_name"],
                form=Form(kept[key].form if kept else row["programme__form"]),
                aims=kept[key].aims if kept else aims.get(key, []),
                jp=row["hours"],
                sessions=row["sessions"],
                seats=row["seats"],
                cost=row["rupiah"],
                first=row["first"],
                last=row["last"],
                mixing=Mixing(row["pairs"] or 0, row["pairs_mixed"] or 0),
            )
        )
    return lines


def list_kept_programmes(*, plan: CityPlan) -> dict[int, PlanProgramme]:
    """By programme: what was written down of it when the plan was set; nothing before that."""
    return {row.programme_id: row for row in _kept_rows(plan_id=plan.pk)} if plan.is_fixed else {}


@written_once
def _kept_rows(plan_id: int) -> QuerySet[PlanProgramme, PlanProgramme]:
    return PlanProgramme.objects.filter(plan_id=plan_id).order_by()


@written_once
def _running(plan_id: int) -> QuerySet[PlanSession, dict[str, Any]]:
    sessions = PlanSession.objects.filter(plan_id=plan_id, runs=True)
    by_programme: QuerySet[Any, Any] = sessions.values("programme_id", "programme_name", "programme__form")
    return by_programme.order_by("programme_name", "programme_id").annotate(
        hours=Max("jp"),
        sessions=Count("pk"),
        seats=Sum("taken"),
        rupiah=Sum("cost"),
        first=Min("starts_on"),
        last=Max("ends_on"),
        pairs=Sum(PAIRS, filter=Q(mixed__isnull=False)),
        pairs_mixed=Sum("mixed"),
    )


def _aims(programmes: Sequence[int]) -> dict[int, list[str]]:
    """What each programme raises, from which level to which."""
    found: dict[int, list[str]] = {}
    for programme, name, low, high in _objectives(programmes=programmes):
        found.setdefault(programme, []).append(f"{name} ({low}→{high})")
    return found


@written_once
def _objectives(programmes: Any) -> QuerySet[Objective, tuple[int, str, int, int]]:
    told = Objective.objects.filter(among("programme_id", programmes))
    return told.values_list("programme_id", "competency__name", "from_level", "to_level")


@dataclass(frozen=True)
class PlanContent:
    """A programme that runs in the plan. `people`: who goes, each once; `pns`: those of them who are PNS.

    `organiser` is empty where it is the agency itself; `partners`: whose agreements its sessions rest on; `version` of its
    curriculum in force, signed by `signers`; None where no curriculum has been released.
    """

    line: ProgrammeLine
    kinds: tuple[Kind, ...]
    people: int
    pns: int
    paths: tuple[Path, ...]
    organiser: str
    partners: tuple[str, ...]
    version: int | None
    signers: tuple[str, ...]


def list_contents(*, plan: CityPlan) -> list[PlanContent]:
    """The seven contents of every programme that runs, by name.

    Of a plan that was set as they stood on that day, else as they stand now.
    """
    kept = list_kept_programmes(plan=plan)
    lines = programme_lines(plan, kept)
    return [_kept(line, kept[line.programme_id]) for line in lines] if kept else _standing(plan, lines)


def _kept(line: ProgrammeLine, row: PlanProgramme) -> PlanContent:
    return PlanContent(
        line=line,
        kinds=tuple(map(Kind, row.kinds)),
        people=row.people,
        pns=row.pns,
        paths=tuple(map(Path, row.paths)),
        organiser=row.organiser,
        partners=tuple(row.partners),
        version=row.version,
        signers=tuple(row.signers),
    )


def _standing(plan: CityPlan, lines: Sequence[ProgrammeLine]) -> list[PlanContent]:
    keys = [line.programme_id for line in lines]
    programmes = Programme.objects.in_bulk(keys)
    in_force = list_in_force(programme_ids=keys)
    kinds, partners, people = _kinds(keys), _partners(plan), _people(plan)
    found = []
    for line in lines:
        programme, curriculum = programmes[line.programme_id], in_force.get(line.programme_id)
        forms = [module.form for module in curriculum.version.outline] if curriculum else [programme.form]
        everybody, pns = people.get(line.programme_id, (0, 0))
        found.append(
            PlanContent(
                line=line,
                kinds=kinds.get(line.programme_id, ()),
                people=everybody,
                pns=pns,
                paths=paths_of(map(Form, forms)),
                organiser=programme.organiser,
                partners=partners.get(line.programme_id, ()),
                version=curriculum.version.number if curriculum else None,
                signers=curriculum.signers if curriculum else (),
            )
        )
    return found


def _kinds(programmes: Iterable[int]) -> dict[int, tuple[Kind, ...]]:
    """The kinds of competency that each programme raises, in the order of the regulation."""
    rows = Objective.objects.filter(programme__in=programmes).order_by()
    found: dict[int, set[str]] = {}
    for programme, kind in rows.values_list("programme_id", "competency__kind").distinct():
        found.setdefault(programme, set()).add(kind)
    return {key: tuple(kind for kind in Kind if kind in own) for key, own in found.items()}


def _partners(plan: CityPlan) -> dict[int, tuple[str, ...]]:
    rows = plan.sessions.filter(runs=True, offering__agreement__isnull=False).order_by(
        "offering__agreement__partner__name"
    )
    found: dict[int, tuple[str, ...]] = {}
    for programme, name in rows.values_list("programme_id", "offering__agreement__partner__name").distinct():
        found[programme] = (*found.get(programme, ()), name)
    return found


def _people(plan: CityPlan) -> dict[int, tuple[int, int]]:
    """By programme: persons who go, and those of them whom the floor of hours binds."""
    is_pns = Q(plan_person__person__employment__in=FLOOR_APPLIES_TO)
    seats = PlanSeat.objects.filter(plan=plan).order_by().values_list("session__programme_id")
    counted = seats.annotate(
        Count("plan_person_id", distinct=True), pns=Count("plan_person_id", distinct=True, filter=is_pns)
    )
    return {key: (people, pns) for key, people, pns in counted}
