from django.urls import path

from sibina.web import demand, showcase, trail, views
from sibina.web.cycle import views as cycle
from sibina.web.members import views as members

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
    path("perjalanan/", views.journey, name="journey"),
    path("kota/", views.choose_city, name="choose-city"),
    path("jejak/", trail.trail, name="audit"),
    path("anggota/", members.members, name="members"),
    path("anggota/baru/", members.new_member, name="member-new"),
    path("anggota/<int:pk>/", members.member, name="member"),
    path("anggota/<int:pk>/akhiri/", members.end_member, name="member-end"),
    path("anggota/<int:pk>/tautan/", members.invite, name="member-invite"),
    path("perubahan-tuntutan/<int:pk>/rencana/", demand.plans, name="demand-plans"),
    path("perubahan-tuntutan/<int:pk>/dokumen.pdf", demand.document, name="demand-document"),
    path("perubahan-tuntutan/<int:pk>/dokumen.xlsx", demand.workbook, name="demand-workbook"),
    path("siklus/<int:pk>/", cycle.year, name="year"),
    path("siklus/<int:pk>/pindah/", cycle.move, name="year-move"),
    path("sehat/", views.health, name="health"),
    path("tampilan/", views.set_theme, name="theme"),
    path("gaya/", showcase.gaya, name="gaya"),
]
