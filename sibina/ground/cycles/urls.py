from django.urls import path

from sibina.ground.cycles import views

app_name = "cycles"
urlpatterns = [
    path("", views.cycles, name="list"),
    path("buka/", views.open_year, name="open"),
]
