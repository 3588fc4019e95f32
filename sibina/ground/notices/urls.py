from django.urls import path

from sibina.ground.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.notices, name="list"),
    path("terbaca/", views.read_all, name="read-all"),
    path("<int:pk>/", views.notice, name="notice"),
]
