from django.urls import path

from sibina.plan.programmes import views

app_name = "programmes"
urlpatterns = [
    path("", views.programmes, name="list"),
    path("baru/", views.edit, name="new"),
    path("acuan/", views.starters, name="starters"),
    path("cakupan/", views.coverage, name="coverage"),
    path("sesi/", views.offerings, name="offerings"),
    path("sesi/siapkan/", views.prepare, name="prepare"),
    path("sesi/<int:pk>/ubah/", views.edit_offering, name="offering-edit"),
    path("sesi/<int:pk>/tarik/", views.withdraw, name="offering-withdraw"),
    path("<int:pk>/", views.programme, name="programme"),
    path("<int:pk>/ubah/", views.edit, name="edit"),
    path("<int:pk>/harga/", views.take_prices, name="take-prices"),
    path("<int:pk>/naskah/", views.edit_terms, name="terms"),
    path("<int:pk>/sesi/baru/", views.new_offering, name="offering-new"),
    path("<int:pk>/kurikulum/", views.curriculum, name="curriculum"),
    path("<int:pk>/kurikulum/baru/", views.begin, name="version-begin"),
    path("<int:pk>/kurikulum/banding/", views.compare_versions, name="version-compare"),
    path("<int:pk>/kurikulum/<int:number>/", views.version, name="version"),
    path("<int:pk>/kurikulum/<int:number>/telaah/", views.reviews, name="reviews"),
    path("<int:pk>/kurikulum/<int:number>/telaah/minta/", views.ask_review, name="review-ask"),
    path("<int:pk>/kurikulum/<int:number>/langkah/", views.take_step, name="version-step"),
    path("<int:pk>/kurikulum/<int:number>/modul/baru/", views.edit_module, name="module-new"),
    path("<int:pk>/kurikulum/<int:number>/modul/<int:lineage>/", views.edit_module, name="module"),
    path(
        "<int:pk>/kurikulum/<int:number>/modul/<int:lineage>/atur/",
        views.arrange_module,
        name="module-arrange",
    ),
]

partner_addresses = (
    [
        path("", views.partners, name="list"),
        path("baru/", views.edit_partner, name="new"),
        path("saya/", views.own_page, name="own"),
        path("perjanjian/", views.agreements, name="agreements"),
        path("perjanjian/<int:pk>/", views.agreement, name="agreement"),
        path("perjanjian/<int:pk>/ubah/", views.edit_agreement, name="agreement-edit"),
        path("perjanjian/<int:pk>/sesi/", views.resting_sessions, name="agreement-sessions"),
        path("perjanjian/<int:pk>/kontribusi/", views.new_contribution, name="contribution-new"),
        path("kontribusi/", views.contributions, name="contributions"),
        path("kontribusi/<int:pk>/", views.contribution, name="contribution"),
        path("kontribusi/<int:pk>/terima/", views.receive, name="contribution-receive"),
        path("kontribusi/<int:pk>/batal/", views.withdraw_contribution, name="contribution-withdraw"),
        path("harga/", views.prices, name="prices"),
        path("harga/salin/", views.copy_prices, name="prices-copy"),
        path("harga/baru/", views.edit_price, name="price-new"),
        path("harga/<int:pk>/", views.edit_price, name="price"),
        path("telaah/<int:pk>/", views.own_review, name="review"),
        path("telaah/<int:pk>/tanggapi/", views.remark, name="review-remark"),
        path("telaah/<int:pk>/setujui/", views.sign, name="review-sign"),
        path("telaah/<int:pk>/tarik/", views.withdraw_review, name="review-withdraw"),
        path("<int:pk>/", views.partner, name="partner"),
        path("<int:pk>/ubah/", views.edit_partner, name="edit"),
        path("<int:pk>/perjanjian/", views.new_agreement, name="agreement-new"),
    ],
    "partners",
)
"""What stands under `/mitra/`."""
speaker_addresses = (
    [
        path("", views.speakers, name="list"),
        path("baru/", views.edit_speaker, name="new"),
        path("<int:pk>/", views.speaker, name="speaker"),
        path("<int:pk>/ubah/", views.edit_speaker, name="edit"),
        path("<int:pk>/berhalangan/", views.absence, name="absence"),
        path("berhalangan/<int:pk>/hapus/", views.remove_absence, name="absence-remove"),
        path("sesi/<int:pk>/", views.name_speaker, name="name"),
        path("sesi/<int:pk>/nilai/", views.rate, name="rate"),
    ],
    "speakers",
)
"""What stands under `/narasumber/`."""
