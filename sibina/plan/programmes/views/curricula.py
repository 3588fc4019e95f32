"""The pages of a curriculum: its versions, one version, its modules, its steps, two versions side by side."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sibina.ground.people.api import CityRequest
from sibina.lib.access import WHOLE_CITY, Role, allow
from sibina.lib.editing.forms import tell_overtaken
from sibina.lib.editing.types import Overtaken
from sibina.plan.programmes import actions, reads
from sibina.plan.programmes.forms import BeginForm, ModuleForm, StepForm
from sibina.plan.programmes.models import CurriculumVersion, Programme
from sibina.plan.programmes.rules import (
    ModuleChange,
    compare,
    goals_of,
    hours_of,
    may_release,
    problems_of_version,
)
from sibina.plan.programmes.sentences import (
    MODULE_FIELDS,
    REVIEW_STATES,
    REVIEW_TONES,
    VERSION_PROBLEMS,
)
from sibina.plan.programmes.types import (
    ModuleGone,
    NoReason,
    NotFit,
    NotItsSource,
    ProgrammeError,
    VersionOpen,
    VersionProblem,
    VersionShut,
    VersionState,
    VersionStep,
)
from sibina.plan.programmes.views.telling import module_texts

READERS = tuple(role for role in Role if role != Role.MITRA)
AUTHORS = (Role.PENGELOLA, Role.ANALIS)
"""Who sees drafts."""
TONES = {
    VersionState.DRAFT: "warn",
    VersionState.REVIEW: "info",
    VersionState.RELEASED: "good",
    VersionState.DROPPED: "",
}


def _sees_drafts(request: CityRequest) -> bool:
    return request.membership.role in AUTHORS


def _may_write(request: CityRequest) -> bool:
    return request.membership.role == Role.PENGELOLA


def _get_programme(pk: int) -> Programme:
    found = reads.find_title(programme_id=pk)
    if found is None:
        raise Http404
    return found


def _get_version(request: CityRequest, pk: int, number: int) -> CurriculumVersion:
    found = reads.find_version(programme_id=pk, number=number, with_drafts=_sees_drafts(request))
    if found is None:
        raise Http404
    return found


@allow(*READERS)
def curriculum(request: CityRequest, pk: int) -> HttpResponse:
    """The versions of a programme's curriculum, the latest first."""
    programme = _get_programme(pk)
    versions = reads.list_versions(programme_id=pk, with_drafts=_sees_drafts(request))
    released = [one for one in versions if one.state == VersionState.RELEASED]
    context = {
        "programme": programme,
        "versions": [
            {
                "version": one,
                "tone": TONES[VersionState(one.state)],
                "hours": hours_of(reads.facts_of_version(one)),
                "in_force": released[:1] == [one],
            }
            for one in versions
        ],
        "released": released,
        "open": next(
            (one for one in versions if one.state in (VersionState.DRAFT, VersionState.REVIEW)), None
        ),
        "may_write": _may_write(request),
        "sees_drafts": _sees_drafts(request),
    }
    return render(request, "programmes/curriculum.html", context)


