from django.urls import path

from sibina.web import showcase, trail, views

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
    path("kota/", views.choose_city, name="choose-city"),
    path("jejak/", trail.trail, name="audit"),
    path("sehat/", views.health, name="health"),
    path("tampilan/", views.set_theme, name="theme"),
    path("gaya/", showcase.gaya, name="gaya"),
]
