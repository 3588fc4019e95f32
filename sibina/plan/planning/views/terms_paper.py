"""The words of terms of reference on paper. What is not known is said so; nothing is made up."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from sibina.assess.needs.api import current_snapshot
from sibina.ground.cycles.api import CERTAINTY_TITLES, RULE_TITLES, Cycle
from sibina.ground.cycles.types import Certainty, RuleKey
from sibina.lib.tenancy.models import City
from sibina.lib.words import long_date, moment, number, rupiah
from sibina.plan.planning import reads
from sibina.plan.planning.reads import Terms
from sibina.plan.planning.views.papers import AGENCY
from sibina.plan.programmes.api import (
    CurriculumVersion,
    Objective,
    Programme,
    TermsOfReference,
    course_in_force,
    course_sentence,
    find_released,
    get_heard,
    get_terms,
    list_lacks,
    list_signatures,
)

Block = dict[str, Any]
RULES = (RuleKey.JP_FLOOR_PNS, RuleKey.JP_CEILING_PPPK, RuleKey.BUDGET_SHARE)
CERTAINTIES = dict(CERTAINTY_TITLES)


def paper_of(programme: Programme, found: Terms, city: City, tables: Mapping[str, Block]) -> dict[str, Any]:
    """Everything that the paper shows; `tables`: the sessions and the budget as the screen has them."""
    place = city.name.removeprefix("Kota ").strip()
    texts = get_terms(programme=programme)
    return {
        "city": place,
        "agency": AGENCY,
        "is_example": city.is_example,
        "title": _("Kerangka acuan kerja"),
        "subtitle": f"{programme.name} · {found.cycle.year}" if found.cycle else programme.name,
        "footer": standing_of(found),
        "landscape": True,
        "blocks": [
            *_background(programme, found.cycle, texts),
            *_basis(programme, found),
            *_aims(programme, texts),
            *_audience(programme, found),
            *_results(programme, found, texts),
            *_curriculum(programme),
            *_sessions(programme, found, tables["sessions"]),
            *_budget(found, tables["budget"]),
            _heading(_("Penanggung jawab")),
            _written(texts.responsible),
        ],
        "signatures": [
            {"office": texts.responsible or _("Penanggung jawab")},
            {"place": place, "office": _("Kepala BKPSDM")},
        ],
    }


def standing_of(found: Terms) -> str:
    """Which sessions these are: those of a plan and how far it has come, or those on offer."""
    if found.plan is not None:
        told = _("Sesi yang berjalan dalam rencana «%(name)s» (%(state)s)")
        if not found.sessions:
            told = _("Tidak ada sesi yang berjalan dalam rencana «%(name)s» (%(state)s)")
        return told % {"name": found.plan.name, "state": found.plan.get_approval_display().lower()}
    if found.sessions:
        return _(
            "Sesi yang ditawarkan, seandainya semua berjalan dan penuh; belum ada rencana yang ditetapkan"
        )
    return _("Belum ada sesi")


def burdens_of(found: Terms) -> list[tuple[str, int]]:
    """What the city pays, and what offices pay from their own money."""
    return [
        (_("Beban %(office)s") % {"office": office} if office else _("Beban kota"), cost)
        for office, cost in found.burdens
    ]


def _heading(text: str, level: int = 1) -> Block:
    return {"kind": "heading", "text": text, "level": level}


def _text(text: str) -> Block:
    return {"kind": "text", "text": text}


def _written(text: str) -> Block:
    """What a person wrote; until then the paper says that nobody has."""
    return _text(text or _("Belum ditulis."))


def _listed(items: Iterable[str]) -> Block:
    return {"kind": "list", "items": list(items)}


# Why.
def _background(programme: Programme, cycle: Cycle | None, texts: TermsOfReference) -> list[Block]:
    blocks = [_heading(_("Latar belakang")), _written(texts.background)]
    snapshot = current_snapshot(programme.city)
    if snapshot is None:
        return [*blocks, _text(_("Kesenjangan kompetensi pegawai belum dihitung."))]
    columns = [
        {"label": _("Kompetensi"), "width": "3fr"},
        {"label": _("Pegawai yang kurang"), "align": "right"},
        {"label": _("Di antaranya terjangkau program"), "align": "right"},
        {"label": _("Belum diukur"), "align": "right"},
    ]
    rows = [
        [one.objective.competency.name, number(one.short), number(one.reached), number(one.unmeasured)]
        for one in list_lacks(programme=programme, snapshot=snapshot)
    ]
    day = _(
        "Kesenjangan kompetensi pegawai kota per %(day)s. Yang belum diukur tidak dihitung sebagai kurang."
    )
    blocks += [
        {"kind": "table", "columns": columns, "rows": rows},
        {"kind": "note", "text": day % {"day": long_date(snapshot.as_of)}},
    ]
    return blocks + (_heard(programme, cycle) if cycle else [])


def _heard(programme: Programme, cycle: Cycle) -> list[Block]:
    heard = get_heard(programme=programme, cycle=cycle)
    items = [f"{one.title} ({one.cycle.year}): {one.found}" for one in heard.findings]
    told = _("%(n)s usulan staf tentang %(name)s diambil.")
    items += [told % {"n": number(many), "name": name} for name, many in heard.proposals]
    return [_heading(_("Temuan dan usulan yang diambil"), 2), _listed(items)] if items else []


def _basis(programme: Programme, found: Terms) -> list[Block]:
    """The rules of the city as they hold in the year, and the agreements that the sessions rest on."""
    items = [_rule(key, found.cycle) for key in RULES] if found.cycle else []
    agreements = {one.agreement.pk: one.agreement for one in found.sessions if one.agreement}
    items += [
        f"{row.get_kind_display()} {row.number}, {row.partner.name}: {row.title}."
        for row in agreements.values()
    ]
    told = [item for item in items if item]
    return [_heading(_("Dasar hukum")), _listed(told) if told else _text(_("Belum tercatat."))]


def _rule(key: RuleKey, cycle: Cycle) -> str:
    rule = reads.rule_of_year(key, cycle)
    if rule is None:
        return ""
    doubt = "" if rule.certainty == Certainty.READ else f" ({CERTAINTIES[rule.certainty].lower()})"
    return f"{RULE_TITLES[key]}: {rule.legal_basis}{doubt}."


# What for, and for whom.
def _aims(programme: Programme, texts: TermsOfReference) -> list[Block]:
    aims = [_aim(one) for one in programme.aims]
    return [
        _heading(_("Maksud dan tujuan")),
        _written(texts.intent),
        _listed(aims) if aims else _text(_("Tujuan program belum ditulis.")),
    ]


def _aim(one: Objective) -> str:
    levels = _("%(name)s: dari tingkat %(low)s ke tingkat %(high)s") % {
        "name": one.competency.name,
        "low": one.from_level,
        "high": one.to_level,
    }
    if one.gain is None:
        return _("%(levels)s; kenaikan yang diharapkan belum ditulis.") % {"levels": levels}
    told = _("%(levels)s; kenaikan rata-rata yang diharapkan %(gain)s tingkat (%(source)s).")
    source = one.get_gain_source_display().lower()
    return told % {"levels": levels, "gain": number(one.gain, 2), "source": source}


def _audience(programme: Programme, found: Terms) -> list[Block]:
    who = _(
        "Pegawai yang jabatannya menuntut kompetensi di atas dan yang tingkat tercatatnya di dalam tujuan program."
    )
    facts = [
        [_("Sektor"), programme.sector.name if programme.sector else _("Semua sektor")],
        [
            _("Peserta satu sesi"),
            f"{number(programme.min_participants)}–{number(programme.max_participants)}",
        ],
    ]
    if found.sessions:
        label = _("Peserta menurut rencana") if found.plan else _("Kursi yang ditawarkan")
        facts.append([label, number(found.participants)])
    return [_heading(_("Sasaran peserta")), _text(who), {"kind": "facts", "items": facts}]


def _results(programme: Programme, found: Terms, texts: TermsOfReference) -> list[Block]:
    direct = _("Belum dapat disebut: tidak ada sesi.")
    if found.sessions:
        told = _("%(people)s peserta dalam %(sessions)s sesi menyelesaikan %(jp)s JP.")
        if found.plan is None:
            told = _("Paling banyak %(people)s peserta dalam %(sessions)s sesi menyelesaikan %(jp)s JP.")
        direct = told % {
            "people": number(found.participants),
            "sessions": number(len(found.sessions)),
            "jp": number(programme.jp),
        }
    return [
        _heading(_("Hasil yang diharapkan")),
        _heading(_("Hasil langsung"), 2),
        _text(direct),
        _heading(_("Hasil jangka menengah"), 2),
        _written(texts.medium_result),
        _heading(_("Hasil jangka panjang"), 2),
        _written(texts.long_result),
    ]


# How, where, for how much.
def _curriculum(programme: Programme) -> list[Block]:
    version = find_released(programme_id=programme.pk)
    heading = _heading(_("Kurikulum"))
    if version is None:
        told = _("Belum ada kurikulum yang dirilis. Bentuk program: %(form)s, %(jp)s JP.")
        return [heading, _text(told % {"form": programme.get_form_display(), "jp": number(programme.jp)})]
    columns = [
        {"label": _("No."), "align": "right"},
        {"label": _("Modul"), "width": "3fr"},
        {"label": _("Metode"), "width": "2fr"},
        {"label": _("Menaikkan"), "width": "3fr"},
        {"label": "JP", "align": "right"},
    ]
    rows = [
        [
            number(place),
            module.title,
            module.get_form_display(),
            f"{module.competency.name} {module.from_level}→{module.to_level}" if module.competency else "–",
            number(module.jp),
        ]
        for place, module in enumerate(version.outline, start=1)
    ]
    course = course_sentence(course_in_force(programme, version.outline))
    total = ["", _("Jumlah"), "", "", number(sum(module.jp for module in version.outline))]
    return [
        heading,
        _text(_version_told(version)),
        {"kind": "table", "columns": columns, "rows": rows, "total": total},
        _text(_("Lama satu sesi: %(course)s.") % {"course": course}),
        _listed(_signed(version)),
    ]


def _version_told(version: CurriculumVersion) -> str:
    name = _("Versi %(n)s") % {"n": number(version.number)}
    return f"{name}: {version.reason}" if version.reason else f"{name}."


def _signed(version: CurriculumVersion) -> list[str]:
    told = _("Disetujui %(partner)s: %(name)s, %(office)s, %(at)s.")
    signed = [
        told % {"partner": partner, "name": one.name, "office": one.office, "at": moment(one.at)}
        for partner, one in list_signatures(version=version)
    ]
    return signed or [_("Tidak ada mitra yang menyetujui versi ini.")]


def _sessions(programme: Programme, found: Terms, table: Block) -> list[Block]:
    heading = _heading(_("Narasumber, waktu, dan tempat"))
    told = _text(f"{standing_of(found)}.")
    by = {"kind": "facts", "items": [[_("Penyelenggara"), programme.organiser or _("BKPSDM")]]}
    return [heading, by, told, table] if found.sessions else [heading, by, told]


def _budget(found: Terms, table: Block) -> list[Block]:
    heading, budget = _heading(_("Rencana anggaran")), found.budget
    if not found.sessions:
        return [heading, _text(_("Belum dapat dihitung: tidak ada sesi."))]
    facts = [[_("Jumlah"), rupiah(budget.price)]]
    if budget.given:
        facts.append([_("Kontribusi mitra"), rupiah(-budget.given)])
    facts += [[title, rupiah(cost)] for title, cost in burdens_of(found)]
    blocks = [heading, table, {"kind": "facts", "items": facts}]
    if found.partners:
        given = _("Kontribusi: %(list)s.")
        told = "; ".join(f"{partner}, {what}" for partner, what in found.partners)
        blocks.append({"kind": "note", "text": given % {"list": told}})
    return blocks
