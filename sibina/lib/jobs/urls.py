from django.urls import path

from sibina.lib.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.job_list, name="list"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/berkas/", views.file, name="file"),
    path("<int:pk>/henti/", views.stop, name="stop"),
]
