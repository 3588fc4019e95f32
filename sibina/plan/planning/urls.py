from django.urls import path

from sibina.plan.planning.views import approval, asking, papers, reading, rows

app_name = "planning"
urlpatterns = [
    path("", asking.plan_list, name="list"),
    path("baru/", asking.new, name="new"),
    path("banding/", reading.compare, name="compare"),
    path("banding/pegawai/", rows.moved, name="moved"),
    path("saya/", reading.mine, name="mine"),
    path("<int:pk>/", reading.summary, name="summary"),
    path("<int:pk>/kalender/", reading.calendar, name="calendar"),
    path("<int:pk>/sesi/", rows.sessions, name="sessions"),
    path("<int:pk>/peserta/", rows.seats, name="seats"),
    path("<int:pk>/tidak-terpilih/", rows.left_out, name="left-out"),
    path("<int:pk>/tidak-terpilih/sesi/", rows.left_out_sessions, name="left-out-sessions"),
    path("<int:pk>/sebelum-sesudah/", reading.before_after, name="before-after"),
    path("<int:pk>/andai/", reading.what_if, name="what-if"),
    path("<int:pk>/dasar/", reading.sources, name="sources"),
    path("<int:pk>/orang/<int:person_id>/", reading.person, name="person"),
    path("<int:pk>/ulang/", asking.again, name="again"),
    path("<int:pk>/persetujuan/", approval.approval, name="approval"),
    path("<int:pk>/ajukan/", approval.propose, name="propose"),
    path("<int:pk>/periksa/", approval.review, name="review"),
    path("<int:pk>/tetapkan/", approval.settle, name="set"),
    path("<int:pk>/kembalikan/", approval.send_back, name="return"),
    path("<int:pk>/dokumen/", papers.papers, name="papers"),
    path("<int:pk>/dokumen/<int:office_id>.pdf", papers.annex, name="annex"),
    path("<int:pk>/unduh.xlsx", papers.workbook, name="workbook"),
    path("<int:pk>/dokumen.pdf", papers.document, name="document"),
]
