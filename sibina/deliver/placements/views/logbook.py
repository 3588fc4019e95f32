"""The logbook: a small page for a phone on a poor line."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from sibina.deliver.placements import actions, reads
from sibina.deliver.placements.forms import LogForm
from sibina.deliver.placements.models import LogEntry
from sibina.deliver.placements.sentences import sentence_of
from sibina.deliver.placements.types import DayOutside, PlacementError, PlacementState
from sibina.deliver.placements.views.placing import file_of, tab_context
from sibina.deliver.placements.views.rights import READERS, get_placement, may_write, reader_of
from sibina.ground.people.api import CityRequest
from sibina.lib.access import allow


@allow(*READERS)
def log(request: CityRequest, pk: int) -> HttpResponse:
    """What was written down, and the form for one more day."""
    found = get_placement(request, pk)
    state, today = PlacementState(found.state), timezone.localdate()
    may_add = may_write(request, found) and state in (PlacementState.UNDER_WAY, PlacementState.RETURNED)
    if request.method == "POST" and not may_add:
        raise Http404
    form = LogForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        initial={"day": min(today, found.last_day)},
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            actions.write_log(
                placement=found,
                entry=LogEntry(day=typed["day"], learnt=typed["learnt"]),
                scan=typed["scan"],
                by=request.user,
                at=timezone.now(),
            )
        except DayOutside as refused:
            form.add_error("day", sentence_of(refused))
        except PlacementError as refused:
            form.add_error(None, sentence_of(refused))
        else:
            messages.success(request, _("Catatan tersimpan."))
            return redirect("placements:log", pk=pk)
    entries = reads.list_log(found)
    context = {
        **tab_context(request, found, "log"),
        "form": form,
        "entries": entries,
        "days": len({entry.day for entry in entries}),
        "may_add": may_add,
        "is_before": state in (PlacementState.PROPOSED, PlacementState.APPROVED),
    }
    return render(request, "placements/log.html", context)


@allow(*READERS)
def log_file(request: CityRequest, pk: int) -> HttpResponse:
    """A photograph or file of one day."""
    entry = reads.find_log_entry(entry_id=pk, reader=reader_of(request))
    return file_of(entry.file if entry else None)