@allow(Role.PENGELOLA)
def begin(request: CityRequest, pk: int) -> HttpResponse:
    """A next version: on which it rests and why."""
    programme = _get_programme(pk)
    versions = reads.list_versions(programme_id=pk, with_drafts=True)
    released = [one for one in versions if one.state == VersionState.RELEASED]
    form = BeginForm(request.POST or None, released=released, is_first=not versions)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data.get("source")
        source = next((one for one in released if one.number == chosen), None)
        try:
            made = actions.begin_version(
                programme=programme,
                source=source,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except VersionOpen as there:
            told = _("Versi %(n)s masih terbuka. Selesaikan atau batalkan dulu versi itu.")
            form.add_error(None, told % {"n": there.number})
        except NotItsSource:
            form.add_error(None, _("Versi baru harus disalin dari versi program ini yang sudah dirilis."))
        else:
            messages.success(request, _("Draf versi %(n)s dimulai.") % {"n": made.number})
            return redirect("programmes:version", pk=pk, number=made.number)
    context = {"programme": programme, "form": form, "is_first": not versions}
    return render(request, "programmes/version_begin.html", context)


@allow(*READERS)
def version(request: CityRequest, pk: int, number: int) -> HttpResponse:
    """One version: what it promises, its modules, what was done to it, and what comes next."""
    found = _get_version(request, pk, number)
    return _version_page(request, found, StepForm())


def _version_page(request: CityRequest, found: CurriculumVersion, form: StepForm) -> HttpResponse:
    modules = reads.facts_of_version(found)
    reviews = reads.list_reviews(version_id=found.pk, modules=modules)
    is_review = found.state == VersionState.REVIEW
    unsigned = reads.list_open_signatures(reviews)
    problems = may_release(modules, unsigned) if is_review else problems_of_version(modules)
    is_draft = found.state == VersionState.DRAFT
    names = _names(found)
    context = {
        "programme": found.programme,
        "version": found,
        "tone": TONES[VersionState(found.state)],
        "hours": hours_of(modules),
        "goals": [(names[goal.competency_id], goal) for goal in goals_of(modules)],
        "problems": [VERSION_PROBLEMS[one] for one in problems] if is_draft or is_review else [],
        "may_edit": is_draft and _may_write(request),
        "steps": _steps(found, form, is_ready=not problems) if _may_write(request) else [],
        "reviews": [
            {"row": row, "state": REVIEW_STATES[row.state], "tone": REVIEW_TONES[row.state]}
            for row in reviews
        ],
        "may_ask_review": (is_draft or is_review) and _may_write(request),
        "sees_reviews": request.membership.role in WHOLE_CITY,
        "effects": _effects(found, hours_of(modules)) if is_review else {},
        "sees_drafts": _sees_drafts(request),
    }
    return render(request, "programmes/version.html", context)


def _names(found: CurriculumVersion) -> dict[int, str]:
    """The competencies of a version by their number."""
    return {one.competency.pk: one.competency.name for one in found.outline if one.competency}


def _effects(found: CurriculumVersion, hours: int) -> dict[str, Any]:
    """What the release would change in the programme."""
    programme = reads.find_programme(programme_id=found.programme_id)
    assert programme is not None, "a version has its programme"
    known = {aim.competency_id: aim.competency.name for aim in programme.aims}
    taught = _names(found)
    return {
        "hours": hours != programme.jp,
        "new": [name for key, name in taught.items() if key not in known],
        "ended": [name for key, name in known.items() if key not in taught],
    }


def _steps(found: CurriculumVersion, form: StepForm, *, is_ready: bool) -> list[dict[str, Any]]:
    """What the officer may do with the version now; the way forward first."""
    ways = {
        VersionState.DRAFT: [VersionStep.SENT] * is_ready + [VersionStep.DROPPED],
        VersionState.REVIEW: [VersionStep.RELEASED] * is_ready + [VersionStep.RETURNED, VersionStep.DROPPED],
    }.get(VersionState(found.state), [])
    return [_way(found, step, form) for step in ways]


def _way(found: CurriculumVersion, step: VersionStep, form: StepForm) -> dict[str, Any]:
    titles = {
        VersionStep.SENT: (_("Kirim untuk ditinjau"), _("Selama ditinjau, modulnya tidak dapat diubah.")),
        VersionStep.RELEASED: (
            _("Rilis versi ini"),
            _("Versi yang dirilis tidak dapat diubah lagi; JP dan tujuan program mengikutinya."),
        ),
        VersionStep.RETURNED: (
            _("Kembalikan ke draf"),
            _("Penyusun dapat mengubah modulnya lagi. Tulis apa yang perlu diperbaiki."),
        ),
        VersionStep.DROPPED: (
            _("Batalkan versi ini"),
            _("Versi yang dibatalkan tetap dapat dibaca. Tulis mengapa dibatalkan."),
        ),
    }
    title, text = titles[step]
    is_sent_form = form.is_bound and form.data.get("step") == step
    own = form if is_sent_form else StepForm(initial={"step": step, "revision": found.revision})
    own.auto_id = f"{step}-%s"
    needs_reason = step in (VersionStep.RETURNED, VersionStep.DROPPED)
    own.fields["reason"].label = _("Alasan") if needs_reason else _("Catatan")
    own.fields["reason"].required = needs_reason
    return {
        "title": title,
        "text": text,
        "form": own,
        "is_forward": not needs_reason,
        "is_open": is_sent_form,
    }


@allow(Role.PENGELOLA)
@require_POST
def take_step(request: CityRequest, pk: int, number: int) -> HttpResponse:
    """Send, return, release or drop a version."""
    found = _get_version(request, pk, number)
    form = StepForm(request.POST)
    if not form.is_valid():
        return _version_page(request, found, form)
    try:
        _take_step(found, form, request)
    except NoReason:
        form.add_error("reason", _("Tulis alasannya, supaya penyusun dan pembaca kemudian mengerti."))
    except VersionShut as shut:
        messages.error(request, _shut_text(shut))
        return redirect("programmes:version", pk=pk, number=number)
    except Overtaken as overtaken:
        form.open_again(_get_version(request, pk, number).revision)
        form.add_error(None, _overtaken_text(overtaken))
    except NotFit as unfit:
        for problem in unfit.problems:
            form.add_error(None, str(VERSION_PROBLEMS[VersionProblem(problem)]))
    else:
        messages.success(request, _done_text(VersionStep(form.cleaned_data["step"]), number))
        return redirect("programmes:version", pk=pk, number=number)
    return _version_page(request, _get_version(request, pk, number), form)


def _take_step(found: CurriculumVersion, form: StepForm, request: CityRequest) -> None:
    step, reason = VersionStep(form.cleaned_data["step"]), form.cleaned_data["reason"]
    revision, by, at = form.cleaned_data["revision"], request.user, timezone.now()
    if step is VersionStep.SENT:
        actions.send_version(version=found, revision=revision, note=reason, by=by, at=at)
    elif step is VersionStep.RELEASED:
        actions.release_version(version=found, revision=revision, note=reason, by=by, at=at)
    elif step is VersionStep.RETURNED:
        actions.return_version(version=found, reason=reason, by=by, at=at)
    else:
        actions.drop_version(version=found, reason=reason, by=by, at=at)


def _done_text(step: VersionStep, number: int) -> str:
    told = {
        VersionStep.SENT: _("Versi %(n)s dikirim untuk ditinjau."),
        VersionStep.RETURNED: _("Versi %(n)s dikembalikan ke draf."),
        VersionStep.RELEASED: _("Versi %(n)s dirilis. JP dan tujuan program sudah mengikutinya."),
        VersionStep.DROPPED: _("Versi %(n)s dibatalkan."),
    }
    return told[step] % {"n": number}


def _shut_text(shut: VersionShut) -> str:
    told = {
        VersionState.DRAFT: _("Versi ini masih draf; kirim untuk ditinjau lebih dulu."),
        VersionState.REVIEW: _(
            "Versi ini sedang ditinjau, jadi tidak dapat diubah. Kembalikan ke draf lebih dulu."
        ),
        VersionState.RELEASED: _(
            "Versi ini sudah dirilis dan tidak dapat diubah. Mulai versi berikutnya untuk mengubahnya."
        ),
        VersionState.DROPPED: _("Versi ini sudah dibatalkan."),
    }
    return told[shut.state]


def _overtaken_text(overtaken: Overtaken) -> str:
    told = _("Versi ini berubah sesudah Anda membukanya. Periksa modulnya, lalu tekan sekali lagi.")
    return f"{told} {overtaken.by}".strip()


@allow(Role.PENGELOLA)
def edit_module(request: CityRequest, pk: int, number: int, lineage: int | None = None) -> HttpResponse:
    """A module of a draft to be written; without a lineage a new one."""
    found = _get_version(request, pk, number)
    module = next((one for one in found.outline if one.lineage == lineage), None)
    if lineage and module is None and request.method != "POST":
        raise Http404
    form = ModuleForm(request.POST or None, module=module)
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.save_module(
                version=found,
                lineage=lineage,
                facts=form.facts(),
                revision=form.cleaned_data["revision"],
                by=request.user,
                at=timezone.now(),
            )
        except VersionShut as shut:
            form.add_error(None, _shut_text(shut))
        except ModuleGone:
            told = _("Modul ini sudah dihapus dari draf. Bila masih perlu, salin isian Anda ke modul baru.")
            form.add_error(None, told)
        except Overtaken as overtaken:
            kept = next(one for one in _get_version(request, pk, number).outline if one.lineage == lineage)
            stored = {name: getattr(reads.facts_of_module(kept), name) for name in MODULE_FIELDS}
            tell_overtaken(form, overtaken, revision=kept.revision, stored=stored)
        else:
            messages.success(request, _("Modul %(title)s disimpan.") % {"title": saved.title})
            return redirect("programmes:version", pk=pk, number=number)
    context = {"programme": found.programme, "version": found, "module": module, "form": form}
    return render(request, "programmes/module.html", context)


@allow(Role.PENGELOLA)
@require_POST
def arrange_module(request: CityRequest, pk: int, number: int, lineage: int) -> HttpResponse:
    """A module of a draft goes up, down or out."""
    found, now = _get_version(request, pk, number), timezone.now()
    way = request.POST.get("arah", "")
    try:
        if way == "hapus":
            revision = int(request.POST.get("revision") or 0)
            actions.remove_module(version=found, lineage=lineage, revision=revision, by=request.user, at=now)
            messages.success(request, _("Modul dihapus dari draf."))
        elif way in {"naik", "turun"}:
            actions.move_module(version=found, lineage=lineage, up=way == "naik", by=request.user, at=now)
    except VersionShut as shut:
        messages.error(request, _shut_text(shut))
    except (ProgrammeError, ValueError):
        messages.error(
            request,
            _("Modul ini diubah atau dihapus sesudah Anda membuka halaman ini. Tidak ada yang dihapus."),
        )
    return redirect("programmes:version", pk=pk, number=number)


@allow(*READERS)
def compare_versions(request: CityRequest, pk: int) -> HttpResponse:
    """Two versions side by side: modules that came, went, moved or changed; hours and objectives before and after."""
    programme = _get_programme(pk)
    versions = reads.list_versions(programme_id=pk, with_drafts=_sees_drafts(request))
    by_number = {str(one.number): one for one in versions}
    before, after = by_number.get(request.GET.get("dari", "")), by_number.get(request.GET.get("ke", ""))
    context: dict[str, Any] = {
        "programme": programme,
        "versions": versions,
        "before": before,
        "after": after,
    }
    if before and after and before != after:
        found = compare(reads.facts_of_version(before), reads.facts_of_version(after))
        names = _names(before) | _names(after)
        context |= {
            "difference": found,
            "goals": [(names[goal.competency_id], goal) for goal in found.goals],
            "lines": [_change(module, names) for module in found.modules],
        }
    return render(request, "programmes/version_compare.html", context)


def _change(module: ModuleChange, names: Mapping[int, str]) -> dict[str, Any]:
    """A module in both versions as the page tells it."""
    before = module_texts(module.before, names) if module.before else {}
    after = module_texts(module.after, names) if module.after else {}
    return {
        "change": module,
        "title": (after or before)["title"],
        "texts": [(MODULE_FIELDS[name], before[name], after[name]) for name in module.fields],
        "own": [(MODULE_FIELDS[name], text) for name, text in (after or before).items() if name != "title"],
    }
