from django.urls import path

from sibina.credit.ledger.views import city, conversion, countings, exports, persons, sheets, trainings

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
    path("konversi/<slug:form>/", conversion.change, name="rate"),
    path("riwayat/", trainings.trainings, name="trainings"),
    path("riwayat/saya/", trainings.own, name="own-trainings"),
    path("riwayat/baru/", trainings.new, name="training-new"),
    path("riwayat/impor/", sheets.sheets, name="sheets"),
    path("riwayat/impor/baru/", sheets.upload, name="sheet-upload"),
    path("riwayat/impor/<int:pk>/", sheets.sheet, name="sheet"),
    path("riwayat/impor/<int:pk>/masukkan/", sheets.start_import, name="sheet-import"),
    path("riwayat/impor/<int:pk>/batalkan/", sheets.drop, name="sheet-drop"),
    path("riwayat/<int:pk>/", trainings.training, name="training"),
    path("riwayat/<int:pk>/ubah/", trainings.mend, name="training-mend"),
    path("riwayat/<int:pk>/tarik/", trainings.withdraw, name="training-withdraw"),
    path("riwayat/<int:pk>/verifikasi/", trainings.verify, name="training-verify"),
    path("riwayat/<int:pk>/tolak/", trainings.refuse, name="training-refuse"),
    path("riwayat/<int:pk>/bukti/", trainings.evidence, name="training-evidence"),
    path("siasn/", exports.exports, name="exports"),
    path("siasn/instansi/", exports.agency, name="agency"),
    path("siasn/<int:pk>/", exports.export, name="export"),
    path("siasn/<int:pk>/terkirim/", exports.export_sent, name="export-sent"),
    path("siasn/<int:pk>/batalkan/", exports.export_drop, name="export-drop"),
    path("siasn/<int:pk>/<slug:file>.<slug:kind>", exports.export_file, name="export-file"),
]
