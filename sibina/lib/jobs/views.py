"""The progress of long work: a page that renews itself, with or without script."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from sibina.lib.access import Role, allow
from sibina.lib.jobs.api import Job, request_stop

WATCHERS = (Role.PENGELOLA, Role.ANALIS, Role.INSPEKTORAT)


@allow(*WATCHERS)
def job_list(request: HttpRequest) -> HttpResponse:
    """The latest work of the city."""
    return render(request, "jobs/list.html", {"jobs": Job.objects.select_related("requested_by")[:50]})


@allow(*WATCHERS)
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One job: how far it is, or what came of it and where to go next."""
    found: Job = get_object_or_404(Job.objects.select_related("requested_by", "result_file"), pk=pk)
    template = "jobs/_progress.html" if request.headers.get("HX-Request") else "jobs/detail.html"
    may_stop = request.membership.role in {Role.PENGELOLA, Role.ANALIS}  # type: ignore[attr-defined]
    response = render(request, template, {"job": found, "may_stop": may_stop})
    if found.is_open and not request.headers.get("HX-Request"):
        # Without script the browser itself asks again; with script htmx does so sooner.
        response.headers["Refresh"] = "3"
    return response


@require_POST
@allow(Role.PENGELOLA, Role.ANALIS)
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a running job to end and keep its best."""
    found = get_object_or_404(Job, pk=pk)
    request_stop(found=found)
    return redirect("jobs:detail", pk=found.pk)
