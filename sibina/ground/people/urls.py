from django.urls import path

from sibina.ground.people import views

app_name = "people"
urlpatterns = [
    path("pegawai/", views.people, name="list"),
    path("pegawai/baru/", views.new_people, name="new"),
    path("pegawai/<int:pk>/", views.person, name="person"),
    path("unit/", views.units, name="units"),
    path("unit/<int:pk>/", views.unit, name="unit"),
    path("unit/<int:pk>/jarak/", views.distance, name="distance"),
    path("unit/<int:pk>/gabung/", views.merge, name="merge"),
    path("jabatan/", views.positions, name="positions"),
    path("sektor/", views.sectors, name="sectors"),
    path("sektor/baru/", views.sector, name="sector-new"),
    path("sektor/<int:pk>/", views.sector, name="sector"),
]
