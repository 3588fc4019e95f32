"""Why a pair was proposed, and why somebody is left without, in words."""

from collections.abc import Callable, Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sibina.deliver.mentoring.types import Key, MentorRole, Place, Reason, ReasonKind, Unmatched
from sibina.lib import words

ROLES: Mapping[str, Promise] = {
    MentorRole.SUPERIOR: gettext_lazy("Atasan langsung"),
    MentorRole.HEAD: gettext_lazy("Kepala perangkat daerah"),
    MentorRole.SENIOR: gettext_lazy("Senior"),
}
PLACES: Mapping[str, Promise] = {
    Place.UNIT: gettext_lazy("satu unit"),
    Place.OFFICE: gettext_lazy("satu perangkat daerah"),
    Place.ELSEWHERE: gettext_lazy("perangkat daerah lain"),
}
UNMATCHED: Mapping[str, Promise] = {
    Unmatched.NOBODY_MAY: gettext_lazy(
        "tidak ada mentor yang boleh: semua dikecualikan atau golongannya lebih rendah"
    ),
    Unmatched.NO_PLACE_LEFT: gettext_lazy("semua mentor yang boleh sudah penuh"),
}
GRADE_NOT_KNOWN = gettext_lazy("kelas 1–17, golongan PNS (II/c, III/a), atau golongan PPPK (V, IX)")
POOL_TOO_LARGE = gettext_lazy(
    "terlalu banyak untuk dihitung sekaligus: %(mentees)s orang dan %(mentors)s mentor. Bagi per OPD."
)
STRANGERS = gettext_lazy("baris tentang orang yang bukan mentor atau yang didampingi di map ini; diabaikan.")
MOST_STRENGTHS_TOLD = 3


def points(thousandths: int) -> str:
    """1250 thousandths are «1,25»."""
    text = words.number(thousandths / 1000, 2)
    return text.removesuffix("0").removesuffix("0").removesuffix(",") if "," in text else text


def sentence_of_reason(reason: Reason, name_of: Callable[[Key], str] = str) -> str:
    """One reason in words; `name_of` gives the name of a competency."""
    match reason.kind:
        case ReasonKind.STRENGTH:
            told = {
                "competency": name_of(reason.competency),
                "level": words.number(reason.level),
                "short": points(round(reason.short * 1000)),
            }
            return (
                _("kuat dalam %(competency)s (tingkat %(level)s), yang masih kurang %(short)s tingkat") % told
            )
        case ReasonKind.ROLE:
            return str(ROLES[reason.role]).lower()
        case ReasonKind.PLACE:
            return str(PLACES[reason.place])
        case ReasonKind.GRADE:
            if reason.count == 0:
                return _("golongan setara")
            return _("golongan %(n)s tingkat di atas") % {"n": words.number(reason.count)}
        case ReasonKind.LOAD:
            if reason.count == 1:
                return _("belum membimbing orang lain")
            return _("membimbing %(n)s orang bersama ini") % {"n": words.number(reason.count)}


def sentences_of(reasons: Iterable[Reason], name_of: Callable[[Key], str] = str) -> list[str]:
    """Every reason in words; of many strengths only the first few, and how many more there are."""
    reasons = list(reasons)
    strengths = [one for one in reasons if one.kind == ReasonKind.STRENGTH]
    told = [sentence_of_reason(one, name_of) for one in strengths[:MOST_STRENGTHS_TOLD]]
    more = len(strengths) - MOST_STRENGTHS_TOLD
    if more > 0:
        told.append(_("dan %(n)s kompetensi lain") % {"n": words.number(more)})
    return [*told, *(sentence_of_reason(one, name_of) for one in reasons if one.kind != ReasonKind.STRENGTH)]


def one_sentence(reasons: Iterable[Reason], name_of: Callable[[Key], str] = str) -> str:
    """All reasons as one sentence."""
    text = "; ".join(sentences_of(reasons, name_of))
    return f"{text[:1].upper()}{text[1:]}."
