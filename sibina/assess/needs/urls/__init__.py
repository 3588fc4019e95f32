from django.urls import path

from sibina.assess.needs import views

app_name = "needs"
urlpatterns = [
    path("", views.heatmap, name="heatmap"),
    path("opd/<int:office>/", views.heatmap, name="office"),
    path("unit/<int:unit>/", views.heatmap, name="unit"),
    path("unit/<int:unit>/jabatan/<int:position>/", views.heatmap, name="position"),
    path("sumber/", views.source, name="source"),
    path("opd/<int:office>/sumber/", views.source, name="office-source"),
    path("unit/<int:unit>/sumber/", views.source, name="unit-source"),
    path("unit/<int:unit>/jabatan/<int:position>/sumber/", views.source, name="position-source"),
    path("orang/<int:pk>/", views.person, name="person"),
    path("hitung/", views.measure, name="measure"),
]
