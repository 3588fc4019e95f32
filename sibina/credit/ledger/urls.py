from django.urls import path

from sibina.credit.ledger.views import city, conversion, countings, persons, trainings

app_name = "ledger"
urlpatterns = [
    path("", city.city, name="city"),
    path("hitung/", city.count, name="count"),
    path("pegawai/", city.people, name="people"),
    path("pegawai/<int:pk>/", persons.person, name="person"),
    path("saya/", persons.mine, name="mine"),
    path("hitungan/", countings.countings, name="countings"),
    path("hitungan/<int:pk>/", countings.counting, name="counting"),
    path("hitungan/<int:pk>/<int:person>/", countings.change, name="change"),
    path("konversi/", conversion.conversion, name="conversion"),
    path("riwayat/", trainings.trainings, name="trainings"),
    path("riwayat/saya/", trainings.own, name="own-trainings"),
    path("riwayat/baru/", trainings.new, name="training-new"),
    path("riwayat/<int:pk>/", trainings.training, name="training"),
    path("riwayat/<int:pk>/ubah/", trainings.mend, name="training-mend"),
    path("riwayat/<int:pk>/tarik/", trainings.withdraw, name="training-withdraw"),
    path("riwayat/<int:pk>/verifikasi/", trainings.verify, name="training-verify"),
    path("riwayat/<int:pk>/tolak/", trainings.refuse, name="training-refuse"),
    path("riwayat/<int:pk>/bukti/", trainings.evidence, name="training-evidence"),
]
