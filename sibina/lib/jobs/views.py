"""The progress of long work: a page that renews itself, with or without script."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sibina.lib.access import READING_ONLY, Role, allow
from sibina.lib.files.api import attachment
from sibina.lib.jobs.api import Job, request_stop

WATCHERS = (Role.PENGELOLA, Role.ANALIS, Role.INSPEKTORAT)
STOPPERS = (Role.PENGELOLA, Role.ANALIS)


@allow(*WATCHERS)
def job_list(request: HttpRequest) -> HttpResponse:
    """The latest work of the city."""
    return render(request, "jobs/list.html", {"jobs": Job.objects.select_related("requested_by")[:50]})


@allow(*Role)
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One job: how far it is, or what came of it and where to go next. Everybody may watch their own."""
    found = _job_seen(request, pk, WATCHERS)
    template = "jobs/_progress.html" if request.headers.get("HX-Request") else "jobs/detail.html"
    role = request.membership.role  # type: ignore[attr-defined]
    may_stop = role not in READING_ONLY and _may(request, found, STOPPERS)
    response = render(request, template, {"job": found, "may_stop": may_stop, "may_list": role in WATCHERS})
    if found.is_open and not request.headers.get("HX-Request"):
        # Without script the browser itself asks again; with script htmx does so sooner.
        response.headers["Refresh"] = "3"
    return response


@allow(*Role)
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file that came of a job."""
    found = _job_seen(request, pk, WATCHERS)
    if found.result_file is None:
        raise Http404(_("Berkas hasil pekerjaan ini tidak disimpan lagi. Unduh sekali lagi dari halamannya."))
    kept = found.result_file
    return attachment(name=kept.name, content=bytes(kept.content), content_type=kept.content_type)


@require_POST
@allow(*Role)
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a running job to end and keep its best."""
    found = _job_seen(request, pk, STOPPERS)
    request_stop(found=found)
    return redirect("jobs:detail", pk=found.pk)


def _job_seen(request: HttpRequest, pk: int, roles: tuple[Role, ...]) -> Job:
    """The job, when it is one's own or the role looks after all of the city's work."""
    found: Job = get_object_or_404(Job.objects.select_related("requested_by"), pk=pk)
    if not _may(request, found, roles):
        raise PermissionDenied(_("Pekerjaan ini diminta orang lain."))
    return found


def _may(request: HttpRequest, found: Job, roles: tuple[Role, ...]) -> bool:
    return found.requested_by_id == request.user.pk or request.membership.role in roles  # type: ignore[attr-defined]
