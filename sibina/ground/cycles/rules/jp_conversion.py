"""The table by which activities become JP, as a city starts with it. Which form is which stands in programmes.

Ground: Peraturan LAN 10/2018, whose annex was not read; the table is that of the letter of BPS that reproduces it.
Figures are text, so that none is rounded on the way. `per`: hours (times a factor), day, session, activity, semester;
`daily` caps the JP of one day, `monthly` the sessions of one month; a missing figure: the table is silent there.
"""

from typing import Any

_AS_PROGRAMME = {"per": "hours", "here": "1", "abroad": "1.2"}
_DAY_OF_FOUR = {"per": "day", "here": "4", "abroad": "6"}
_TALK = {"per": "session", "here": "2", "abroad": "4", "monthly": 2}
_ASSIGNMENT = {"per": "activity", "here": "20", "abroad": "24"}
_SEMESTER = {"per": "semester", "here": "20", "abroad": "20"}
_OWN_DAY = {"per": "hours", "here": "1", "abroad": "1.2", "daily": "2", "daily_abroad": "2.4"}

JP_CONVERSION: dict[str, Any] = {
    "minutes": 45,
    "forms": {
        "tugas_belajar": _SEMESTER,
        "izin_belajar": _SEMESTER,
        "struktural": {"per": "hours", "here": "1"},
        "manajerial": _AS_PROGRAMME,
        "teknis": _AS_PROGRAMME,
        "fungsional": _AS_PROGRAMME,
        "sosial_kultural": _AS_PROGRAMME,
        "seminar": _DAY_OF_FOUR,
        "workshop": {"per": "day", "here": "5", "abroad": "7"},
        "kursus": _AS_PROGRAMME,
        "penataran": _AS_PROGRAMME,
        "bimtek": _AS_PROGRAMME,
        "sosialisasi": _DAY_OF_FOUR,
        "coaching": _TALK,
        "mentoring": _TALK,
        "e_learning": {"per": "hours", "here": "1", "abroad": "1", "daily": "3", "daily_abroad": "4"},
        "pjj": _AS_PROGRAMME,
        "detasering": _ASSIGNMENT,
        "outbond": _AS_PROGRAMME,
        "patok_banding": {"per": "activity", "here": "10", "abroad": "20"},
        "pertukaran": _ASSIGNMENT,
        "belajar_mandiri": _OWN_DAY,
        "komunitas_belajar": _OWN_DAY,
        "magang": _ASSIGNMENT,
        "bimbingan_kerja": {"per": "day", "here": "2", "certainty": "remembered"},
    },
}
