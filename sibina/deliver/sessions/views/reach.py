"""Whom a programme, or what serves a kind of competency, has reached, and whom not yet."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sibina.deliver.sessions import reads
from sibina.deliver.sessions.views.frame import READERS, way_to
from sibina.ground.people.api import CityRequest, get_sight, list_offices
from sibina.lib.access import allow
from sibina.lib.lists.api import Column, Empty, Filter, ListSpec, address_of, list_page

REACH = {
    reads.REACHED: _("Sudah mengikuti"),
    reads.COMING: _("Akan mengikuti"),
    reads.NOT_YET: _("Belum"),
}
TONES = {reads.REACHED: "good", reads.COMING: "now", reads.NOT_YET: ""}


@require_safe
@allow(*READERS)
def reach(request: CityRequest) -> HttpResponse:
    """Everybody whom the reader sees, and whether the chosen programme or kind has reached them."""
    sight = get_sight(request.membership)
    subjects = reads.list_subjects()
    asked = request.GET.get("tentang", "")
    subject = next((one for one in subjects if one.key == asked), None) or next(iter(subjects), None)
    spec = ListSpec(
        name="jangkauan",
        title=_("Siapa sudah dijangkau"),
        lead=_("Siapa sudah mengikuti sesi yang diadakan, siapa akan, dan siapa belum pernah."),
        columns=COLUMNS,
        search=("folded_name__contains", "number__contains"),
        search_label=_("Nama atau NIP"),
        filters=(
            Filter("tentang", _("Tentang"), [(one.key, one.title) for one in subjects], lambda rows, _key: rows),
            Filter("jangkauan", _("Keadaan"), list(REACH.items()), lambda rows, value: rows.filter(reach=value)),
            Filter(
                "opd", _("Perangkat daerah"),
                lambda: list_offices(sight=sight, day=timezone.localdate()), "office_id",
            ),
        ),
        order="nama",
        crumbs=way_to(),
        empty=Empty(_("Tidak ada pegawai"), _("Ubah saringannya."), icon="users"),
    )  # fmt: skip
    counts = reads.count_reach(subject=subject, sight=sight) if subject else {}
    extra = {"subject": subject, "counts": [(REACH[key], counts[key]) for key in counts]}
    rows = reads.list_reach(subject=subject, sight=sight)
    return list_page(request, rows=rows, spec=spec, template="sessions/reach.html", extra=extra)


COLUMNS = (
    Column("nama", _("Nama"), str, sort="name", link=address_of("people:person"), width=34),
    Column("nip", _("NIP"), "number", kind="nip", sort="number"),
    Column("unit", _("Unit kerja"), "unit__name", sort="unit__name", width=30),
    Column("opd", _("Perangkat daerah"), "office__name", sort="office__name", width=30),
    Column(
        "jangkauan",
        _("Keadaan"),
        lambda row: REACH[row.reach],
        kind="badge",
        tone=lambda row: TONES[row.reach],
    ),
)
