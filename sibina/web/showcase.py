"""The page `/gaya/`: every piece that pages are made of, in every state. Invented figures, no database."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from sibina.lib.access import Role
from sibina.lib.chart_drawing import Chart
from sibina.lib.charts import (
    Span,
    bar_chart,
    before_after,
    budget_bar,
    calendar_chart,
    grouped_bars,
    line_chart,
)
from sibina.lib.ui.forms import DayField, RupiahField
from sibina.web.context import navigation_of

SHORTFALLS = (
    ("Dinas Kesehatan", (12, 41, 88, 130, 7, None)),
    ("Dinas Pendidikan", (0, 22, 64, 212, 18, 9)),
    ("Dinas Kependudukan dan Pencatatan Sipil", (3, 0, 17, 45, 0, None)),
    ("Badan Kepegawaian dan Pengembangan SDM", (0, 4, 9, 11, 2, 0)),
)
BANDS = (0, 10, 30, 70, 150)


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Nama program", help_text="Singkat dan dikenali, misalnya Pelayanan Prima.")
    kind = forms.ChoiceField(
        label="Metode",
        choices=[("", "Pilih metode"), ("kelas", "Pelatihan klasikal"), ("daring", "Pembelajaran daring")],
    )
    price = RupiahField(label="Biaya tetap", min_value=0, help_text="Rupiah utuh, tanpa sen.")
    start = DayField(label="Mulai")
    note = forms.CharField(label="Catatan", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    workbook = forms.FileField(label="Berkas XLSX", required=False)
    way = forms.ChoiceField(
        label="Urutan",
        widget=forms.RadioSelect,
        choices=[("jp", "Dahulukan lantai JP"), ("gap", "Dahulukan kesenjangan")],
        initial="jp",
    )
    sure = forms.BooleanField(label="Saya sudah memeriksa baris yang ditolak")

    def clean_price(self) -> int:
        """A price of nought is refused here, so that a second kind of error is shown."""
        price: int = self.cleaned_data["price"]
        if price == 0:
            raise ValidationError("Biaya tetap Rp 0 tidak dapat dihitung. Isi biaya yang sebenarnya.")
        return price


def _heat(value: int | None) -> dict[str, Any]:
    """A cell of the sample heatmap: its step and its words."""
    if value is None:
        return {"kind": "none", "text": "?"}
    return {"kind": sum(value > band for band in BANDS), "text": str(value)}


def _phases() -> list[dict[str, Any]]:
    """The six phases, one in each state."""
    return [
        {
            "title": "Dasar",
            "url": "#roda",
            "state": "done",
            "word": "Selesai",
            "tone": "good",
            "note": "2.487 ASN, 96 jabatan berstandar",
        },
        {
            "title": "Kebutuhan",
            "url": "#roda",
            "state": "done",
            "word": "Selesai",
            "tone": "good",
            "note": "5.236 tingkat kesenjangan",
        },
        {
            "title": "Rencana",
            "url": "#roda",
            "state": "open",
            "word": "Sedang berjalan",
            "tone": "now",
            "note": "Pagu belum ditetapkan",
        },
        {
            "title": "Pelaksanaan",
            "url": "#roda",
            "state": "late",
            "word": "Terlambat",
            "tone": "bad",
            "note": "Dua angkatan belum punya narasumber",
        },
        {"title": "Evaluasi", "url": "", "state": "waiting", "word": "Menunggu", "tone": "", "note": ""},
        {"title": "Pembaruan", "url": "", "state": "waiting", "word": "Menunggu", "tone": "", "note": ""},
    ]


def gaya(request: HttpRequest) -> HttpResponse:
    """Every component on one page."""
    wrong = SampleForm({"name": "", "price": "seribu", "start": "31-02-2027", "way": "jp"})
    context: dict[str, Any] = {
        "form": SampleForm(prefix="contoh"),
        "wrong": wrong,
        "phases": _phases(),
        "year": 2027,
        "heat_heads": [
            "Integritas",
            "Kerja sama",
            "Komunikasi",
            "Pelayanan publik",
            "Perekat bangsa",
            "Logistik",
        ],
        "heat_rows": [(name, [_heat(value) for value in values]) for name, values in SHORTFALLS],
        "legend": [
            {"kind": "0", "text": "Terpenuhi"},
            {"kind": "1", "text": "1–10"},
            {"kind": "2", "text": "11–30"},
            {"kind": "3", "text": "31–70"},
            {"kind": "4", "text": "71–150"},
            {"kind": "5", "text": "Lebih dari 150"},
            {"kind": "none", "text": "Belum diukur"},
        ],
        "day": date(2026, 11, 23),
        "at": timezone.make_aware(datetime(2026, 11, 23, 14, 5)),
        "step_titles": ["Unggah buku kerja", "Periksa", "Impor", "Selesai"],
        "facts": [
            (_("Baris yang dipakai"), "2.487 orang × 12 kompetensi"),
            (_("Disaring"), "PNS dan PPPK aktif"),
        ],
        "months": _months(),
        "charts": _charts(),
    }
    if getattr(request, "membership", None) is None:
        # A visitor sees the frame as an officer of an invented city does.
        context["city"] = {"name": "Kota Karangan", "is_example": True}
        context["navigation"] = navigation_of(Role.PENGELOLA, request.path)
    return render(request, "web/gaya.html", context)


def _charts() -> list[Chart]:
    """One chart of each kind."""
    offices = ("Dinas Kesehatan", "Dinas Pendidikan dan Kebudayaan", "Badan Kepegawaian dan Pengembangan SDM")
    money = [("Narasumber", 420_000_000), ("Tempat", 180_000_000), ("Per peserta", 310_000_000)]
    years = [("2023", (0.71, 0.6)), ("2024", (0.74, None)), ("2025", (0.78, 0.66)), ("2026", (0.82, 0.7))]
    levels = [("Integritas", (3, 2.5)), ("Komunikasi", (3, 1.75))]
    gaps = list(zip(offices, (412, 388, None), strict=True))
    closed = list(zip(offices, (412, 388, 35), (180, 120, 35), strict=True))
    return [
        bar_chart("Kesenjangan menurut perangkat daerah", gaps, heading="Tingkat"),
        before_after("Sebelum dan sesudah rencana", closed),
        grouped_bars("Tingkat wajib dan tercatat", levels, series=("Wajib", "Tercatat"), kind="decimal"),
        line_chart("Kepuasan masyarakat", years, series=("Kesehatan", "Pendidikan"), kind="percent"),
        budget_bar("Pemakaian pagu", money, ceiling=1_250_000_000),
        budget_bar("Bila pagu dipotong", money, ceiling=800_000_000),
        calendar_chart(
            "Kalender angkatan",
            [
                Span("Pelayanan Prima", date(2027, 3, 3), date(2027, 3, 5), "Angkatan 1", "Kelas"),
                Span("Pelayanan Prima", date(2027, 9, 1), date(2027, 9, 3), "Angkatan 2", "Kelas"),
                Span("Etika dan integritas", date(2027, 4, 12), date(2027, 4, 12), "Angkatan 1", "Daring"),
                Span("Logistik pelabuhan", date(2027, 6, 1), date(2027, 7, 15), "Angkatan 1", "Magang"),
            ],
            year=2027,
        ),
    ]


def _months() -> list[dict[str, Any]]:
    names = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"]
    held = {
        2: ["Pelayanan Prima 1"],
        3: ["Komunikasi", "Etika"],
        6: ["Logistik pelabuhan"],
        8: ["Pelayanan Prima 2"],
    }
    return [{"name": name, "items": held.get(n, []), "now": n == 3} for n, name in enumerate(names)]
