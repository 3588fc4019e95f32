from django.urls import path

from sibina.assess.needs.views import answers, proposals, topics

app_name = "proposals"
urlpatterns = [
    path("", proposals.mine, name="mine"),
    path("baru/", proposals.new, name="new"),
    path("<int:pk>/", proposals.proposal, name="proposal"),
    path("<int:pk>/tarik/", proposals.withdraw, name="withdraw"),
    path("<int:pk>/dukung/", answers.endorse, name="endorse"),
    path("<int:pk>/tidak-dukung/", answers.decline, name="decline"),
    path("<int:pk>/keluarkan/", topics.take_out, name="take-out"),
    path("staf/", answers.staff, name="staff"),
    path("staf/belum-dijawab/", answers.unanswered, name="unanswered"),
    path("staf/kelompokkan/", topics.gather, name="gather"),
    path("staf/topik/", topics.topics, name="topics"),
    path("staf/topik/<int:pk>/", topics.topic, name="topic"),
    path("staf/topik/<int:pk>/putuskan/", topics.decide, name="decide"),
]
