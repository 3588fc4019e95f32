"""The addresses of mentoring."""

from django.urls import path

from sibina.deliver.mentoring import views

app_name = "mentoring"
urlpatterns = [
    path("", views.front, name="home"),
    path("saya/", views.mine, name="mine"),
    path("buka/", views.open_round, name="open"),
    path("putaran/<int:pk>/", views.round_page, name="round"),
    path("putaran/<int:pk>/pasangkan/", views.propose, name="propose"),
    path("putaran/<int:pk>/tetapkan/", views.set_pairs, name="set"),
    path("belum/", views.unpaired, name="unpaired"),
    path("mentor/", views.mentors, name="mentors"),
    path("mentor/tambah/", views.add_mentor, name="mentor-add"),
    path("mentor/<int:pk>/", views.mentor, name="mentor"),
    path("pengecualian/", views.bars, name="bars"),
    path("pengecualian/tambah/", views.add_bar, name="bar-add"),
    path("pengecualian/<int:pk>/", views.bar, name="bar"),
    path("pasangan/<int:pk>/", views.pair, name="pair"),
    path("pasangan/<int:pk>/setuju/", views.agree, name="agree"),
    path("pasangan/<int:pk>/tolak/", views.refuse, name="refuse"),
    path("pasangan/<int:pk>/ganti/", views.choose, name="choose"),
    path("pasangan/<int:pk>/carikan/", views.seek, name="seek"),
    path("pasangan/<int:pk>/selesai/", views.complete, name="complete"),
    path("pasangan/<int:pk>/jadwal/", views.plan_meeting, name="plan-meeting"),
    path("pasangan/<int:pk>/catat/", views.write_entry, name="log"),
    path("pasangan/<int:pk>/sasaran/", views.add_goal, name="goal-add"),
    path("catatan/<int:pk>/setuju/", views.confirm_entry, name="entry-confirm"),
    path("catatan/<int:pk>/bantah/", views.decline_entry, name="entry-decline"),
    path("catatan/<int:pk>/tarik/", views.withdraw_entry, name="entry-withdraw"),
    path("sasaran/<int:pk>/jawab/", views.judge_goal, name="goal-judge"),
    path("sasaran/<int:pk>/hapus/", views.drop_goal, name="goal-drop"),
]
