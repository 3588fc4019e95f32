from django.urls import path

from sibina.deliver.sessions.views import arriving, attendance, attendance_papers, devices

attendance_addresses = (
    [
        path("sesi/<int:pk>/", attendance.session_attendance, name="session"),
        path("<int:pk>/", attendance.day_attendance, name="day"),
        path("<int:pk>/orang/<int:enrolment>/", attendance.presence, name="presence"),
        path("<int:pk>/pintu/", attendance.door, name="door"),
        path("<int:pk>/daftar.pdf", attendance_papers.sheet, name="sheet"),
        path("<int:pk>/kertas/", attendance_papers.paper, name="paper"),
        path("kertas/<int:pk>/", attendance_papers.paper_file, name="paper-file"),
        path("<int:pk>/panitia/", devices.organiser, name="organiser"),
        path("<int:pk>/perangkat/", devices.register, name="register"),
        path("perangkat/<int:pk>/cabut/", devices.revoke, name="revoke"),
        path("pekerja.js", devices.worker, name="worker"),
        path("kirim/", devices.take, name="take"),
    ],
    "attendance",
)
"""What stands under `/kehadiran/`."""
arrival_addresses = (
    [
        path("", arriving.own, name="own"),
        path("<int:pk>/<slug:code>/", arriving.enter, name="enter"),
    ],
    "arrival",
)
"""What stands under `/hadir/`: short, because it stands in a code that is read from three metres."""
