from django.urls import path

from sibina.deliver.sessions.views import (
    arriving,
    attendance,
    attendance_papers,
    calendars,
    cooperation,
    devices,
    draws,
    editing,
    going,
    lists,
    own,
    people,
    preparing,
    promises,
    reach,
    session,
)

app_name = "sessions"
urlpatterns = [
    path("", lists.sessions, name="list"),
    path("kalender/", lists.calendar, name="calendar"),
    path("siapkan/", preparing.prepare, name="prepare"),
    path("jangkauan/", reach.reach, name="reach"),
    path("tempat/", editing.venues, name="venues"),
    path("tempat/baru/", editing.venue, name="venue-new"),
    path("tempat/<int:pk>/", editing.venue, name="venue"),
    path("saya/", own.own, name="own"),
    path("saya/kalender/", own.feed, name="own-feed"),
    path("saya/<int:pk>/", own.invitation, name="invitation"),
    path("izin/", people.consents, name="consents"),
    path("izin/<int:pk>/", people.consent, name="consent"),
    path("peserta/<int:pk>/", people.enrolment, name="enrolment"),
    path("peserta/<int:pk>/keluarkan/", people.take_out, name="take-out"),
    path("ics/<slug:slug>/<str:secret>.ics", calendars.feed, name="feed"),
    path("<int:pk>/", session.session, name="session"),
    path("<int:pk>/peserta/", session.people, name="people"),
    path("<int:pk>/peserta/tambah/", people.add, name="add"),
    path("<int:pk>/ubah/", editing.edit, name="edit"),
    path("<int:pk>/undang/", going.invite, name="invite"),
    path("<int:pk>/jadi/", going.confirm, name="confirm"),
    path("<int:pk>/batal/", going.cancel, name="cancel"),
    path("<int:pk>/selesai/", going.close, name="close"),
    path("<int:pk>/sesi.ics", calendars.session_file, name="file"),
]

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
cooperation_addresses = (
    [
        path("", cooperation.cooperation, name="list"),
        path("<int:pk>/", cooperation.question, name="question"),
    ],
    "cooperation",
)
"""What stands under `/kerja-sama/`."""
draw_addresses = (
    [
        path("", draws.draw_list, name="list"),
        path("sesi/<int:session_id>/", draws.of_session, name="of-session"),
        path("sesi/<int:session_id>/buka/", draws.new, name="new"),
        path("<int:pk>/", draws.draw, name="draw"),
        path("<int:pk>/daftar/", draws.apply, name="apply"),
        path("<int:pk>/batal-daftar/", draws.withdraw, name="withdraw"),
        path("<int:pk>/umumkan/", draws.publish, name="publish"),
        path("<int:pk>/undi/", draws.run, name="run"),
        path("<int:pk>/batalkan/", draws.call_off, name="call-off"),
        path("<int:pk>/pemohon.csv", draws.applicants_file, name="applicants"),
        path("<int:pk>/hasil.csv", draws.result_file, name="result"),
    ],
    "draws",
)
"""What stands under `/undian/`."""
promise_addresses = (
    [
        path("", promises.promises, name="list"),
        path("tulis/<int:pk>/", promises.write, name="write"),
        path("<int:pk>/", promises.promise, name="promise"),
        path("<int:pk>/sepakati/", promises.agree, name="agree"),
        path("<int:pk>/lepas/", promises.drop, name="drop"),
    ],
    "promises",
)
"""What stands under `/janji/`."""
