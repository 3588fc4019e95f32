"""By which path a form develops people: in class or beside it.

Ground: the national list of forms (SIASN jenisDiklat; codes KL and NKL), the families of Peraturan LAN 10/2018.
"""

from collections.abc import Iterable

from sibina.plan.programmes.types import Form, Path

CLASSICAL = frozenset(
    {
        Form.STRUKTURAL,
        Form.MANAJERIAL,
        Form.TEKNIS,
        Form.FUNGSIONAL,
        Form.SOSIAL_KULTURAL,
        Form.SEMINAR,
        Form.WORKSHOP,
        Form.KURSUS,
        Form.PENATARAN,
        Form.BIMTEK,
        Form.SOSIALISASI,
    }
)


def paths_of(forms: Iterable[Form]) -> tuple[Path, ...]:
    """The paths that these forms take, each once; classical first."""
    found = {Path.CLASSICAL if form in CLASSICAL else Path.NONCLASSICAL for form in forms}
    return tuple(path for path in Path if path in found)
