"""A set plan in mid-year: marks of its sessions, plans made anew, and what these change for people."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cycles", "0001_initial"),
        ("jobs", "0001_initial"),
        ("people", "0008_names_in_an_index"),
        ("planning", "0010_speakers_held"),
        ("programmes", "0006_speakers_are_rows"),
        ("tenancy", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SeatChange",
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
                            ("lost", "Kehilangan kursi"),
                            ("gained", "Mendapat kursi"),
                            ("moved", "Pindah sesi"),
                        ],
                        max_length=6,
                        verbose_name="perubahan",
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("left", "Tidak aktif lagi"),
                            ("need_gone", "Kebutuhannya berubah"),
                            ("replaced", "Kursi untuk yang lebih memerlukan"),
                            ("ceiling", "Pagu"),
                            ("seats", "Kursi penuh"),
                            ("min_seats", "Peserta kurang"),
                            ("absence", "Batas meninggalkan unit"),
                            ("clash_person", "Bentrok waktu"),
                            ("clash_venue", "Bentrok tempat"),
                            ("clash_speaker", "Bentrok narasumber"),
                            ("no_gain", "Tidak menutup kesenjangan"),
                            ("not_eligible", "Tidak ada program yang sesuai"),
                            ("jp_ceiling", "Batas JP PPPK"),
                            ("lower_value", "Nilai lebih rendah"),
                            ("lapsed", "Sesi gugur"),
                            ("begun", "Sudah lewat mulainya"),
                        ],
                        max_length=16,
                        verbose_name="mengapa",
                    ),
                ),
                ("line", models.PositiveIntegerField(default=0)),
            ],
            options={
                "ordering": ["line"],
            },
        ),
        migrations.CreateModel(
            name="SessionMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Terbuka"),
                            ("committed", "Terikat"),
                            ("done", "Selesai"),
                            ("lapsed", "Gugur"),
                        ],
                        max_length=10,
                        verbose_name="keadaan",
                    ),
                ),
                ("day", models.DateField(verbose_name="tanggal")),
                ("reason", models.TextField(verbose_name="alasan")),
                ("at", models.DateTimeField(verbose_name="dicatat")),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="SettledSession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("committed", "Terikat"),
                            ("done", "Selesai"),
                            ("lapsed", "Gugur"),
                            ("begun", "Sudah lewat mulainya"),
                        ],
                        max_length=10,
                        verbose_name="keadaan",
                    ),
                ),
            ],
            options={
                "ordering": ["offering_id"],
            },
        ),
        migrations.AddField(
            model_name="cityplan",
            name="base",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="planning.cityplan",
            ),
        ),
        migrations.AddField(
            model_name="cityplan",
            name="from_day",
            field=models.DateField(null=True, verbose_name="sesi baru mulai paling awal"),
        ),
        migrations.AlterField(
            model_name="planperson",
            name="reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("ceiling", "Pagu"),
                    ("seats", "Kursi penuh"),
                    ("min_seats", "Peserta kurang"),
                    ("absence", "Batas meninggalkan unit"),
                    ("clash_person", "Bentrok waktu"),
                    ("clash_venue", "Bentrok tempat"),
                    ("clash_speaker", "Bentrok narasumber"),
                    ("no_gain", "Tidak menutup kesenjangan"),
                    ("not_eligible", "Tidak ada program yang sesuai"),
                    ("jp_ceiling", "Batas JP PPPK"),
                    ("lower_value", "Nilai lebih rendah"),
                    ("lapsed", "Sesi gugur"),
                    ("begun", "Sudah lewat mulainya"),
                ],
                max_length=16,
                verbose_name="alasan",
            ),
        ),
        migrations.AlterField(
            model_name="plansession",
            name="reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("ceiling", "Pagu"),
                    ("seats", "Kursi penuh"),
                    ("min_seats", "Peserta kurang"),
                    ("absence", "Batas meninggalkan unit"),
                    ("clash_person", "Bentrok waktu"),
                    ("clash_venue", "Bentrok tempat"),
                    ("clash_speaker", "Bentrok narasumber"),
                    ("no_gain", "Tidak menutup kesenjangan"),
                    ("not_eligible", "Tidak ada program yang sesuai"),
                    ("jp_ceiling", "Batas JP PPPK"),
                    ("lower_value", "Nilai lebih rendah"),
                    ("lapsed", "Sesi gugur"),
                    ("begun", "Sudah lewat mulainya"),
                ],
                max_length=16,
                verbose_name="alasan",
            ),
        ),
        migrations.AddConstraint(
            model_name="cityplan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("base__isnull", True), ("from_day__isnull", True)),
                    models.Q(("base__isnull", False), ("from_day__isnull", False)),
                    _connector="OR",
                ),
                name="planning_plan_base_and_day",
            ),
        ),
        migrations.AddField(
            model_name="seatchange",
            name="after",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="planning.plansession",
            ),
        ),
        migrations.AddField(
            model_name="seatchange",
            name="before",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="planning.plansession",
            ),
        ),
        migrations.AddField(
            model_name="seatchange",
            name="city",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tenancy.city",
            ),
        ),
        migrations.AddField(
            model_name="seatchange",
            name="office",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.unit"
            ),
        ),
        migrations.AddField(
            model_name="seatchange",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="seatchange",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="changes", to="planning.cityplan"
            ),
        ),
        migrations.AddField(
            model_name="seatchange",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.unit"
            ),
        ),
        migrations.AddField(
            model_name="sessionmark",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="oleh",
            ),
        ),
        migrations.AddField(
            model_name="sessionmark",
            name="city",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tenancy.city",
            ),
        ),
        migrations.AddField(
            model_name="sessionmark",
            name="offering",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programmes.offering"
            ),
        ),
        migrations.AddField(
            model_name="sessionmark",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="marks", to="planning.cityplan"
            ),
        ),
        migrations.AddField(
            model_name="settledsession",
            name="city",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tenancy.city",
            ),
        ),
        migrations.AddField(
            model_name="settledsession",
            name="offering",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programmes.offering"
            ),
        ),
        migrations.AddField(
            model_name="settledsession",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="settled", to="planning.cityplan"
            ),
        ),
        migrations.AddIndex(
            model_name="seatchange",
            index=models.Index(fields=["plan", "line"], name="planning_change_line"),
        ),
        migrations.AddConstraint(
            model_name="seatchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("after__isnull", True), ("before__isnull", False), ("kind", "lost")),
                    models.Q(("after__isnull", False), ("before__isnull", True), ("kind", "gained")),
                    models.Q(("after__isnull", False), ("before__isnull", False), ("kind", "moved")),
                    _connector="OR",
                ),
                name="planning_change_sides",
            ),
        ),
        migrations.AddConstraint(
            model_name="seatchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "lost"), _negated=True),
                    models.Q(("why", ""), _negated=True),
                    _connector="OR",
                ),
                name="planning_change_lost_has_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="sessionmark",
            index=models.Index(fields=["offering", "-id"], name="planning_mark_offering"),
        ),
        migrations.AddConstraint(
            model_name="sessionmark",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason__regex", "\\S")), name="planning_mark_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="settledsession",
            constraint=models.UniqueConstraint(fields=("plan", "offering"), name="planning_settled_once"),
        ),
    ]
