from django.urls import path

from sibina.assess.needs import views

app_name = "rounds"
urlpatterns = [
    path("", views.rounds, name="rounds"),
    path("buka/", views.open_round, name="round-open"),
    path("peringkat/", views.current_ranking, name="current-ranking"),
    path("temuan/", views.signals, name="signals"),
    path("temuan/<int:pk>/", views.signal, name="signal"),
    path("lembar/<int:pk>/", views.sheet_page, name="sheet"),
    path("lembar/<int:pk>/setujui/", views.endorse_rest, name="sheet-endorse"),
    path("lembar/<int:pk>/kinerja/", views.add_performance, name="performance-new"),
    path("lembar/<int:pk>/tanda-tangan/", views.sign, name="sheet-sign"),
    path("lembar/<int:pk>/kembalikan/", views.return_sheet, name="sheet-return"),
    path("butir/<int:pk>/", views.line_page, name="line"),
    path("kinerja/<int:pk>/", views.performance, name="performance"),
    path("<int:pk>/", views.round_page, name="round"),
    path("<int:pk>/ingatkan/", views.remind, name="round-remind"),
    path("<int:pk>/tutup/", views.close, name="round-close"),
    path("peringkat/<int:pk>/", views.ranking, name="ranking"),
    path("peringkat/<int:pk>/<int:competency>/", views.ranked, name="ranked"),
    path("<int:pk>/sumber/", views.round_source, name="round-source"),
    path("<int:pk>/sumber/opd/<int:office>/", views.round_source, name="round-office-source"),
    path("<int:pk>/rekap.xlsx", views.recap_workbook, name="recap-workbook"),
    path("<int:pk>/rekap.pdf", views.recap_paper, name="recap-paper"),
]
