"""The addresses of the house, one line a module."""

from django.urls import include, path

from sibina.credit.certificates.urls import public_addresses
from sibina.deliver.sessions.urls import (
    arrival_addresses,
    attendance_addresses,
    cooperation_addresses,
    draw_addresses,
    promise_addresses,
)
from sibina.plan.programmes.urls import partner_addresses, speaker_addresses

urlpatterns = [
    path("", include("sibina.web.urls")),
    path("tugas/", include("sibina.lib.jobs.urls")),
    path("data/", include("sibina.ground.intake.urls")),
    path("", include("sibina.ground.people.urls")),
    path("pesan/", include("sibina.ground.notices.urls")),
    path("", include("sibina.ground.competencies.urls")),
    path("siklus/", include("sibina.ground.cycles.urls")),
    path("kesenjangan/", include("sibina.assess.needs.urls")),
    path("kebutuhan/", include("sibina.assess.needs.urls.rounds")),
    path("perubahan-tuntutan/", include("sibina.assess.needs.urls.demand")),
    path("usulan/", include("sibina.assess.needs.urls.proposals")),
    path("program/", include("sibina.plan.programmes.urls")),
    path("mitra/", include(partner_addresses)),
    path("narasumber/", include(speaker_addresses)),
    path("rencana/", include("sibina.plan.planning.urls")),
    path("sertifikat/", include("sibina.credit.certificates.urls")),
    path("", include(public_addresses)),
    path("jp/", include("sibina.credit.ledger.urls")),
    path("kehadiran/", include(attendance_addresses)),
    path("janji/", include(promise_addresses)),
    path("hadir/", include(arrival_addresses)),
    path("penempatan/", include("sibina.deliver.placements.urls")),
    path("pendampingan/", include("sibina.deliver.mentoring.urls")),
    path("sesi/", include("sibina.deliver.sessions.urls")),
    path("undian/", include(draw_addresses)),
    path("kerja-sama/", include(cooperation_addresses)),
    path("akun/", include("allauth.urls")),
]
handler400 = "sibina.web.views.bad_request"
handler403 = "sibina.web.views.forbidden"
handler404 = "sibina.web.views.not_found"
handler500 = "sibina.web.views.server_error"
