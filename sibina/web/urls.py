from django.urls import path

from sibina.web import showcase, trail, views
from sibina.web.members import views as members

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
    path("kota/", views.choose_city, name="choose-city"),
    path("jejak/", trail.trail, name="audit"),
    path("anggota/", members.members, name="members"),
    path("anggota/baru/", members.new_member, name="member-new"),
    path("anggota/<int:pk>/", members.member, name="member"),
    path("anggota/<int:pk>/akhiri/", members.end_member, name="member-end"),
    path("anggota/<int:pk>/tautan/", members.invite, name="member-invite"),
    path("sehat/", views.health, name="health"),
    path("tampilan/", views.set_theme, name="theme"),
    path("gaya/", showcase.gaya, name="gaya"),
]
