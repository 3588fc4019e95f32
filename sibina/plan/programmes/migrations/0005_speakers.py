"""Speakers are rows of their own: the text that stood on a session becomes one, the same text the same speaker."""

import django.contrib.postgres.constraints
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from sibina.lib.tenancy.filling import fill_every_city

KEY = "lower(regexp_replace(btrim(speaker_text), '\\s+', ' ', 'g'))"
FILL = f"""
INSERT INTO programmes_speaker (city_id, key, name, institution, fee_class, is_active, revision)
SELECT city_id, {KEY}, min(btrim(speaker_text)), '', '', true, 1
FROM programmes_offering WHERE btrim(speaker_text) <> '' GROUP BY city_id, {KEY};
UPDATE programmes_offering o SET speaker_id = s.id
FROM programmes_speaker s WHERE s.city_id = o.city_id AND s.key = {KEY};
"""


class Migration(migrations.Migration):
    dependencies = [
        ("competencies", "0001_initial"),
        ("people", "0008_names_in_an_index"),
        ("programmes", "0004_partners"),
        ("tenancy", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameField(model_name="offering", old_name="speaker", new_name="speaker_text"),
        migrations.CreateModel(
            name="Speaker",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1, verbose_name="revisi")),
                ("changed_at", models.DateTimeField(null=True, verbose_name="disimpan")),
                ("key", models.CharField(max_length=330)),
                ("name", models.CharField(max_length=160, verbose_name="nama")),
                ("institution", models.CharField(blank=True, max_length=160, verbose_name="lembaga")),
                (
                    "fee_class",
                    models.CharField(blank=True, max_length=80, verbose_name="golongan honorarium"),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="aktif")),
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
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "id"],
            },
        ),
        migrations.AddField(
            model_name="offering",
            name="speaker",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="offerings",
                to="programmes.speaker",
            ),
        ),
        migrations.CreateModel(
            name="SpeakerField",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=80, verbose_name="bidang")),
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
                    "speaker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fields",
                        to="programmes.speaker",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="SpeakerPeriod",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="mulai")),
                ("ends_on", models.DateField(verbose_name="sampai")),
                ("reason", models.CharField(blank=True, max_length=120, verbose_name="alasan")),
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
                    "offering",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.offering",
                    ),
                ),
                (
                    "speaker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="periods",
                        to="programmes.speaker",
                    ),
                ),
            ],
            options={
                "ordering": ["starts_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="SpeakerRating",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("score", models.PositiveSmallIntegerField(verbose_name="nilai")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="catatan")),
                ("given_at", models.DateTimeField(verbose_name="diberikan")),
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
                    "given_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "offering",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ratings",
                        to="programmes.offering",
                    ),
                ),
                (
                    "speaker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ratings",
                        to="programmes.speaker",
                    ),
                ),
            ],
            options={
                "ordering": ["-given_at", "-id"],
            },
        ),
        migrations.AddConstraint(
            model_name="speaker",
            constraint=models.UniqueConstraint(
                condition=models.Q(("person__isnull", True)),
                fields=("city", "key"),
                name="programmes_speaker_key",
            ),
        ),
        migrations.AddConstraint(
            model_name="speaker",
            constraint=models.UniqueConstraint(fields=("person",), name="programmes_speaker_person"),
        ),
        migrations.AddConstraint(
            model_name="speaker",
            constraint=models.CheckConstraint(
                condition=models.Q(("person__isnull", True), ("institution", ""), _connector="OR"),
                name="programmes_speaker_origin",
            ),
        ),
        migrations.AddConstraint(
            model_name="speakerfield",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("competency__isnull", False), ("words", "")),
                    models.Q(("competency__isnull", True), models.Q(("words", ""), _negated=True)),
                    _connector="OR",
                ),
                name="programmes_speakerfield_one_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="speakerfield",
            constraint=models.UniqueConstraint(
                fields=("speaker", "competency"), name="programmes_speakerfield_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="speakerfield",
            constraint=models.UniqueConstraint(
                condition=models.Q(("words", ""), _negated=True),
                fields=("speaker", "words"),
                name="programmes_speakerfield_words_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="speakerperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                name="programmes_speakerperiod_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="speakerperiod",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (
                        models.Func(
                            models.F("speaker_id"),
                            models.F("speaker_id"),
                            models.Value("[]"),
                            function="int8range",
                        ),
                        "&&",
                    ),
                    (
                        models.Func(
                            models.F("starts_on"),
                            models.F("ends_on"),
                            models.Value("[]"),
                            function="daterange",
                        ),
                        "&&",
                    ),
                ],
                name="programmes_speaker_one_place_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="speakerrating",
            constraint=models.CheckConstraint(
                condition=models.Q(("score__range", (1, 5))), name="programmes_speakerrating_score"
            ),
        ),
        fill_every_city(FILL),
    ]
