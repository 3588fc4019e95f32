from django.urls import path

from sibina.credit.certificates import views

app_name = "certificates"
urlpatterns = [
    path("", views.certificates, name="list"),
    path("saya/", views.mine, name="mine"),
    path("terbitkan/", views.groups, name="groups"),
    path("terbitkan/kegiatan/", views.group, name="group"),
    path("penerbitan/", views.issues, name="issues"),
    path("penerbitan/<int:pk>/", views.issue, name="issue"),
    path("penerbitan/<int:pk>/cetak/", views.print_all, name="issue-print"),
    path("penerbitan/<int:pk>/lanjutkan/", views.resume, name="issue-resume"),
    path("penerbitan/<int:pk>/tanda-tangan/", views.sign, name="issue-sign"),
    path("pengaturan/", views.edit_settings, name="settings"),
    path("kunci/", views.keys, name="keys"),
    path("kunci/baru/", views.add_key, name="key-new"),
    path("kunci/<int:pk>/lepas/", views.retire_key, name="key-retire"),
    path("<int:pk>/", views.certificate, name="certificate"),
    path("<int:pk>/sertifikat.pdf", views.pdf, name="pdf"),
    path("<int:pk>/lencana.jwt", views.badge, name="badge"),
    path("<int:pk>/cabut/", views.revoke, name="revoke"),
]
public_addresses = (
    [
        path("s/<str:token>/", views.check, name="check"),
        path("periksa/", views.by_number, name="number"),
        path("penerbit/<slug:city>/", views.issuer_profile, name="issuer"),
        path("penerbit/<slug:city>/jwks.json", views.public_keys, name="keys"),
        path("penerbit/<slug:city>/kunci/<str:kid>.json", views.public_key, name="key"),
        path("penerbit/<slug:city>/dicabut.json", views.issuer_revocations, name="revocations"),
    ],
    "certificate-check",
)
"""What anybody may ask, without a log-in."""
