from django.urls import path

from sibina.ground.competencies import views

app_name = "competencies"
urlpatterns = [
    path("kompetensi/", views.competencies, name="list"),
    path("kompetensi/baru/", views.edit, name="new"),
    path("kompetensi/acuan/", views.take_reference, name="reference"),
    path("kompetensi/<int:pk>/", views.competency, name="competency"),
    path("kompetensi/<int:pk>/ubah/", views.edit, name="edit"),
    path("pegawai/<int:pk>/ukur/", views.measure, name="measure"),
    path("jabatan/<int:pk>/", views.position, name="position"),
    path("jabatan/<int:pk>/standar/", views.standard, name="standard"),
]
