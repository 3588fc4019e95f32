"""Addresses of intake, below `/data/`."""

from django.urls import path

from sibina.ground.intake import views

app_name = "intake"
urlpatterns = [
    path("", views.batch_list, name="list"),
    path("unggah/", views.upload, name="upload"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/berkas/", views.add_files, name="add"),
    path("<int:pk>/temuan/", views.findings, name="findings"),
    path("<int:pk>/tidak-ada/", views.missing, name="missing"),
    path("<int:pk>/bertanda/<slug:book>/", views.marked, name="marked"),
    path("<int:pk>/impor/", views.start_import, name="import"),
    path("<int:pk>/batalkan/", views.discard, name="discard"),
]
