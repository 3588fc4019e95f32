"""The cycle on one page: its phases, the modules of each phase in order, and the inboxes that close the wheel.

Data only. Tests hold it equal to the folders, to the installed apps and to the import contracts.
Data moves downward through this list; it returns to the top only through an inbox.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Module:
    """One folder of the house; `question` is what a person asks it."""

    name: str
    question: str


@dataclass(frozen=True)
class Phase:
    """One turn of the wheel. `modules` stand in the order in which they may know each other."""

    name: str
    title: str
    modules: tuple[Module, ...]


PHASES: tuple[Phase, ...] = (
    Phase(
        "ground",
        "Dasar",
        (
            Module("people", "Siapa bekerja di mana, dalam jabatan apa?"),
            Module("notices", "Siapa diberi tahu apa, dan sudahkah dibaca?"),
            Module("competencies", "Apa yang dituntut jabatan, dan apa yang terukur pada orangnya?"),
            Module("cycles", "Tahun mana yang sedang berjalan, dan aturan mana yang berlaku?"),
            Module("intake", "Bagaimana buku kerja kota masuk tanpa ada yang hilang?"),
        ),
    ),
    Phase(
        "assess",
        "Kebutuhan",
        (
            Module(
                "needs", "Apa yang kurang pada tiap orang, unit, dan kota, dan apa yang paling dibutuhkan?"
            ),
        ),
    ),
    Phase(
        "plan",
        "Rencana",
        (
            Module("programmes", "Program apa yang dapat menutupnya, dengan biaya berapa?"),
            Module("planning", "Rencana mana yang paling berguna di bawah pagu, dan mengapa?"),
        ),
    ),
    Phase(
        "deliver",
        "Pelaksanaan",
        (
            Module("sessions", "Siapa mengikuti sesi apa, kapan, dan hadirkah ia?"),
            Module("mentoring", "Siapa membimbing siapa, ke tujuan apa, dan berjalankah?"),
            Module("placements", "Siapa belajar di tempat lain, dan apa yang dibawanya pulang?"),
        ),
    ),
    Phase(
        "credit",
        "Kredit",
        (
            Module("certificates", "Sertifikat apa yang terbit, dan sahkah ia?"),
            Module("ledger", "Berapa JP setiap orang, menurut aturan versi mana?"),
        ),
    ),
)


@dataclass(frozen=True)
class FollowUp:
    """Work that begins by itself when other work has ended well."""

    kind: str
    title: str


FOLLOW_UPS: dict[str, FollowUp] = {
    "intake.import": FollowUp("needs.measure_gaps", "Menghitung kesenjangan dari data baru"),
}
"""By kind of background job. Downward only: what is measured follows what was taken in."""

INBOXES: dict[str, str] = {
    "needs.api.receive_signal": "Temuan siklus lalu menjadi kebutuhan siklus ini",
    "competencies.api.record_measurement": "Hasil ukur baru menjadi tingkat yang tercatat",
    "programmes.api.hold_offerings": "Sesi rencana yang ditetapkan tinggal seperti direncanakan",
    "planning.api.receive_hours": "JP yang sudah diakui menjadi awal hitungan rencana berikutnya",
    "programmes.api.record_effect": "Dampak yang terukur menjadi harapan program berikutnya",
}
"""The only writes that go upstream. Each arrives with the module that first sends to it."""
