"""The steps of an approval as a reader meets them: who takes each, what it is called, what is said around it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from sibina.lib.access import Role
from sibina.plan.planning import actions
from sibina.plan.planning.types import Approval, Step

OFFICERS = (Role.PENGELOLA, Role.ANALIS)
SETTERS = (Role.PIMPINAN,)
ROLES_OF: dict[Step, tuple[Role, ...]] = {
    Step.PROPOSED: (Role.PENGELOLA,),
    Step.REVIEWED: OFFICERS,
    Step.SET: SETTERS,
    Step.RETURNED: (*OFFICERS, *SETTERS),
}
OF_OTHERS = frozenset({Step.REVIEWED, Step.SET})
"""What nobody does with a plan that they proposed themselves."""
WAY = (Approval.DRAFT, Approval.PROPOSED, Approval.REVIEWED, Approval.SET)
NEXT_STEP = {
    Approval.DRAFT: Step.PROPOSED,
    Approval.PROPOSED: Step.REVIEWED,
    Approval.REVIEWED: Step.SET,
}
"""What moves a plan on; to send it back is never the next step."""
WAITING = {
    Step.PROPOSED: gettext_lazy("Masih rancangan; pengelola yang mengusulkannya."),
    Step.REVIEWED: gettext_lazy("Pengelola lain atau analis memeriksanya; bukan yang mengusulkan."),
    Step.SET: gettext_lazy("Sudah diperiksa; pimpinan yang menetapkannya."),
}
MISSING = {
    Step.PROPOSED: gettext_lazy("Kota belum mempunyai pengelola"),
    Step.REVIEWED: gettext_lazy("Kota belum mempunyai pengelola kedua atau analis yang dapat memeriksa"),
    Step.SET: gettext_lazy("Kota belum mempunyai anggota dengan peran Pimpinan yang dapat menetapkan"),
}
ENDS = {
    Approval.SET: (
        gettext_lazy("Inilah rencana kota tahun %(year)s"),
        gettext_lazy("Rencana ini tidak berubah lagi, begitu pula sesi di dalamnya."),
    ),
    Approval.REPLACED: (
        gettext_lazy("Rencana ini sudah digantikan"),
        gettext_lazy("Rencana lain menggantikannya; yang tertulis di sini tetap seperti saat ditetapkan."),
    ),
}


@dataclass(frozen=True)
class Act:
    """A step as a page: what it is called, what it means, and the sentence when it is taken."""

    do: Callable[..., None]
    address: str
    title: Promise
    meaning: Promise
    done: Promise


ACTS: dict[Step, Act] = {
    Step.PROPOSED: Act(
        actions.propose_plan,
        "planning:propose",
        gettext_lazy("Ajukan untuk diperiksa"),
        gettext_lazy(
            "Anggota lain memeriksanya, lalu pimpinan menetapkannya. Tulis mengapa rencana inilah yang diusulkan."
        ),
        gettext_lazy("Rencana diusulkan. Anggota lain sekarang dapat memeriksanya."),
    ),
    Step.REVIEWED: Act(
        actions.review_plan,
        "planning:review",
        gettext_lazy("Nyatakan sudah diperiksa"),
        gettext_lazy(
            "Tulis apa yang Anda periksa: pagu, peserta, jadwal, atau yang lain. Sesudah ini pimpinan dapat menetapkannya."
        ),
        gettext_lazy("Rencana sudah diperiksa dan menunggu ditetapkan pimpinan."),
    ),
    Step.SET: Act(
        actions.set_plan,
        "planning:set",
        gettext_lazy("Tetapkan rencana"),
        gettext_lazy(
            "Rencana ini menjadi satu-satunya rencana kota untuk tahunnya dan tidak berubah lagi, begitu pula sesinya. "
            "ASN dapat melihat tempatnya di dalamnya. Perubahan di tengah tahun dilakukan dengan menyusunnya ulang."
        ),
        gettext_lazy("Rencana ini sekarang rencana kota yang ditetapkan."),
    ),
    Step.RETURNED: Act(
        actions.return_plan,
        "planning:return",
        gettext_lazy("Kembalikan menjadi rancangan"),
        gettext_lazy("Rencana kembali menjadi rancangan. Tulis apa yang perlu diperbaiki lebih dulu."),
        gettext_lazy("Rencana dikembalikan menjadi rancangan."),
    ),
}


def next_act(approval: Approval, role: str) -> Act | None:
    """What a member with this role could do to move the plan on."""
    step = NEXT_STEP.get(approval)
    return ACTS[step] if step is not None and role in ROLES_OF[step] else None
