"""Rounds, the pool, pairs with their history, goals and the logbook."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

import sibina.deliver.mentoring.types.matching
import sibina.deliver.mentoring.types.pairs
import sibina.lib.access

# A pair's copy of the capacity is the mentor's, whoever writes it: the database compares `place` with it.
SAME_CAPACITY = """
ALTER TABLE mentoring_pair ADD CONSTRAINT mentoring_pair_same_capacity
FOREIGN KEY (mentor_id, capacity) REFERENCES mentoring_mentor (id, capacity) ON UPDATE CASCADE
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("competencies", "0001_initial"),
        ("cycles", "0007_mentoring"),
        ("people", "0009_distance"),
        ("tenancy", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Mentor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1, verbose_name="revisi")),
                ("changed_at", models.DateTimeField(null=True, verbose_name="disimpan")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            (
                                sibina.deliver.mentoring.types.matching.MentorRole["SUPERIOR"],
                                "Atasan langsung",
                            ),
                            (
                                sibina.deliver.mentoring.types.matching.MentorRole["HEAD"],
                                "Kepala perangkat daerah",
                            ),
                            (sibina.deliver.mentoring.types.matching.MentorRole["SENIOR"], "Senior"),
                        ],
                        max_length=10,
                        verbose_name="sebagai",
                    ),
                ),
                ("capacity", models.PositiveSmallIntegerField(verbose_name="daya bimbing")),
                ("by_office", models.BooleanField(default=False, verbose_name="ditambahkan OPD")),
                ("is_listed", models.BooleanField(default=True, verbose_name="memenuhi syarat")),
                ("is_out", models.BooleanField(default=False, verbose_name="dikeluarkan")),
                ("out_reason", models.CharField(blank=True, max_length=500, verbose_name="alasan")),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="oleh",
                    ),
                ),
                (
                    "city",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.city",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.unit"
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="MentoringRound",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("opened_at", models.DateTimeField(verbose_name="dibuka")),
                ("superior_may", models.BooleanField(verbose_name="atasan langsung boleh menjadi mentor")),
                ("mentor_capacity", models.PositiveSmallIntegerField(verbose_name="daya bimbing biasa")),
                ("senior_rank", models.PositiveSmallIntegerField(verbose_name="golongan terendah senior")),
                ("senior_years", models.PositiveSmallIntegerField(verbose_name="masa kerja senior (tahun)")),
                (
                    "silence_days",
                    models.PositiveSmallIntegerField(verbose_name="dianggap senyap setelah (hari)"),
                ),
                ("computed_at", models.DateTimeField(null=True, verbose_name="dipasangkan")),
                ("needs_as_of", models.DateField(null=True, verbose_name="kesenjangan per")),
                ("rule_version", models.CharField(blank=True, max_length=30, verbose_name="versi aturan")),
                ("score", models.BigIntegerField(null=True, verbose_name="nilai")),
                ("bound", models.BigIntegerField(null=True, verbose_name="batas terbukti")),
                ("unmatched", models.JSONField(default=list, verbose_name="belum terpasang")),
                (
                    "city",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.city",
                    ),
                ),
                (
                    "cycle",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cycles.cycle"
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-cycle__year"],
            },
        ),
        migrations.CreateModel(
            name="Pair",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("capacity", models.PositiveSmallIntegerField()),
                ("place", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            (
                                sibina.deliver.mentoring.types.pairs.PairState["PROPOSED"],
                                "Menunggu kepala OPD",
                            ),
                            (
                                sibina.deliver.mentoring.types.pairs.PairState["AGREED"],
                                "Disetujui kepala OPD",
                            ),
                            (sibina.deliver.mentoring.types.pairs.PairState["REFUSED"], "Ditolak"),
                            (sibina.deliver.mentoring.types.pairs.PairState["SET"], "Berjalan"),
                            (sibina.deliver.mentoring.types.pairs.PairState["ENDED"], "Berakhir lebih awal"),
                            (sibina.deliver.mentoring.types.pairs.PairState["COMPLETED"], "Selesai"),
                        ],
                        max_length=10,
                        verbose_name="keadaan",
                    ),
                ),
                ("score", models.IntegerField(null=True, verbose_name="nilai")),
                ("reasons", models.JSONField(default=list, verbose_name="alasan pasangan")),
                ("proposed_at", models.DateTimeField(verbose_name="diusulkan")),
                ("set_at", models.DateTimeField(null=True, verbose_name="ditetapkan")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="berakhir")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="alasan")),
                ("next_on", models.DateField(null=True, verbose_name="pertemuan berikutnya")),
                (
                    "city",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.city",
                    ),
                ),
                (
                    "mentee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pairs",
                        to="mentoring.mentor",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.unit"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pairs",
                        to="mentoring.mentoringround",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="LogEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            (
                                sibina.deliver.mentoring.types.pairs.LogKind["MENTORING"],
                                "Pertemuan pendampingan",
                            ),
                            (
                                sibina.deliver.mentoring.types.pairs.LogKind["AT_WORK"],
                                "Bimbingan di tempat kerja",
                            ),
                        ],
                        max_length=10,
                        verbose_name="jenis",
                    ),
                ),
                ("day", models.DateField(verbose_name="tanggal")),
                ("minutes", models.PositiveSmallIntegerField(verbose_name="lama (menit)")),
                ("what", models.CharField(max_length=300, verbose_name="yang dibahas")),
                (
                    "side",
                    models.CharField(
                        choices=[
                            (sibina.deliver.mentoring.types.pairs.Side["MENTOR"], "mentor"),
                            (sibina.deliver.mentoring.types.pairs.Side["MENTEE"], "yang didampingi"),
                        ],
                        max_length=6,
                        verbose_name="ditulis",
                    ),
                ),
                ("written_at", models.DateTimeField(verbose_name="ditulis pada")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            (
                                sibina.deliver.mentoring.types.pairs.EntryState["WAITING"],
                                "Menunggu persetujuan",
                            ),
                            (sibina.deliver.mentoring.types.pairs.EntryState["CONFIRMED"], "Dihitung"),
                            (sibina.deliver.mentoring.types.pairs.EntryState["DECLINED"], "Tidak dibenarkan"),
                        ],
                        default=sibina.deliver.mentoring.types.pairs.EntryState["WAITING"],
                        max_length=10,
                        verbose_name="keadaan",
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True, verbose_name="dijawab")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="alasan")),
                (
                    "city",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.city",
                    ),
                ),
                (
                    "pair",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="mentoring.pair",
                    ),
                ),
            ],
            options={
                "ordering": ["-day", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Goal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=300, verbose_name="sasaran")),
                ("level_from", models.PositiveSmallIntegerField(null=True, verbose_name="tingkat sekarang")),
                ("level_to", models.PositiveSmallIntegerField(null=True, verbose_name="tingkat sasaran")),
                ("due_on", models.DateField(verbose_name="paling lambat")),
                (
                    "side",
                    models.CharField(
                        choices=[
                            (sibina.deliver.mentoring.types.pairs.Side["MENTOR"], "mentor"),
                            (sibina.deliver.mentoring.types.pairs.Side["MENTEE"], "yang didampingi"),
                        ],
                        max_length=6,
                        verbose_name="ditulis",
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="dibuat")),
                (
                    "mentor_says",
                    models.CharField(
                        blank=True,
                        choices=[
                            (sibina.deliver.mentoring.types.pairs.Verdict["REACHED"], "Tercapai"),
                            (sibina.deliver.mentoring.types.pairs.Verdict["NOT_REACHED"], "Belum tercapai"),
                        ],
                        max_length=12,
                        verbose_name="kata mentor",
                    ),
                ),
                (
                    "mentee_says",
                    models.CharField(
                        blank=True,
                        choices=[
                            (sibina.deliver.mentoring.types.pairs.Verdict["REACHED"], "Tercapai"),
                            (sibina.deliver.mentoring.types.pairs.Verdict["NOT_REACHED"], "Belum tercapai"),
                        ],
                        max_length=12,
                        verbose_name="kata yang didampingi",
                    ),
                ),
                (
                    "city",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.city",
                    ),
                ),
                (
                    "competency",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="competencies.competency",
                    ),
                ),
                (
                    "pair",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="goals", to="mentoring.pair"
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="PairEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            (sibina.deliver.mentoring.types.pairs.PairStep["PROPOSED"], "Diusulkan sistem"),
                            (
                                sibina.deliver.mentoring.types.pairs.PairStep["CHOSEN"],
                                "Mentor dipilih langsung",
                            ),
                            (sibina.deliver.mentoring.types.pairs.PairStep["AGREED"], "Disetujui kepala OPD"),
                            (sibina.deliver.mentoring.types.pairs.PairStep["REFUSED"], "Ditolak"),
                            (sibina.deliver.mentoring.types.pairs.PairStep["SET"], "Ditetapkan BKPSDM"),
                            (sibina.deliver.mentoring.types.pairs.PairStep["ENDED"], "Berakhir lebih awal"),
                            (sibina.deliver.mentoring.types.pairs.PairStep["COMPLETED"], "Selesai"),
                        ],
                        max_length=10,
                        verbose_name="langkah",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="waktu")),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            (sibina.lib.access.Role["PENGELOLA"], "Pengelola BKPSDM"),
                            (sibina.lib.access.Role["ANALIS"], "Analis BKPSDM"),
                            (sibina.lib.access.Role["KEPALA_OPD"], "Kepala OPD"),
                            (sibina.lib.access.Role["ASN"], "ASN"),
                            (sibina.lib.access.Role["MENTOR"], "Mentor"),
                            (sibina.lib.access.Role["MITRA"], "Mitra"),
                            (sibina.lib.access.Role["PIMPINAN"], "Pimpinan"),
                            (sibina.lib.access.Role["INSPEKTORAT"], "Inspektorat"),
                        ],
                        max_length=16,
                        verbose_name="peran",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="alasan")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "city",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.city",
                    ),
                ),
                (
                    "pair",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="mentoring.pair",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Bar",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=500, verbose_name="alasan")),
                ("at", models.DateTimeField(verbose_name="waktu")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "city",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.city",
                    ),
                ),
                (
                    "mentee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("mentor", "mentee"), name="mentoring_bar_once"),
                    models.CheckConstraint(
                        condition=models.Q(("mentor", models.F("mentee")), _negated=True),
                        name="mentoring_bar_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.GreaterThanOrEqual(
                                django.db.models.functions.text.Length(
                                    django.db.models.functions.text.Trim("reason")
                                ),
                                10,
                            )
                        ),
                        name="mentoring_bar_reason",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="mentor",
            index=models.Index(fields=["city", "office"], name="mentoring_mentor_office"),
        ),
        migrations.AddConstraint(
            model_name="mentor",
            constraint=models.UniqueConstraint(fields=("id", "capacity"), name="mentoring_mentor_capacity"),
        ),
        migrations.AddConstraint(
            model_name="mentor",
            constraint=models.CheckConstraint(
                condition=models.Q(("capacity__lte", 20)), name="mentoring_mentor_most"
            ),
        ),
        migrations.AddConstraint(
            model_name="mentor",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_out", False),
                    django.db.models.lookups.GreaterThanOrEqual(
                        django.db.models.functions.text.Length(
                            django.db.models.functions.text.Trim("out_reason")
                        ),
                        10,
                    ),
                    _connector="OR",
                ),
                name="mentoring_mentor_out_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="mentoringround",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("bound", None), ("score", None)),
                    ("bound__gte", models.F("score")),
                    _connector="OR",
                ),
                name="mentoring_round_bound",
            ),
        ),
        migrations.AddIndex(
            model_name="pair",
            index=models.Index(fields=["round", "state"], name="mentoring_pair_round"),
        ),
        migrations.AddIndex(
            model_name="pair",
            index=models.Index(fields=["mentee"], name="mentoring_pair_mentee"),
        ),
        migrations.AddConstraint(
            model_name="pair",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            sibina.deliver.mentoring.types.pairs.PairState["AGREED"],
                            sibina.deliver.mentoring.types.pairs.PairState["PROPOSED"],
                            sibina.deliver.mentoring.types.pairs.PairState["SET"],
                        ],
                    )
                ),
                fields=("mentee",),
                name="mentoring_pair_one_live",
            ),
        ),
        migrations.AddConstraint(
            model_name="pair",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            sibina.deliver.mentoring.types.pairs.PairState["AGREED"],
                            sibina.deliver.mentoring.types.pairs.PairState["PROPOSED"],
                            sibina.deliver.mentoring.types.pairs.PairState["SET"],
                        ],
                    )
                ),
                fields=("mentor", "place"),
                name="mentoring_pair_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="pair",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "state__in",
                            [
                                sibina.deliver.mentoring.types.pairs.PairState["AGREED"],
                                sibina.deliver.mentoring.types.pairs.PairState["PROPOSED"],
                                sibina.deliver.mentoring.types.pairs.PairState["SET"],
                            ],
                        ),
                        _negated=True,
                    ),
                    models.Q(("place__gte", 1), ("place__lte", models.F("capacity"))),
                    _connector="OR",
                ),
                name="mentoring_pair_within_capacity",
            ),
        ),
        migrations.AddConstraint(
            model_name="pair",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "state__in",
                            [
                                sibina.deliver.mentoring.types.pairs.PairState["ENDED"],
                                sibina.deliver.mentoring.types.pairs.PairState["REFUSED"],
                            ],
                        ),
                        _negated=True,
                    ),
                    django.db.models.lookups.GreaterThanOrEqual(
                        django.db.models.functions.text.Length(
                            django.db.models.functions.text.Trim("reason")
                        ),
                        10,
                    ),
                    _connector="OR",
                ),
                name="mentoring_pair_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="pair",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("set_at__isnull", False),
                        (
                            "state__in",
                            [
                                sibina.deliver.mentoring.types.pairs.PairState["SET"],
                                sibina.deliver.mentoring.types.pairs.PairState["ENDED"],
                                sibina.deliver.mentoring.types.pairs.PairState["COMPLETED"],
                            ],
                        ),
                    ),
                    models.Q(
                        models.Q(
                            (
                                "state__in",
                                [
                                    sibina.deliver.mentoring.types.pairs.PairState["SET"],
                                    sibina.deliver.mentoring.types.pairs.PairState["ENDED"],
                                    sibina.deliver.mentoring.types.pairs.PairState["COMPLETED"],
                                ],
                            ),
                            _negated=True,
                        ),
                        ("set_at", None),
                    ),
                    _connector="OR",
                ),
                name="mentoring_pair_set_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="pair",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "state__in",
                            [
                                sibina.deliver.mentoring.types.pairs.PairState["AGREED"],
                                sibina.deliver.mentoring.types.pairs.PairState["PROPOSED"],
                                sibina.deliver.mentoring.types.pairs.PairState["SET"],
                            ],
                        ),
                        ("closed_at", None),
                    ),
                    models.Q(
                        models.Q(
                            (
                                "state__in",
                                [
                                    sibina.deliver.mentoring.types.pairs.PairState["AGREED"],
                                    sibina.deliver.mentoring.types.pairs.PairState["PROPOSED"],
                                    sibina.deliver.mentoring.types.pairs.PairState["SET"],
                                ],
                            ),
                            _negated=True,
                        ),
                        ("closed_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="mentoring_pair_closed_at",
            ),
        ),
        migrations.AddIndex(
            model_name="logentry",
            index=models.Index(
                condition=models.Q(("state", sibina.deliver.mentoring.types.pairs.EntryState["CONFIRMED"])),
                fields=["pair", "-day"],
                name="mentoring_entry_counts",
            ),
        ),
        migrations.AddIndex(
            model_name="logentry",
            index=models.Index(
                condition=models.Q(("state", sibina.deliver.mentoring.types.pairs.EntryState["CONFIRMED"])),
                fields=["city", "day"],
                name="mentoring_entry_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="logentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("state", sibina.deliver.mentoring.types.pairs.EntryState["DECLINED"]), _negated=True
                ),
                fields=("pair", "day", "kind"),
                name="mentoring_entry_once_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="logentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__range", (5, 480))), name="mentoring_entry_minutes"
            ),
        ),
        migrations.AddConstraint(
            model_name="logentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state", sibina.deliver.mentoring.types.pairs.EntryState["DECLINED"]), _negated=True
                    ),
                    django.db.models.lookups.GreaterThanOrEqual(
                        django.db.models.functions.text.Length(
                            django.db.models.functions.text.Trim("reason")
                        ),
                        10,
                    ),
                    _connector="OR",
                ),
                name="mentoring_entry_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="logentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("answered_at", None),
                        ("state", sibina.deliver.mentoring.types.pairs.EntryState["WAITING"]),
                    ),
                    models.Q(
                        models.Q(
                            ("state", sibina.deliver.mentoring.types.pairs.EntryState["WAITING"]),
                            _negated=True,
                        ),
                        ("answered_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="mentoring_entry_answered_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=models.CheckConstraint(
                condition=models.Q(("level_to", None), ("level_to__range", (1, 5)), _connector="OR"),
                name="mentoring_goal_level",
            ),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("level_from", None), ("level_from__lt", models.F("level_to")), _connector="OR"
                ),
                name="mentoring_goal_rises",
            ),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=models.UniqueConstraint(fields=("pair", "competency"), name="mentoring_goal_once"),
        ),
        migrations.AddConstraint(
            model_name="pairevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "step__in",
                            [
                                sibina.deliver.mentoring.types.pairs.PairStep["REFUSED"],
                                sibina.deliver.mentoring.types.pairs.PairStep["ENDED"],
                            ],
                        ),
                        _negated=True,
                    ),
                    django.db.models.lookups.GreaterThanOrEqual(
                        django.db.models.functions.text.Length(
                            django.db.models.functions.text.Trim("reason")
                        ),
                        10,
                    ),
                    _connector="OR",
                ),
                name="mentoring_event_reason",
            ),
        ),
        migrations.RunSQL(
            SAME_CAPACITY, "ALTER TABLE mentoring_pair DROP CONSTRAINT mentoring_pair_same_capacity"
        ),
    ]
