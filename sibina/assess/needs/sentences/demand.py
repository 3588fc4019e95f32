"""What a change in demand says to people."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sibina.assess.needs.types import (
    ChangesCross,
    DemandFixed,
    DemandIncomplete,
    DemandRefused,
    DemandState,
    EndsTooEarly,
    LevelFalls,
    NothingRises,
    SavedMeanwhile,
    StandardMoved,
)
from sibina.lib.words import listed, long_date, moment, number

DEMAND_STATES: Mapping[str, Promise] = {
    DemandState.DRAFT: _("Rancangan"),
    DemandState.SET: _("Ditetapkan"),
    DemandState.DROPPED: _("Dibatalkan"),
    DemandState.REVOKED: _("Dicabut"),
}
REFUSALS: Mapping[type[DemandRefused], Promise] = {
    DemandIncomplete: _(
        "Belum ada jabatan yang dipilih, jadi belum ada yang berubah. Pilih jabatannya lebih dulu."
    ),
    NothingRises: _(
        "Semua jabatan yang dipilih sudah menuntut tingkat ini, jadi tidak ada yang naik. Periksa tingkat atau jabatannya."
    ),
    LevelFalls: _(
        "Tingkat hanya dapat naik lewat perubahan tuntutan, tetapi %(pairs)s. Pilih tingkat yang sama atau lebih tinggi, "
        "atau keluarkan jabatan itu dari perubahan ini."
    ),
    ChangesCross: _(
        "Perubahan «%(title)s» sudah mengatur %(competency)s pada %(position)s mulai %(day)s. Dua perubahan tidak boleh "
        "mengatur hal yang sama pada waktu yang bersilangan: pilih hari sesudahnya, keluarkan jabatan itu, atau cabut "
        "perubahan yang lain lebih dulu."
    ),
    StandardMoved: _(
        "Standar %(position)s untuk %(competency)s mempunyai versi lain yang berlaku mulai %(day)s, ditetapkan di halaman "
        "jabatannya. Sesuaikan harinya, atau keluarkan jabatan itu."
    ),
    DemandFixed: _("Perubahan ini sudah ditetapkan atau diakhiri, jadi isinya tetap seperti adanya."),
    SavedMeanwhile: _(
        "Sementara halaman ini terbuka, %(by)s menyimpan perubahan ini pada %(at)s. Belum ada yang ditimpa, dan yang Anda "
        "isikan masih ada di sini. Buka perubahan ini di jendela lain, bandingkan, lalu simpan lagi."
    ),
    EndsTooEarly: _("Hari pencabutan paling awal %(day)s. Yang sudah berlaku tidak diubah ke belakang."),
}
PAIR = _("%(position)s sudah menuntut %(competency)s tingkat %(level)s")
AND_MORE = _("%(told)s, dan %(n)s yang lain")
PAIRS_TOLD = 3
SOMEBODY = _("rekan Anda")


def refusal_of(refused: DemandRefused) -> str:
    """Why it cannot be done, and what to do."""
    values: dict[str, Any] = {"pairs": "", "by": SOMEBODY} | vars(refused)
    if isinstance(refused, LevelFalls):
        values["pairs"] = _pairs(refused)
    elif isinstance(refused, ChangesCross):
        values["day"] = long_date(refused.starts_on)
    elif isinstance(refused, StandardMoved):
        values["day"] = long_date(refused.since)
    elif isinstance(refused, EndsTooEarly):
        values["day"] = long_date(refused.first)
    elif isinstance(refused, SavedMeanwhile):
        values |= {"by": refused.by or SOMEBODY, "at": moment(timezone.localtime(refused.at))}
    return str(REFUSALS[type(refused)]) % values


def _pairs(refused: LevelFalls) -> str:
    told = [
        str(PAIR) % {"position": position, "competency": competency, "level": level}
        for position, competency, level in refused.pairs[:PAIRS_TOLD]
    ]
    more = len(refused.pairs) - PAIRS_TOLD
    return listed(told) if more <= 0 else str(AND_MORE) % {"told": ", ".join(told), "n": number(more)}
