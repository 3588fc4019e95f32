"""The texts of one programme's terms of reference in an example city; the others still wait to be written."""

from collections.abc import Mapping
from datetime import datetime

from sibina.plan.programmes.api import Programme, save_terms
from sibina.plan.programmes.types import TermsFacts

WRITTEN_FOR = "KOM"
EXAMPLE_TERMS = TermsFacts(
    background="Warga menilai penjelasan petugas loket belum mudah dimengerti, terutama tentang syarat dan lama layanan.",
    intent="Petugas layanan menyampaikan keterangan dengan jelas, singkat, dan ramah kepada setiap warga.",
    medium_result="Dalam enam bulan, keluhan tentang keterangan petugas berkurang di unit yang pesertanya ikut.",
    long_result="Kepuasan warga terhadap layanan kota naik dan bertahan.",
    responsible="Kepala Bidang Pengembangan Kompetensi BKPSDM",
)


def write_terms(programme_of: Mapping[str, Programme], *, at: datetime) -> None:
    """Write them; programmes by their code in the starter catalogue."""
    save_terms(programme=programme_of[WRITTEN_FOR], facts=EXAMPLE_TERMS, revision=0, by=None, at=at)
