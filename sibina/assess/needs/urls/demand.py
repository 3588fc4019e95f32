from django.urls import path

from sibina.assess.needs.views import demand, demand_effect

app_name = "demand"
urlpatterns = [
    path("", demand.changes, name="list"),
    path("baru/", demand.edit, name="new"),
    path("<int:pk>/", demand.change, name="change"),
    path("<int:pk>/ubah/", demand.edit, name="edit"),
    path("<int:pk>/jabatan/", demand.positions, name="positions"),
    path("<int:pk>/coba/", demand.attempt, name="try"),
    path("<int:pk>/tetapkan/", demand.enact, name="set"),
    path("<int:pk>/akhiri/", demand.end, name="end"),
    path("<int:pk>/dampak/", demand_effect.effect, name="effect"),
    path("<int:pk>/dampak/kompetensi/", demand_effect.by_competency, name="effect-competencies"),
    path("<int:pk>/dampak/baris/", demand_effect.rows, name="rows"),
]
